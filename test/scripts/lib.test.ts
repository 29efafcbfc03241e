import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anthropic, goodKey, load, Sandbox } from './sandbox.ts'

interface HiddenInput { feed: (text: string) => 'more' | 'done' | 'cancelled', value: () => string }
interface Program { file: string, args: string[], name: string }

const { createHiddenInput } = await load<{ createHiddenInput: (options: { multiline: boolean }) => HiddenInput }>('hidden-input.mjs')
const { checkSecret } = await load<{ checkSecret: (spec: object, value: string) => string | undefined }>('check-secret.mjs')
const { quoteCommand } = await load<{ quoteCommand: (words: string[], platform: string) => string }>('run-command.mjs')
const { findNpx, findOnPath } = await load<{
  findNpx: (env: object, platform: string, node: string) => Program
  findOnPath: (name: string, env: object, platform: string) => string | undefined
}>('find-program.mjs')

describe('hidden input', () => {
  function type(pieces: readonly string[], multiline = false) {
    const input = createHiddenInput({ multiline })
    return { state: pieces.map((piece) => input.feed(piece)).at(-1), value: input.value() }
  }

  it.each([
    ['Enter', ['abc\r'], 'abc'],
    ['Ctrl-D', ['abc\x04'], 'abc'],
    ['Backspace over one letter of two code units', ['a😀\x7fb\r'], 'ab'],
    ['Backspace on nothing', ['\x7f\ba\r'], 'a'],
    ['Ctrl-U', ['abc\x15d\r'], 'd'],
    ['an arrow key that comes in pieces', ['a\x1b', '[', '1;5', 'Cb\r'], 'ab'],
    ['Alt with a letter', ['\x1bb\r'], 'b'],
    ['Tab and other control keys, which it ignores', ['a\t\x01b\r'], 'ab'],
    ['a paste that comes in pieces', ['\x1b[20', '0~a\rb', 'c\x1b[201', '~\r'], 'a\nbc'],
    ['several lines at once without bracketed paste', ['abc\rdef\r'], 'abc\ndef'],
    ['a line end that Windows sends in two', ['abc\r\n'], 'abc'],
  ])('ends well with %s', (_, pieces, value) => {
    expect(type(pieces)).toEqual({ state: 'done', value })
  })

  it('adds a line with Enter where several are wanted, until Ctrl-D', () => {
    expect(type(['a\r', '\rb\r'], true)).toEqual({ state: 'more', value: 'a\n\nb' })
    expect(type(['a\r', 'b\r\x04'], true)).toEqual({ state: 'done', value: 'a\nb' })
    expect(type(['\r'], true)).toEqual({ state: 'done', value: '' })
  })

  it.each(['\x03', 'abc\x03', '\x1b[200~abc\x03', '\x1b[\x03'])('is cancelled by Ctrl-C, in %j too', (keys) => {
    expect(type([keys]).state).toBe('cancelled')
  })
})

describe('checkSecret', () => {
  it.each([
    ['  ', 'is empty'],
    [`ANTHROPIC_API_KEY=${goodKey}`, 'starts with ANTHROPIC_API_KEY='],
    [`export ANTHROPIC_API_KEY="${goodKey}"`, 'starts with ANTHROPIC_API_KEY='],
    ['sk-ant-api03-…', 'is the example'],
    [`${goodKey}\nx`, 'has more than one line'],
    [`${goodKey} `, 'has white space at its start or end'],
    [`"${goodKey}"`, 'has quotes around it'],
    [`“${goodKey}”`, 'has quotes around it'],
    [`${goodKey}\u200B`, 'has an invisible character'],
    [`${goodKey}\x07`, 'has a control character'],
    ['sk-proj-AbCdEfGhIjKlMnOp', 'does not have the right form: it looks like sk-ant-api03-…'],
  ])('says of %j that it %s, where to get a good one, and never the value', (value, mistake) => {
    const problem = checkSecret(anthropic, value)
    expect(problem).toContain(`ANTHROPIC_API_KEY ${mistake}`)
    expect(problem).toContain(`. Where to get it: ${anthropic.where}`)
    expect(problem).not.toContain('AbCdEf')
  })

  it('finds nothing wrong with a good one', () => {
    expect(checkSecret(anthropic, goodKey)).toBeUndefined()
  })
})

describe('quoteCommand', () => {
  it.each([
    [['fly', 'deploy', '--config', '../fly.toml'], 'linux', 'fly deploy --config ../fly.toml'],
    [['fly', 'a b', 'it\'s', ''], 'linux', 'fly \'a b\' \'it\'\\\'\'s\' \'\''],
    [['fly', 'a b'], 'win32', 'fly "a b"'],
  ])('writes %j for %s as %s', (words, platform, text) => {
    expect(quoteCommand(words, platform)).toBe(text)
  })
})

describe('finding programs', () => {
  function withFile(sandbox: Sandbox, ...path: string[]) {
    const file = join(sandbox.root, ...path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, '', { mode: 0o755 })
    return file
  }

  it('takes absolute folders of PATH only, so never a program of the current folder', () => {
    using sandbox = new Sandbox()
    expect(findOnPath('fly', { PATH: `.::bin:${sandbox.bin}` }, 'linux')).toBe(join(sandbox.bin, 'fly'))
    expect(findOnPath('fly', { PATH: '.::bin' }, 'linux')).toBeUndefined()
  })

  it('looks for .exe on Windows, where PATH may be called Path', () => {
    using sandbox = new Sandbox()
    const file = withFile(sandbox, 'bin', 'flyctl.exe')
    expect(findOnPath('flyctl', { Path: sandbox.bin }, 'win32')).toBe(file)
  })

  it('runs the script behind npx with Node on Windows, where npx.cmd needs a shell', () => {
    using sandbox = new Sandbox()
    const script = withFile(sandbox, 'node', 'node_modules', 'npm', 'bin', 'npx-cli.js')
    const node = join(sandbox.root, 'node', 'node.exe')
    withFile(sandbox, 'bin', 'npx')
    expect(findNpx({ PATH: sandbox.bin }, 'win32', node)).toEqual({ file: node, args: [script], name: 'npx' })
  })

  it('prefers the npx beside the npm that runs us', () => {
    using sandbox = new Sandbox()
    const script = withFile(sandbox, 'other npm', 'bin', 'npx-cli.js')
    const env = { npm_execpath: join(sandbox.root, 'other npm', 'bin', 'npm-cli.js') }
    expect(findNpx(env, 'win32', '/nowhere/node')).toEqual({ file: '/nowhere/node', args: [script], name: 'npx' })
  })

  it('says so where there is no npx at all', () => {
    expect(() => findNpx({}, 'linux', '/nowhere/bin/node')).toThrow('npx, which comes with Node, was not found.')
  })
})
