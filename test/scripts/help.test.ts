import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { scriptsFolder } from './sandbox.ts'

const names = readdirSync(scriptsFolder).filter((file) => file.endsWith('.mjs')).map((file) => file.replace('.mjs', ''))

// Where they lie there is no deployment at all: help needs none.
const scripts = await Promise.all(names.map(async (name) => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(scriptsFolder, `${name}.mjs`), '--help'])
  const [about = '', rest = ''] = stdout.trimEnd().split('\n\nFlags\n')
  const [flags = '', examples = ''] = rest.split('\n\nExamples\n')
  return { name, stderr, about, flags: flags.split('\n'), examples: examples.split('\n'), lines: stdout.split('\n') }
}))

describe.each(scripts)('npm run $name -- --help', ({ name, stderr, about, flags, examples, lines }) => {
  it('fits into 80 columns of standard output', () => {
    expect(stderr).toBe('')
    expect(lines.filter((line) => line.length > 80 || line.endsWith(' '))).toEqual([])
  })

  it('begins with how it is called, and names its exit codes', () => {
    expect(about).toMatch(new RegExp(`^npm run ${name} `))
    expect(about).toMatch(/\n\nExit codes: [^]*\b2 wrong\sflag/)
  })

  it('says of each flag what it does, all in one column', () => {
    expect(new Set(flags.map((line) => /^ +(?:--.*? {2,})?/.exec(line)?.[0].length)).size).toBe(1)
  })

  it('ends with one to three examples as one types them, with flags that it has', () => {
    const known = flags.flatMap((line) => /^ {2}(--[\w-]+)/.exec(line)?.[1] ?? [])
    const given = examples.flatMap((line) => line.split(' -- ')[1]?.match(/(?<!\S)-\S+/g) ?? [])
    expect(examples.filter((line) => !new RegExp(`^ {2}npm run ${name}(?: --silent)?(?: -- \\S.*)?$`).test(line))).toEqual([])
    expect([1, 2, 3]).toContain(examples.length)
    expect(given.filter((flag) => !known.includes(flag))).toEqual([])
  })
})
