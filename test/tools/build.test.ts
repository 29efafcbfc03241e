import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, type Rolldown } from 'tsdown'
import { describe, expect, test } from 'vitest'
import { checkBundle, LICENCES } from '../../tools/build/check-bundle.ts'
import { moduleFaces } from '../../tools/build/module-faces.ts'
import { listPresets } from '../../tools/build/preset-list.ts'
import { withSharedLists } from '../../tools/build/share-lists.ts'
import { shortExports } from '../../tools/build/short-exports.ts'
import { trimPackages, type Cut } from '../../tools/build/trim-packages.ts'
import { temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('openclaw-fly build ')

/** A project of one file that imports these packages, each with a licence unless it is to have none. */
function newProject(code: string, packages: Readonly<Record<string, { readonly code: string; readonly licence?: string | null }>>): string {
  const folder = newFolder()
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write('package.json', '{ "name": "project", "type": "module" }')
  write('main.js', code)
  for (const [name, { code: own, licence = `the licence of ${name}` }] of Object.entries(packages)) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.2.3', type: 'module', main: 'index.js' }))
    write(`node_modules/${name}/index.js`, own)
    if (licence !== null) write(`node_modules/${name}/LICENSE`, licence)
  }
  return folder
}

async function buildIt(folder: string, plugins: readonly Rolldown.Plugin[], external: readonly string[] = [], outputOptions: Rolldown.OutputOptions = {}): Promise<string> {
  await build({ config: false, cwd: folder, entry: { main: 'main.js' }, outDir: 'dist', format: 'cjs', logLevel: 'silent', dts: false, deps: { onlyBundle: false, neverBundle: [...external] }, plugins: [...plugins], minify: true, outputOptions: { entryFileNames: '[name].cjs', exports: 'named', ...outputOptions } })
  return readFileSync(join(folder, 'dist', 'main.cjs'), 'utf8')
}

/** What a module prints that is put beside the build. */
function printed(folder: string, code: string): string {
  writeFileSync(join(folder, 'dist', 'printing.mjs'), code)
  return execFileSync(process.execPath, [join(folder, 'dist', 'printing.mjs')], { encoding: 'utf8' })
}

const listed = { code: "export const a = process.argv" }

describe('what may be bundled', () => {
  test('a package that another one brings along fails the build, by its name and version', async () => {
    const folder = newProject("import { a } from 'listed'\nconsole.log(a)", { listed: { code: "import { b } from '@some/planted'\nexport const a = b" }, '@some/planted': { code: "export const b = process.pid" } })
    await expect(buildIt(folder, [checkBundle(['listed'])])).rejects.toThrow('@some/planted@1.2.3 is bundled and not on the list in tools/build/bundled.ts')
  })

  test('a package of which nothing is left in the build is none', async () => {
    const folder = newProject("import { a } from 'listed'\nimport { unused } from 'shaken'\nconsole.log(a)", { listed, shaken: { code: "export const unused = 'b'" } })
    await expect(buildIt(folder, [checkBundle(['listed'])])).resolves.toContain('console.log')
  })

  test('a name on the list that is not bundled any more fails the build', async () => {
    const folder = newProject("import { a } from 'listed'\nconsole.log(a)", { listed })
    await expect(buildIt(folder, [checkBundle(['gone', 'listed'])])).rejects.toThrow('gone is on the list in tools/build/bundled.ts and not bundled')
  })

  test('an import that is left for the installed package to find fails the build', async () => {
    const folder = newProject("import { join } from 'node:path'\nimport { a } from 'listed'\nconsole.log(a, join)", { listed })
    await expect(buildIt(folder, [checkBundle([])], ['listed'])).rejects.toThrow('listed is imported and not bundled')
  })

  test('all that is wrong is said at once', async () => {
    const folder = newProject("import { a } from 'listed'\nimport { b } from 'planted'\nconsole.log(a, b)", { listed: { ...listed, licence: null }, planted: { code: "export const b = process.pid" } })
    await expect(buildIt(folder, [checkBundle(['listed', 'gone'])])).rejects.toThrow(/planted@1\.2\.3 is bundled[^]*gone is on the list[^]*listed@1\.2\.3 comes without a licence text/)
  })
})

