import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Channel } from '../../../src/channels/define.ts'
import { newChannel } from '../../../tools/new-channel/new-channel.ts'
import { catalog } from '../../support/answers.ts'
import { temporaryFolders } from '../../support/folders.ts'

const newFolder = temporaryFolders('new-channel-test-')
const project = fileURLToPath(new URL('../../../', import.meta.url))

const reference = { type: 'object', properties: { source: { type: 'string' }, provider: { type: 'string' }, id: { type: 'string' } }, required: ['source', 'provider', 'id'] }
const packaged = { name: '@someone/openclaw-parley', version: '1.2.3', author: 'Someone <me@example.com>', openclaw: { channel: { id: 'parley', label: 'Parley', blurb: 'rooms for\ntalking', docsPath: '/channels/parley', aliases: ['pl', 'tg', 'Not One'], configuredState: { env: { anyOf: ['OPENCLAW_PARLEY_BOT_TOKEN'] } } } } }
const manifest = {
  id: 'parley-plugin', channels: ['parley'],
  channelConfigs: { parley: { schema: { type: 'object', required: ['botToken', 'roomId', 'port', 'mode', 'quiet'], properties: {
    enabled: { type: 'boolean' }, botToken: { anyOf: [{ type: 'string' }, reference] }, signingSecret: { type: 'string' }, tokenFile: { type: 'string' },
    roomId: { type: 'string', description: 'The room. {{evil}}' }, port: { type: 'integer' }, mode: { type: 'string', enum: ['socket', 'http'] }, quiet: { type: 'boolean', default: false },
    dmPolicy: { type: 'string', enum: ['pairing', 'allowlist'] }, allowFrom: { type: 'array', items: { type: 'string' } }, groupPolicy: { type: 'string' }, accounts: { type: 'object' },
  } } } },
}

/** The folder of a plugin's package; undefined: without that file. */
function plugin(changes: { readonly packageJson?: unknown; readonly manifest?: unknown } = {}): string {
  const folder = newFolder()
  const files = { 'package.json': packaged, 'openclaw.plugin.json': manifest, ...('packageJson' in changes && { 'package.json': changes.packageJson }), ...('manifest' in changes && { 'openclaw.plugin.json': changes.manifest }) }
  for (const [name, value] of Object.entries(files)) if (value !== undefined) writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value))
  return folder
}

/** The same as `npm pack` makes it. */
function packed(folder: string): string {
  const [place, file] = [newFolder(), join(newFolder(), 'plugin-1.2.3.tgz')]
  cpSync(folder, join(place, 'package'), { recursive: true })
  execFileSync('tar', ['-czf', file, '-C', place, 'package'])
  return file
}

/** As much of this project as a preset is written into. */
function copyOfProject(): string {
  const root = newFolder()
  mkdirSync(join(root, 'src/channels/presets'), { recursive: true })
  cpSync(join(project, 'templates/preset'), join(root, 'templates/preset'), { recursive: true })
  return root
}

/** The preset that is written for a package, and its text. */
async function begun(from: string, id = 'parley'): Promise<{ readonly channel: Channel; readonly text: string; readonly said: string }> {
  const root = copyOfProject()
  const said = await newChannel(from, catalog, root)
  const file = join(root, `src/channels/presets/${id}.ts`)
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replaceAll("from '../", `from '${pathToFileURL(join(project, 'src/channels')).href}/`))
  return { text, said, channel: ((await import(pathToFileURL(file).href)) as { readonly default: Channel }).default }
}

