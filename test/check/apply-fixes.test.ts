import { describe, expect, test } from 'vitest'
import { applyFixes, editText, type FixedFile } from '../../src/check/apply-fixes.ts'
import { findAll } from '../../src/check/find.ts'
import { filesWith, readWith, soundConfig, soundFly, type Changes } from '../support/subjects.ts'

/** The files after every fix, by name; only those that were changed. */
function fixed(changes: Changes): Readonly<Record<string, string>> {
  const { fly, config } = filesWith(changes)
  const texts = new Map([fly, config].flatMap((file) => (file !== undefined && 'text' in file ? [[file.name, file.text] as const] : [])))
  const outcomes = applyFixes(findAll(readWith(changes)).findings, texts)
  return Object.fromEntries(outcomes.map((outcome) => [outcome.file, (outcome as FixedFile).text]))
}

describe('a fix gives back what was sound', () => {
  test.each<readonly [string, Changes]>([
    ['another port', { fly: [['internal_port = 3000', 'internal_port = 8080']] }],
    ['a path that is refused', { fly: [['/healthz', '/startupz']] }],
    ['a machine that is stopped', { fly: [['auto_stop_machines = "off"', 'auto_stop_machines = "stop"']] }],
    ['a short wait at the end', { fly: [['"300s"', '5']] }],
    ['a policy that gives up', { fly: [['"always"', '"on-failure"']] }],
    ['a small volume', { fly: [['initial_size = "3gb"', 'initial_size = "1gb"']] }],
    ['snapshots for five days', { fly: [['snapshot_retention = 14', 'snapshot_retention = 5']] }],
    ['state beside the volume', { fly: [['STATE_DIR = "/data"', 'STATE_DIR = "/root"']] }],
    ['a heap that leaves nothing', { fly: [['=2048"', '=3000"']] }],
  ])('%s', (_what, changes) => {
    expect(fixed(changes)).toEqual({ 'fly.toml': soundFly })
  })

  test.each<readonly [string, Changes]>([
    ['another port', { config: [['port: 3000', 'port: 1']] }],
    ['a slash behind an origin', { config: [['lobster.fly.dev', 'lobster.fly.dev/']] }],
  ])('%s in the configuration', (_what, changes) => {
    expect(fixed(changes)['openclaw.json']?.replaceAll('"', "'")).toBe(soundConfig)
  })
})

test('what is missing is put where it belongs, and every comment stays', () => {
  const { 'fly.toml': text } = fixed({ fly: [['kill_signal = "SIGTERM"\nkill_timeout = "300s"\n', '# mine\n'], ['[[restart]]\n  policy = "always"\n\n', ''], ['  OPENCLAW_STATE_DIR = "/data"\n', '  # where is it?\n']] })
  expect(text).toContain('primary_region = "fra"\nkill_signal = "SIGTERM"\nkill_timeout = "300s"\n# mine\n')
  expect(text).toContain('  # where is it?\n')
  expect(text).toContain('NODE_OPTIONS = "--max-old-space-size=2048"\n  OPENCLAW_STATE_DIR = "/data"\n')
  expect(text).toMatch(/\n\[\[restart\]\]\n {2}policy = "always"\n$/)
})

test('retired keys are taken out, or get their new name', () => {
  const { 'openclaw.json': text } = fixed({ config: [['controlUi: {', 'controlUi: { allowInsecureAuth: true,'], ["dmPolicy: 'pairing' }", 'guilds: { "1": { channels: { general: { allow: false } } } } }'], ['  channels: {\n', "  env: { FOO: 'x' }, // as of old\n  channels: {\n"]] })
  expect(text).not.toContain('allowInsecureAuth')
  expect(text).not.toContain('allow:')
  expect(text).toMatch(/"?enabled"?: false/)
  expect(text).toMatch(/env: \{\s*"?vars"?: \{\s*"?FOO"?: "x"\s*\}\s*\}, \/\/ as of old/)
})

test('lines keep the ends that they have, and the mark at the beginning stays', () => {
  const windows = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}`
  const { 'fly.toml': text } = fixed({ fly: windows(soundFly.replace('/healthz', '/startupz')) })
  expect(text).toBe(windows(soundFly))
})

test('after its fixes a file has no finding left that could be fixed', () => {
  const changes: Changes = { fly: [['[[restart]]\n  policy = "always"\n\n', ''], ['/healthz', '/readyz'], ['"300s"', '"5s"'], ['  initial_size = "3gb"\n', '']], config: [["    trustedProxies: ['172.16.0.0/12', '2a09:8280:1::1'],\n", ''], ['  plugins: { entries: { discord: { enabled: true } } },\n', ''], [', rateLimit: { maxAttempts: 10 }', '']] }
  const after = fixed(changes)
  const again = findAll(readWith({ fly: after['fly.toml']!, config: after['openclaw.json']! })).findings
  expect(again.filter(({ fix }) => fix !== undefined)).toEqual([])
})

test('a comment inside a list stays, and a file in no language that we edit stays whole', () => {
  expect(editText('fly.toml', 'a = [1, # one\n  2]\n', [{ kind: 'set', path: ['a', 0], value: 3 }])).toMatch(/^a = \[\s*3, ?# one\n {2}2\]\n$/)
  expect(editText('Dockerfile', 'FROM node:24\n', [{ kind: 'set', path: ['a'], value: 3 }])).toBeUndefined()
})
