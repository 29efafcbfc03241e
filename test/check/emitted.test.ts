import { describe, expect, test } from 'vitest'
import { checkEmitted, EmittedFault } from '../../src/check/emitted.ts'
import { fileSet, type FileSet } from '../../src/render/file-set.ts'
import { answersFor, catalog, renderAnswers, schemas, textOf } from '../support/answers.ts'

const answers = answersFor({ channel: ['discord'], 'discord.guild-id': '123456789012345678' })
const files = renderAnswers(answers)

/** The rendered files with one of them changed. */
function broken(path: string, from: string, to: string): FileSet {
  expect(textOf(files, path)).toContain(from)
  return fileSet([...files, [path, { text: textOf(files, path).replace(from, to), mode: 0o644 }]])
}

describe('what we are about to write is our bug, and is not written, when', () => {
  test.each<[string, string, string, string, string]>([
    ['fly.toml is not TOML', 'fly.toml', 'app = "', 'app = ', 'fly.toml is not TOML'],
    ['fly.private.toml is not TOML', 'fly.private.toml', '[checks]', '[checks', 'fly.private.toml is not TOML'],
    ['fly.toml has a key that Fly does not know', 'fly.toml', 'force_https', 'force_htps', 'fly.toml: http_service.force_htps is not a known key'],
    ['fly.toml has a value of the wrong type', 'fly.toml', 'kill_timeout = "300s"', 'kill_timeout = true', 'fly.toml: kill_timeout'],
    ['openclaw.json has a key that its release does not know', 'openclaw.json', '"bind"', '"bnd"', 'openclaw.json: gateway.bnd is not a known key'],
    ['openclaw.json has a value that its release does not take', 'openclaw.json', '"mode": "token"', '"mode": "tokn"', 'openclaw.json: gateway.auth.mode must be'],
    ['the answers file gives other answers', 'openclaw-fly.toml', 'memory = 3072', 'memory = 4096', 'openclaw-fly.toml does not give the same answers again'],
    ['the answers file has a key that nobody reads', 'openclaw-fly.toml', 'access = ', 'note = "x"\naccess = ', 'openclaw-fly.toml does not give the same answers again'],
  ])('%s', (_, path, from, to, message) => {
    const check = (): void => checkEmitted(broken(path, from, to), answers, catalog, schemas)
    expect(check).toThrow(EmittedFault)
    expect(check).toThrow(message)
  })

  test('openclaw.json has what came after its release, which has no schema', () => {
    const old = answersFor({ release: '2026.2.12', channel: ['telegram'] })
    const emitted = renderAnswers(old)
    expect(() => checkEmitted(emitted, old, catalog, schemas)).not.toThrow()
    const newer = fileSet([...emitted, ['openclaw.json', { text: textOf(files, 'openclaw.json'), mode: 0o644 }]])
    expect(() => checkEmitted(newer, old, catalog, schemas)).toThrow('openclaw.json: gateway.auth.rateLimit is not known to OpenClaw 2026.2.12; gateway.publicOrigin is not known')
  })

  test('openclaw.json of a release that nobody knows yet is not that of the newest', () => {
    const newer = answersFor({ release: '2099.1.1' })
    const emitted = renderAnswers(newer)
    expect(() => checkEmitted(emitted, newer, catalog, schemas)).not.toThrow()
    const wrong = fileSet([...emitted, ['openclaw.json', { text: textOf(emitted, 'openclaw.json').replace('"bind"', '"bnd"'), mode: 0o644 }]])
    expect(() => checkEmitted(wrong, newer, catalog, schemas)).toThrow('openclaw.json: gateway.bnd is not a known key')
  })

  test('a file is missing', () => {
    const without = fileSet([...files].filter(([path]) => path !== 'fly.private.toml'))
    expect(() => checkEmitted(without, answers, catalog, schemas)).toThrow('fly.private.toml was not rendered')
  })
})