describe('npm run new:channel', () => {
  test('begins a preset with what the manifest of a plugin says', async () => {
    const { channel } = await begun(plugin())
    expect(channel).toMatchObject({
      id: 'parley', label: 'Parley', hint: 'rooms for talking', docs: 'https://docs.openclaw.ai/channels/parley',
      // `tg` is Telegram's, and nobody can type the third.
      aliases: ['pl'],
      plugin: { id: 'parley-plugin', package: '@someone/openclaw-parley', maker: 'Someone', fetch: 'by-hand' },
    })
  })

  test('takes a packed package for the same', async () => {
    const folder = plugin()
    expect((await begun(packed(folder))).text).toBe((await begun(folder)).text)
  })

  test('makes secrets of what is one, called as the plugin calls their variables', async () => {
    const { channel } = await begun(plugin())
    expect(channel.secrets).toMatchObject([{ name: 'OPENCLAW_PARLEY_BOT_TOKEN', label: 'Parley bot token' }, { name: 'PARLEY_SIGNING_SECRET', optional: true }])
  })

  test('asks for the settings that are required, and for whom it answers', async () => {
    const { questions } = (await begun(plugin())).channel
    expect(questions).toMatchObject({ 'room-id': { kind: 'text', required: true, help: 'The room. evil' }, 'port': { kind: 'text', form: 'a whole number' }, 'mode': { kind: 'choice', default: 'socket' }, 'user-id': { kind: 'list' } })
    expect(Object.keys(questions)).toEqual(['room-id', 'port', 'mode', 'user-id'])
  })

  test('writes them into the block, a reference where the schema takes one and text where it does not', async () => {
    const { channel } = await begun(plugin())
    expect(channel.config(channel.since, { 'room-id': 'tea', 'port': '7000', 'user-id': ['1'] }, { url: null, webhook: null })).toEqual({
      enabled: true, botToken: { source: 'env', provider: 'default', id: 'OPENCLAW_PARLEY_BOT_TOKEN' }, signingSecret: '${PARLEY_SIGNING_SECRET}',
      roomId: 'tea', port: 7000, mode: 'socket', dmPolicy: 'allowlist', allowFrom: ['1'], groupPolicy: 'allowlist',
    })
  })

  test('says what is left to do', async () => {
    expect((await begun(plugin())).said).toMatch(/^src\/channels\/presets\/parley\.ts is written\. Now:\n[^]*accounts: true[^]*by-hand[^]*npx vitest run test\/channels -u/)
  })

  test('takes the form for one account, where a schema has several forms', async () => {
    const { schema } = manifest.channelConfigs.parley
    const { channel } = await begun(plugin({ manifest: { ...manifest, channelConfigs: { parley: { schema: { anyOf: [schema, { type: 'object', properties: { accounts: { type: 'object' } } }] } } } } }))
    expect(Object.keys(channel.questions)).toContain('room-id')
  })

  test('makes do with a manifest that says no more than its id', async () => {
    const { channel } = await begun(plugin({ packageJson: { name: '@openclaw/parley' }, manifest: { id: 'parley', channels: ['parley'] } }))
    expect(channel).toMatchObject({ id: 'parley', label: 'parley', hint: 'the channel parley', docs: 'https://www.npmjs.com/package/@openclaw/parley', secrets: [], questions: {}, plugin: { id: 'parley', package: '@openclaw/parley' } })
    expect(channel.config(channel.since, {}, { url: null, webhook: null })).toEqual({ enabled: true })
  })

  test('keeps whatever a manifest says inside of a text', async () => {
    const evil = "x', evil: process.exit(1), y: `${process.exit(1)}` \\' \u2028 */ {{evil}}"
    const { channel } = await begun(plugin({ packageJson: { ...packaged, author: evil, openclaw: { channel: { ...packaged.openclaw.channel, label: evil, blurb: evil } } } }))
    expect(channel.label).toContain("x', evil: process.exit(1), y: `$process.exit(1)`")
    expect(channel).not.toHaveProperty('evil')
  })

  test('begins one of a channel that is part of OpenClaw from what somebody says of it', async () => {
    const root = copyOfProject()
    await newChannel({ id: 'parley', label: 'Parley', secret: 'PARLEY_BOT' }, catalog, root)
    const text = readFileSync(join(root, 'src/channels/presets/parley.ts'), 'utf8')
    expect(text).toContain("token: secret('PARLEY_BOT'),")
    expect(text).not.toContain('plugin:')
  })
})

describe('npm run new:channel refuses', () => {
  const refused = (from: string, root = copyOfProject()) => newChannel(from, catalog, root)
  /** An npm that fails with these words. */
  function npm(words: string): { readonly env: Readonly<Record<string, string | undefined>>; readonly platform: NodeJS.Platform; readonly node: string } {
    const file = join(newFolder(), 'npm-cli.js')
    writeFileSync(file, `process.stderr.write(${JSON.stringify(words)}); process.exit(1)`)
    return { env: { PATH: process.env['PATH'], npm_execpath: file }, platform: process.platform, node: process.execPath }
  }

  test.each([
    ['a folder without a manifest', () => plugin({ manifest: undefined }), 'has no openclaw.plugin.json, so it is not a plugin for OpenClaw'],
    ['one without a package.json', () => plugin({ packageJson: undefined }), 'has no package.json'],
    ['a manifest that is no JSON', () => plugin({ manifest: '{' }), 'openclaw.plugin.json of the package is not a JSON object'],
    ['a plugin without a channel', () => plugin({ packageJson: { name: 'x' }, manifest: { id: 'x' } }), 'x is a plugin without a channel'],
    ['an id that leads elsewhere', () => plugin({ packageJson: { name: 'x', openclaw: { channel: { id: '../../evil' } } } }), 'the names in the manifest are not in a form that we know'],
    ['an id that is taken', () => plugin({ packageJson: { name: 'x', openclaw: { channel: { id: 'telegram' } } } }), 'telegram is Telegram already'],
    ['an id that is an alias', () => plugin({ packageJson: { name: 'x', openclaw: { channel: { id: 'tg' } } } }), 'tg is Telegram already'],
    ['a file that is no package', () => join(plugin({ manifest: 'x' }), 'openclaw.plugin.json'), 'is not a whole package'],
    ['what is neither here nor a name', () => './nowhere', 'is no folder and no file here, and not the name of an npm package'],
    ['words for a shell', () => 'x; touch evil', 'not the name of an npm package'],
    ['a flag for npm', () => '--registry=http://evil.example', 'not the name of an npm package'],
  ])('%s', async (_what, from, said) => {
    await expect(refused(from())).rejects.toThrow(said)
  })

  test.each([
    ['a package that there is not', 'npm error code E404\nnpm error 404 Not Found', 'the npm registry has no @someone/nothing'],
    ['while npm cannot reach its registry', 'npm error code ENOTFOUND\nnpm error network getaddrinfo ENOTFOUND', 'npm cannot reach its registry, so @someone/nothing was not fetched (ENOTFOUND)'],
  ])('%s', async (_what, words, said) => {
    await expect(newChannel('@someone/nothing', catalog, copyOfProject(), npm(words))).rejects.toThrow(said)
  })

  test('to write over a preset that is there', async () => {
    const root = copyOfProject()
    await newChannel(plugin(), catalog, root)
    await expect(refused(plugin(), root)).rejects.toThrow('src/channels/presets/parley.ts is there already')
  })
})
