import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../src/check/rules/index.ts'
import { estimateMonth, formatEstimate, PRICE_DATE } from '../../src/fly/price.ts'
import { findSize } from '../../src/fly/sizes.ts'
import { anchorOf } from '../support/markdown.ts'

/* What the documents say of the project, held to the project. */

const root = join(import.meta.dirname, '..', '..')
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'docs/library.md']
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const prose = (path: string): string => read(path).replace(/^```[^]*?^```/gm, '')
const scriptsOf = (path: string): readonly string[] => Object.keys((JSON.parse(read(path)) as { readonly scripts: object }).scripts)

/** `a/{b,c}.ts` is two files; a name in <brackets> is anybody's, so that its folder is what has to be there. */
function pathsOf(span: string): readonly string[] {
  const [, before, names, after] = /^(.*)\{(.+)\}(.*)$/.exec(span) ?? []
  const all = names === undefined ? [span] : names.split(',').map((name) => `${before}${name}${after}`)
  return all.map((path) => (path.includes('<') ? dirname(path) : path))
}

/** Paths of the repository in code spans; what is emitted is a template or in a golden folder, and dist/ is built. */
function namedPaths(text: string): readonly string[] {
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!)
  return spans.filter((span) => /^(?:\.ci|\.github|bench|docs|runtime|scripts|src|templates|test|tools)\/[\w./<>{},-]*$|^[A-Z]+\.md$|^[\w.]+\.config\.ts$|^\.oxlintrc\.json$/.test(span)).flatMap(pathsOf)
}

function isThere(path: string): boolean {
  return [path, `templates/deployment/${path}`, `test/golden/defaults/output/${path}`].some((place) => existsSync(join(root, place)))
}

/** Those that a block of an indented listing names, each line with its depth and, after two spaces, what it is. */
function listedPaths(block: string): readonly string[] {
  const folders: string[] = []
  return block.split('\n').flatMap((line) => {
    const [, indent, names] = /^((?: {2}){0,2})(\S+(?: \S+)*?)(?: {2,}\S.*)?$/.exec(line) ?? []
    if (names === undefined) return []
    const depth = indent!.length / 2
    const words = names.split(' ').filter((word) => /^[\w.-]+(?:\/[\w.-]*)*$/.test(word) && /[./]/.test(word))
    if (words[0]?.endsWith('/')) folders.splice(depth, folders.length, words[0])
    return words.map((word) => [...folders.slice(0, depth), word].join(''))
  })
}

describe.each(documents)('%s', (document) => {
  test('names no path that is not there', () => {
    expect(namedPaths(prose(document)).filter((path) => !isThere(path))).toEqual([])
  })

  test('has no link to a file or a heading that is not there', () => {
    const links = [...prose(document).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, path, anchor]) => ({ path: path === '' ? document : join(dirname(document), path!), anchor }))
    const broken = links.filter(({ path, anchor }) => !existsSync(join(root, path)) || (anchor !== undefined && ![...read(path).matchAll(/^#+ (.+)$/gm)].some(([, heading]) => anchorOf(heading!) === anchor)))
    expect(broken).toEqual([])
  })

  test('names no npm script that is not there', () => {
    const scripts = [...scriptsOf('package.json'), ...scriptsOf('test/golden/defaults/output/package.json')]
    const named = [...read(document).matchAll(/npm run ([a-z][\w:]*)/g)].map(([, name]) => name!)
    expect(named.filter((name) => !scripts.includes(name))).toEqual([])
  })
})

describe('ARCHITECTURE.md', () => {
  const listed = listedPaths(/^## Folders\n+```\n([^]*?)```/m.exec(read('ARCHITECTURE.md'))![1]!)

  test('lists no folder or file that is not there', () => {
    expect(listed).toContain('src/render/')
    expect(listed.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  test('lists every folder and file of src', () => {
    const there = readdirSync(join(root, 'src'), { withFileTypes: true }).map((entry) => `src/${entry.name}${entry.isDirectory() ? '/' : ''}`)
    expect(there.filter((path) => !listed.includes(path))).toEqual([])
  })
})

describe('README.md', () => {
  const text = read('README.md')

  test('gives contributors the two commands that .ci/run runs, and no third', () => {
    const ours = [...read('.ci/run').matchAll(/^say 'README: (.+)'$/gm)].map(([, command]) => command)
    const [, shown] = /^## Working on it\n[^]*?```sh\n([^]*?)```/m.exec(text)!
    expect(shown!.trimEnd().split('\n')).toEqual(ours)
  })

  test('counts the rules of check', () => {
    expect(/(\d+) rules/.exec(text)![1]).toBe(String(rules.length))
  })

  test('says the estimate that the program says', () => {
    const month = formatEstimate(estimateMonth(findSize('shared-cpu-2x')!, 3072, 3))
    expect(text).toContain(`About ${month} a month`)
    expect(text).toContain(`Fly's prices of ${PRICE_DATE}`)
    expect(text).toContain(`| ${month} for 3 GB`)
  })
})