describe('licences', () => {
  test('of what is bundled are shipped, the same text once', async () => {
    const folder = newProject("import { a } from 'one'\nimport { b } from 'two'\nimport { c } from 'three'\nconsole.log(a, b, c)", {
      one: { code: 'export const a = process.argv', licence: 'the same\r\n' },
      two: { code: 'export const b = process.pid', licence: 'the same\n' },
      three: { code: 'export const c = process.ppid', licence: 'another' },
    })
    await buildIt(folder, [checkBundle(['one', 'two', 'three'])])
    expect(readFileSync(join(folder, 'dist', LICENCES), 'utf8')).toMatch(/one@1\.2\.3\ntwo@1\.2\.3\n\nthe same\n\n---+\n\nthree@1\.2\.3\n\nanother\n$/)
  })

  test('of the MIT kind keep each notice, with the words that all share once below them', async () => {
    const mit = (holder: string, space: string): string => `MIT License\n\nCopyright (c) ${holder}\n\nPermission is hereby granted, free of charge,${space}to anybody.\n`
    const folder = newProject("import { a } from 'one'\nimport { b } from 'two'\nconsole.log(a, b)", {
      one: { code: 'export const a = process.argv', licence: mit('Ada', ' ') },
      two: { code: 'export const b = process.pid', licence: mit('Bob', '\n') },
    })
    await buildIt(folder, [checkBundle(['one', 'two'])])
    expect(readFileSync(join(folder, 'dist', LICENCES), 'utf8')).toMatch(/one@1\.2\.3\n\nMIT License\n\nCopyright \(c\) Ada\n\ntwo@1\.2\.3\n\nMIT License\n\nCopyright \(c\) Bob\n\nPermission is hereby granted, free of charge, to anybody\.\n$/)
  })

  test('a package that has none fails the build', async () => {
    const folder = newProject("import { a } from 'listed'\nconsole.log(a)", { listed: { ...listed, licence: null } })
    await expect(buildIt(folder, [checkBundle(['listed'])])).rejects.toThrow('listed@1.2.3 comes without a licence text')
  })
})

describe('cuts in packages', () => {
  const cut: Cut = { file: /\/listed\/index\.js$/, from: "import './heavy.js'", to: '' }

  test('take out what is never used', async () => {
    const folder = newProject("import { a } from 'listed'\nconsole.log(a)", { listed: { code: "import './heavy.js'\nexport const a = process.argv" } })
    await expect(buildIt(folder, [trimPackages([cut])])).resolves.not.toContain('heavy')
  })

  test('fail the build where a package has changed and they find nothing', async () => {
    const folder = newProject("import { a } from 'listed'\nconsole.log(a)", { listed })
    await expect(buildIt(folder, [trimPackages([cut])])).rejects.toThrow("these cuts of tools/build/trim-packages.ts find nothing:\n- \\/listed\\/index\\.js$: import './heavy.js'")
  })
})

describe('what is imported from the build, which is CommonJS', () => {
  const code = "import { a } from 'listed'\nexport const one = a\nexport default () => 'whole'"

  test('has its names and its default as an ES module has them', async () => {
    const folder = newProject(code, { listed: { code: 'export const a = process.argv.length' } })
    await buildIt(folder, [moduleFaces(['main'])])
    expect(printed(folder, "import whole, { one } from './main.mjs'\nconsole.log(whole(), one)")).toBe('whole 2\n')
  })

  test('fails the build where there is no such entry', async () => {
    const folder = newProject(code, { listed })
    await expect(buildIt(folder, [moduleFaces(['other'])])).rejects.toThrow('the build has no other.cjs')
  })

  test('is given in few words, and what changes later changes for those who took it', async () => {
    const folder = newProject("import { count, more } from 'counter'\nmore()\nexport default [count, count]\nimport('other')", { counter: { code: 'export let count = process.pid * 0\nexport function more() { count += 1 }' }, other: { code: "import { more } from 'counter'\nmore()" } })
    await buildIt(folder, [shortExports()], [], { advancedChunks: { groups: [{ name: 'counter', test: /counter/ }] } })
    const [counter] = readdirSync(join(folder, 'dist')).filter((name) => name.startsWith('counter'))
    expect(readFileSync(join(folder, 'dist', counter!), 'utf8')).not.toContain('get:function')
    expect(printed(folder, "import main from './main.cjs'\nconsole.log(...main.default)")).toBe('1 1\n')
  })
})

test('the presets of a folder are one file of the build, loaded when they are wanted, and their ids come without it', async () => {
  const folder = newProject("import { loadChannelIds, loadPresets } from './preset-files.js'\nexport const all = async () => [await loadChannelIds(), await loadPresets()]", {})
  mkdirSync(join(folder, 'presets'))
  for (const id of ['b', 'a']) writeFileSync(join(folder, 'presets', `${id}.ts`), `export default { id: '${id}' }`)
  writeFileSync(join(folder, 'preset-files.js'), 'export const loadChannelIds = undefined, loadPresets = undefined')
  expect(await buildIt(folder, [listPresets(/\/preset-files\.js$/, join(folder, 'presets'))])).toContain('["a","b"]'.replaceAll('"', '`'))
  expect(readdirSync(join(folder, 'dist'))).toHaveLength(2)
  expect(printed(folder, "import main from './main.cjs'\nconsole.log(JSON.stringify(await main.all()))")).toBe('[["a","b"],[{"id":"a"},{"id":"b"}]]\n')
})

test('a JSON file whose lists are shared means the same, and says each list once', async () => {
  const value = [{ a: ['x', 'y'], b: [], c: null }, { a: ['x', 'y'], b: [['x', 'y']], c: 'it\'s "quoted"\u2028' }]
  const code = withSharedLists(value)
  const { default: read } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { default: unknown }
  expect(read).toEqual(value)
  expect(code.match(/"x"/g)).toHaveLength(1)
})
