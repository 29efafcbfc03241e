import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { packageFacts, readPackage, type PackageContent } from '../../../tools/sync-releases/package-facts.ts'
import { packTar } from '../../clone/tarball.ts'

const scratch = mkdtempSync(join(tmpdir(), 'openclaw-facts-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const manifest = { name: 'openclaw', version: '2026.9.6', bin: { openclaw: './openclaw.mjs' }, engines: { node: '>=24.16.0 <25' }, openclaw: { schemaVersions: { state: 18, agent: 23 } } }
const files: Readonly<Record<string, unknown>> = {
  'package.json': manifest,
  'dist/build-info.json': { builtAt: '2026-09-23T16:33:12.144Z' },
  'dist/channel-catalog.json': { entries: [{ openclaw: { channel: { id: 'slack' } } }, { openclaw: { channel: { id: 'telegram' } } }, { openclaw: {} }] },
  'dist/extensions/telegram/openclaw.plugin.json': { id: 'telegram', channels: ['telegram'] },
  'dist/extensions/ollama/openclaw.plugin.json': { id: 'ollama' },
}

function content(changes: Readonly<Record<string, unknown>> = {}): PackageContent {
  const texts = new Map(Object.entries({ ...files, ...changes }).filter(([, value]) => value !== undefined).map(([path, value]) => [path, JSON.stringify(value)]))
  return { texts, paths: new Set([...texts.keys(), 'openclaw.mjs']) }
}

describe('what a package says of itself', () => {
  test('is read from its manifests', () => {
    expect(packageFacts('2026.9.6', content())).toEqual({
      release: '2026.9.6', built: '2026-09-23', node: '>=24.16.0 <25', entry: 'openclaw.mjs', schemaVersions: { state: 18, agent: 23 }, bundled: ['telegram'], external: ['slack'],
    })
  })

  test('is less for an old release: no versions of its databases, no catalogue of channels, its extensions elsewhere', () => {
    const old = content({ 'package.json': { ...manifest, openclaw: undefined }, 'dist/channel-catalog.json': undefined, 'dist/extensions/telegram/openclaw.plugin.json': undefined, 'extensions/irc/openclaw.plugin.json': { channels: ['irc'] } })
    expect(packageFacts('2026.9.6', old)).toEqual({ release: '2026.9.6', built: '2026-09-23', node: '>=24.16.0 <25', entry: 'openclaw.mjs', bundled: ['irc'], external: [] })
  })

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['package.json is of 2026.9.5', { 'package.json': { ...manifest, version: '2026.9.5' } }],
    ['other.mjs, which package.json names, is not in the package', { 'package.json': { ...manifest, bin: { openclaw: 'other.mjs' } } }],
    ['package.json: engines.node is not there, or not text', { 'package.json': { ...manifest, engines: {} } }],
    ['package.json: bin is not there, or not an object', { 'package.json': { ...manifest, bin: 'openclaw.mjs' } }],
    ['openclaw.schemaVersions has no state or no agent', { 'package.json': { ...manifest, openclaw: { schemaVersions: { state: '18', agent: 23 } } } }],
    ['dist/build-info.json is not there, or not an object', { 'dist/build-info.json': undefined }],
    ['dist/build-info.json: builtAt is not a time', { 'dist/build-info.json': { builtAt: 'yesterday' } }],
    ['dist/extensions/telegram/openclaw.plugin.json: channels is not a list', { 'dist/extensions/telegram/openclaw.plugin.json': { channels: 'telegram' } }],
    ['dist/channel-catalog.json: entries is not a list', { 'dist/channel-catalog.json': {} }],
  ])('is refused with the file that is not as it was: %s', (message, changes) => {
    expect(() => packageFacts('2026.9.6', content(changes))).toThrow(message)
  })
})

test('a manifest that is not JSON is named', () => {
  const { texts, paths } = content()
  expect(() => packageFacts('2026.9.6', { texts: new Map([...texts, ['dist/build-info.json', '{']]), paths })).toThrow('dist/build-info.json is not JSON')
})

test('reading a package keeps the text of the telling files alone, and every path', async () => {
  const file = join(scratch, 'openclaw.tgz')
  writeFileSync(file, packTar([
    { path: 'package/package.json', text: '{}' },
    { path: 'package/openclaw.mjs', text: 'console.log(1)' },
    { path: 'package/dist/extensions/telegram/openclaw.plugin.json', text: '{"channels":["telegram"]}' },
    { path: 'package/extensions/irc/openclaw.plugin.json', text: '{"channels":["irc"]}' },
    { path: 'package/dist/extensions/telegram/node_modules/x/openclaw.plugin.json', text: '{"channels":["x"]}' },
  ]))
  const { texts, paths } = await readPackage(file)
  expect([...texts.keys()]).toEqual(['package.json', 'dist/extensions/telegram/openclaw.plugin.json', 'extensions/irc/openclaw.plugin.json'])
  expect(paths.has('openclaw.mjs')).toBe(true)
  expect(paths.size).toBe(5)
})
