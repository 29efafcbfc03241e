import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFlyFile } from '../../src/rehearse/fly-file.ts'
import { splitWords } from '../../src/rehearse/split-words.ts'

const golden = (path: string): string => readFileSync(new URL(`../golden/${path}`, import.meta.url), 'utf8')
const minimal = 'app = "a"\n[processes]\n  app = "node x.mjs"\n'

describe('what a rehearsal reads of a Fly file', () => {
  test('a public one: its command, its files, the port that the edge calls, its check and its memory', () => {
    expect(readFlyFile(golden('telegram/output/fly.toml'), 'fly.toml')).toMatchObject({
      app: 'telegram-bot',
      command: ['node', '/opt/openclaw-fly/boot.mjs', 'node', 'openclaw.mjs', 'gateway', '--allow-unconfigured', '--bind', 'lan', '--port', '3000'],
      env: { OPENCLAW_STATE_DIR: '/data', OPENCLAW_GATEWAY_PORT: '3000' },
      files: [
        { guestPath: '/opt/openclaw-fly/boot.mjs', content: { localPath: '../runtime/boot.mjs' } },
        { guestPath: '/opt/openclaw-fly/openclaw.seed.json', content: { localPath: '../openclaw.json' } },
      ],
      edgePort: 3000,
      checks: [{ port: 3000, path: '/healthz', method: 'GET', headers: {} }],
      memoryMb: 3072,
      mounts: ['/data'],
      image: null,
    })
  })

  test('a private one: no edge calls it, and its check is of the machine itself', () => {
    expect(readFlyFile(golden('all-channels-private/output/fly.private.toml'), 'fly.private.toml')).toMatchObject({ edgePort: null, checks: [{ port: 3000, path: '/healthz' }] })
  })

  test('a check with its headers, memory in gigabytes, a file from a secret: as people write them', () => {
    const file = readFlyFile(`${minimal}[[vm]]\n memory = "4GB"\n[[files]]\n guest_path = "/x"\n secret_name = "S"\n[http_service]\n internal_port = 8080\n[[http_service.checks]]\n path = "/readyz"\n method = "get"\n [http_service.checks.headers]\n X-Forwarded-For = "192.0.2.1"\n`, 'fly.toml')
    expect(file).toMatchObject({ memoryMb: 4096, files: [{ guestPath: '/x', content: { secret: 'S' } }], edgePort: 8080, checks: [{ port: 8080, path: '/readyz', method: 'GET', headers: { 'X-Forwarded-For': '192.0.2.1' } }] })
  })

  test('everything that keeps it from being rehearsed is said at once', () => {
    const text = 'app = "A b"\n[env]\n X = [1]\n[[files]]\n guest_path = "x"\n local_path = "y"\n[[files]]\n guest_path = "/a/../b"\n local_path = "y"\n'
    expect(() => readFlyFile(text, 'fly.toml')).toThrow(
      expect.objectContaining({ problems: ['app', '[processes] app', '[env] X', '[[files]] 1', '[[files]] 2'].map((key) => expect.objectContaining({ where: `fly.toml: ${key}` }) as unknown) }) as Error,
    )
  })

  test('what is not TOML is said with its line', () => {
    expect(() => readFlyFile('app = "a"\n[processes\n', 'fly.toml')).toThrow('fly.toml, line 2: this is not TOML')
  })
})

describe('the words of a command', () => {
  test.each([
    ['node a.mjs  --port 3000', ['node', 'a.mjs', '--port', '3000']],
    [`sh -c 'a "b" c'`, ['sh', '-c', 'a "b" c']],
    [String.raw`a "b \"c\" \x" d\ e`, ['a', 'b "c" x', 'd e']],
    ['a"b"c', ['abc']],
    ["a '' b", ['a', '', 'b']],
    ['a # comment', ['a']],
    ['a#b', ['a#b']],
    ['', []],
  ])('%s', (text, words) => {
    expect(splitWords(text)).toEqual(words)
  })

  test.each(["a 'b", 'a "b', 'a \\'])('a quote that is never closed: %s', (text) => {
    expect(splitWords(text)).toBeUndefined()
  })
})
