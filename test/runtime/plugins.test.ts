import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, test } from 'vitest'
import { bootPrograms, machine, type Machine } from '../support/boot.ts'
import { temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('plugins-')
const start = bootPrograms()
const program = fileURLToPath(new URL('../../templates/deployment/runtime/plugins.mjs', import.meta.url))

/**
 * Stands in for openclaw.mjs: `plugins install` puts the package on the volume unless REFUSE is part of its name, and
 * tells how it was called; anything else is the gateway, which ends at once.
 */
const openclaw = `
  import { mkdirSync, writeFileSync } from 'node:fs'
  const [first, , what] = process.argv.slice(2)
  console.log('called: ' + process.argv.slice(2).join(' '))
  if (first !== 'plugins') process.exit(0)
  if (process.env.HANG) setInterval(() => {}, 1000), console.log('hanging')
  else if (process.env.REFUSE && what.includes(process.env.REFUSE)) process.exit(1)
  else {
    const folder = process.env.OPENCLAW_STATE_DIR + '/npm/projects/some-project/node_modules/' + what.replace(/(?<=.)@.*/, '')
    mkdirSync(folder, { recursive: true })
    writeFileSync(folder + '/package.json', '{}')
  }`

interface Place extends Machine { readonly image: string }

function place(release = '2026.6.35'): Place {
  const folder = newFolder()
  const here = machine(folder)
  copyFileSync(program, join(dirname(here.program), 'plugins.mjs'))
  const image = join(folder, 'app')
  mkdirSync(image)
  writeFileSync(join(image, 'openclaw.mjs'), openclaw)
  return { ...here, image: setRelease(image, release) }
}

function setRelease(image: string, release: string): string {
  writeFileSync(join(image, 'package.json'), JSON.stringify({ name: 'openclaw', version: release }))
  return image
}

/** Whatever has a limit of minutes gets a three-hundredth of it. */
const shortLimit = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`
  import processes from 'node:child_process'
  import { syncBuiltinESMExports } from 'node:module'
  const { spawn } = processes
  processes.spawn = (file, args, options) => spawn(file, args, { ...options, timeout: options.timeout / 300 })
  syncBuiltinESMExports()`)}` }

/** One start of the machine, and what the program in it was called with. */
async function boot(here: Place, env: Readonly<Record<string, string>> = {}): Promise<{ readonly code: number | string; readonly log: string; readonly calls: readonly string[] }> {
  const { ended, log } = start(here, ['--plugins=@openclaw/discord,@openclaw/slack', process.execPath, 'openclaw.mjs', 'gateway'], env, here.image)
  const code = await ended
  return { code, log: log(), calls: [...log().matchAll(/^called: (.*)$/gm)].map(([, words]) => words!) }
}

describe.concurrent('plugins that the release does not fetch by itself', () => {
  test('are fetched before the gateway starts, each in the version of the release, and only once', async ({ expect }) => {
    const here = place()
    const first = await boot(here)
    expect(first.calls).toEqual(['plugins install @openclaw/discord@2026.6.35', 'plugins install @openclaw/slack@2026.6.35', 'gateway'])
    expect(first.log).toMatch(/\[boot\] fetching @openclaw\/discord for OpenClaw 2026\.6\.35 from npm[^]*\[boot\] fetched @openclaw\/slack in \d+ s\n[^]*the gateway ended with exit code 0/)
    expect(first.log.match(/ended with exit code/g)).toHaveLength(1)
    expect((await boot(here)).calls).toEqual(['gateway'])
  })

  test('are whatever OpenClaw finds fitting, where npm has none of the release', async ({ expect }) => {
    const here = place()
    expect((await boot(here, { REFUSE: 'slack@' })).calls).toEqual(['plugins install @openclaw/discord@2026.6.35', 'plugins install @openclaw/slack@2026.6.35', 'plugins install @openclaw/slack', 'gateway'])
    expect((await boot(here)).calls).toEqual(['gateway'])
  })

  test('are fetched anew after an upgrade, over the older ones', async ({ expect }) => {
    const here = place()
    await boot(here)
    setRelease(here.image, '2026.9.2')
    expect((await boot(here)).calls).toEqual(['plugins install @openclaw/discord@2026.9.2 --force', 'plugins install @openclaw/slack@2026.9.2 --force', 'gateway'])
  })

  test('are fetched again if they are gone from the volume, or the note of them is half of one', async ({ expect }) => {
    const here = place()
    await boot(here)
    const note = join(here.volume, 'boot-plugins.json')
    expect(JSON.parse(readFileSync(note, 'utf8'))).toEqual({ release: '2026.6.35', fetched: ['@openclaw/discord', '@openclaw/slack'] })
    writeFileSync(note, '{ "relea')
    expect((await boot(here)).calls).toEqual(['plugins install @openclaw/discord@2026.6.35 --force', 'plugins install @openclaw/slack@2026.6.35 --force', 'gateway'])
  })

  test('that cannot be fetched are named with what to do; the gateway starts, and the next start tries again', async ({ expect }) => {
    const here = place()
    const { code, log, calls } = await boot(here, { REFUSE: 'discord', FLY_APP_NAME: 'my-claw' })
    expect(code).toBe(0)
    expect(calls.at(-1)).toBe('gateway')
    expect(log).toContain('[boot] could not fetch @openclaw/discord (exit code 1; why is above). The gateway starts without it. The next start tries again: fly apps restart my-claw')
    expect((await boot(here)).calls).toEqual(['plugins install @openclaw/discord@2026.6.35', 'gateway'])
  })

  test('of others than OpenClaw are named with what comes of it: their channel\'s settings are refused without them', async ({ expect }) => {
    const here = place()
    const { ended, log } = start(here, ['--plugins=@wecom/wecom-openclaw-plugin', process.execPath, 'openclaw.mjs', 'gateway'], { REFUSE: 'wecom', FLY_APP_NAME: 'my-claw' }, here.image)
    await ended
    expect(log()).toContain('[boot] could not fetch @wecom/wecom-openclaw-plugin (exit code 1; why is above). Without it the gateway does not start (exit code 78)')
    expect(log()).toContain('create-openclaw-fly@latest remove CHANNEL, then npm run config -- push. The next start tries again: fly apps restart my-claw')
    expect(log()).not.toContain('starts without it')
  })

  test('do not keep the gateway from starting where nothing can be written, and that is said', async ({ expect }) => {
    const here = place()
    mkdirSync(join(here.volume, 'boot-plugins.json.half'), { recursive: true })
    const { calls, log } = await boot(here)
    expect(calls).toEqual(['plugins install @openclaw/discord@2026.6.35', 'gateway'])
    expect(log).toContain('[boot] could not see to the plugins of channels: Error: EISDIR')
  })

  test('stop being fetched when Fly ends the machine, and no gateway starts', async ({ expect }) => {
    const here = place()
    const { child, ended, log, until } = start(here, ['--plugins=@openclaw/discord,@openclaw/slack', process.execPath, 'openclaw.mjs', 'gateway'], { HANG: '1' }, here.image)
    await until('hanging')
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(log().match(/^called: .*$/gm)).toEqual(['called: plugins install @openclaw/discord@2026.6.35'])
    expect(existsSync(join(here.volume, 'boot-plugins.json'))).toBe(false)
  })

  test('are ended after five minutes, and the gateway starts without them', async ({ expect }) => {
    const here = place()
    const { ended, log } = start(here, ['--plugins=@openclaw/discord', process.execPath, 'openclaw.mjs', 'gateway'], { HANG: '1', ...shortLimit }, here.image)
    expect(await ended).toBe(0)
    expect(log()).toContain('fetching @openclaw/discord was interrupted, or took more than 5 minutes; the next start tries again')
    expect(log()).toContain('called: gateway')
  })
})
