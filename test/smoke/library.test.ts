import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'

const home = inject('home')

/** What a program prints that somebody wrote who has installed the package. */
function output(code: string): string {
  const file = join(home, 'program.mjs')
  writeFileSync(file, code)
  return execFileSync(process.execPath, [file], { cwd: home, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

/** What modules of the package take from Node when they are imported, one after the other. */
function builtinsOf(...names: readonly string[]): readonly (readonly string[])[] {
  return JSON.parse(output(`
    import Module from 'node:module'
    let asked = []
    const load = Module._load
    Module._load = (request, ...rest) => (Module.isBuiltin(request) && asked.push(request), load(request, ...rest))
    const all = []
    for (const name of ${JSON.stringify(names)}) {
      await import(name)
      all.push(asked.splice(0))
    }
    console.log(JSON.stringify(all))`)) as string[][]
}

describe('the library', () => {
  test('has an example that runs, and a plan that keeps what somebody changed', () => {
    const example = /```js\n([^]+?)```/.exec(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'library.md'), 'utf8'))![1]!
    const printed = output(example).trimEnd().split('\n')
    expect(printed).toContain('merge fly.toml')
    expect(printed).toContain('write fly.private.toml')
    expect(printed).not.toContain('write openclaw.json')
  })

  test('imports nothing from Node; what reads the package does', () => {
    expect(builtinsOf('create-openclaw-fly', 'create-openclaw-fly/load')).toEqual([[], expect.arrayContaining(['node:fs'])])
  })

  test('works where there is no clock, no chance, no network and no process', () => {
    expect(output(`
      import { check, plan, readAnswers, render } from 'create-openclaw-fly'
      import { load } from 'create-openclaw-fly/load'
      const { catalog, templates, schemas, generator } = await load()
      const { process: here, console: out } = globalThis
      const refuse = () => { throw new Error('not pure') }
      Date.now = Math.random = performance.now = globalThis.fetch = globalThis.setTimeout = refuse
      globalThis.process = undefined
      const { answers } = readAnswers({ channels: { telegram: {} } }, { catalog, defaults: { folder: 'my-openclaw', timeZone: 'Europe/Berlin' } })
      const files = render({ answers, catalog, templates, generator })
      check(files, { answers, catalog, schemas })
      const mine = new Map([...files].map(([path, { text }]) => [path, { kind: 'text', text, executable: undefined }]))
      const changes = plan({ files, present: { base: files, mine }, releases: { from: '2026.9.3', to: answers.release } })
      globalThis.process = here
      out.log(answers.region, files.size > 50, changes.length)`)).toBe('fra true 0\n')
  })

  test('renders the same as the program does', () => {
    execFileSync(join(home, 'node_modules', '.bin', 'create-openclaw-fly'), ['by-program', '--yes', '--no-clone', '--app', 'my-openclaw', '--region', 'fra', '--channel', 'discord'], { cwd: home, stdio: 'pipe' })
    const differing = output(`
      import { readFileSync } from 'node:fs'
      import { readAnswers, render } from 'create-openclaw-fly'
      import { load } from 'create-openclaw-fly/load'
      const { catalog, templates, generator } = await load()
      const { answers } = readAnswers(readFileSync('by-program/openclaw-fly.toml', 'utf8'), { catalog })
      const files = [...render({ answers, catalog, templates, generator })]
      console.log(files.length > 50, files.filter(([path, { text }]) => readFileSync('by-program/' + path, 'utf8') !== text).map(([path]) => path).join())`)
    expect(differing).toBe('true \n')
  })

  test('says every mistake in answers, and throws for none', () => {
    const program = (source: string): unknown => JSON.parse(output(`
      import { readAnswers } from 'create-openclaw-fly'
      import { load } from 'create-openclaw-fly/load'
      console.log(JSON.stringify(readAnswers(${source}, await load())))`))
    expect(program("{ app: 'My App', regoin: 'fra' }")).toMatchObject({ ok: false, problems: expect.arrayContaining([
      expect.objectContaining({ where: 'openclaw-fly.toml: regoin', hint: 'did you mean region?' }),
      expect.objectContaining({ where: 'openclaw-fly.toml: app' }),
      expect.objectContaining({ where: 'openclaw-fly.toml: region', message: 'this answer is missing' }),
    ]) })
    expect(program("'region = fra'")).toEqual({ ok: false, problems: [expect.objectContaining({ message: expect.stringContaining('this is not TOML') })] })
  })
})
