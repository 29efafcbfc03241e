import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pluginOf } from '../../src/channels/availability.ts'
import type { Channel } from '../../src/channels/define.ts'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { catalog } from '../support/answers.ts'
import { variantsOf, type Variant } from '../support/channel-variants.ts'
import { runCli } from '../support/run-cli.ts'
import { pluginHome, runOpenclaw } from './channel-plugins.ts'
import { node24, openclaw } from './programs.ts'

const scratch = mkdtempSync(join(tmpdir(), 'openclaw-channels-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const onFly = catalog.filter(({ notOnFly }) => notOnFly === undefined)

interface Verdict {
  readonly valid: boolean
  readonly warnings?: readonly (string | { readonly message: string })[]
  readonly issues?: unknown
}

/** A deployment without channels, to which `add` gave this one with these answers. */
async function deploymentWith(channel: Channel, { answers }: Variant): Promise<string> {
  const root = mkdtempSync(join(scratch, 'dep-'))
  const created = await runCli(['dep', '--yes', '--no-clone', '--app', 'my-openclaw'], { cwd: root })
  const flags = Object.entries(answers).flatMap(([name, value]) => [value].flat().map((item) => `--${channel.id}.${name}=${item}`))
  const added = await runCli(['add', channel.id, ...flags, '--yes'], { cwd: join(root, 'dep') })
  expect([created.code, added.code], added.stderr).toEqual([0, 0])
  return join(root, 'dep', 'openclaw.json')
}

describe(`OpenClaw ${newestRelease} with each channel's plugin installed takes what create and add make`, () => {
  beforeAll(async () => {
    await node24()
    await openclaw(newestRelease)
  })

  test.concurrent.for(onFly.map((channel) => [channel.id, channel] as const))('%s', async ([id, channel], { skip }) => {
    const plugin = pluginOf(channel, newestRelease)
    const home = plugin === undefined ? { folder: join(scratch, `state-${id}`) } : await pluginHome(plugin.package)
    if ('missing' in home) {
      console.warn(`NOT RUN: ${id}: ${plugin!.package} could not be installed here: ${home.missing}`)
      skip(`${plugin!.package} could not be installed here`)
      return
    }
    mkdirSync(join(home.folder, 'home'), { recursive: true })
    const [everything] = variantsOf(channel)
    const config = await deploymentWith(channel, everything!)
    const standIns = Object.fromEntries(channel.secrets.map(({ name }) => [name, 'stand-in'.repeat(8)]))
    const { stdout } = await runOpenclaw(home.folder, ['config', 'validate', '--json'], { ...standIns, OPENCLAW_CONFIG_PATH: config })
    const verdict = JSON.parse(stdout) as Verdict
    expect(verdict, JSON.stringify(verdict)).toMatchObject({ valid: true })
    expect((verdict.warnings ?? []).map((warning) => (typeof warning === 'string' ? warning : warning.message))).toEqual([])
  })

  test('and refuses a channel that nobody has, so this test can fail', async () => {
    const folder = join(scratch, 'state-nobody')
    mkdirSync(join(folder, 'home'), { recursive: true })
    const config = await deploymentWith(onFly.find(({ id }) => id === 'telegram')!, { name: '', answers: {} })
    writeFileSync(config, readFileSync(config, 'utf8').replace('"dmPolicy": "pairing"', '"dmPolicy": "everybody"'))
    const { stdout } = await runOpenclaw(folder, ['config', 'validate', '--json'], { OPENCLAW_CONFIG_PATH: config })
    expect(JSON.parse(stdout)).toMatchObject({ valid: false })
  })
})
