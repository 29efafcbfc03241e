import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deployments, unwrapped } from '../support/deployments.ts'
import { readTree } from '../support/folders.ts'

const { of: deployment } = deployments()

describe('add --plugin', () => {
  test('makes a block, a switch for the plugin, a runbook section and a preset of the deployment\'s own', async () => {
    const { run, read, config } = await deployment()
    const { code, stdout } = await run('add', '--plugin', '@someone/openclaw-parley', '--id', 'parley', '--secret', 'PARLEY_TOKEN', '--secret', 'PARLEY_KEY', '--yes')
    expect(code).toBe(0)
    expect(stdout).toMatch(/PARLEY_TOKEN\n[^]*PARLEY_KEY\n/)
    expect(unwrapped(stdout)).toContain("parley is a plugin by whoever publishes @someone/openclaw-parley on npm, which runs with the gateway's rights. OpenClaw does not fetch it: RUNBOOK.md has the command that installs it.")
    expect(config()).toMatchObject({ channels: { parley: { enabled: true } }, plugins: { entries: { parley: { enabled: true } } }, bindings: [{ agentId: 'main', match: { channel: 'parley' } }] })
    expect(JSON.parse(read('channels/parley.json'))).toMatchObject({ id: 'parley', plugin: { package: '@someone/openclaw-parley' }, secrets: { PARLEY_TOKEN: {}, PARLEY_KEY: {} } })
    expect(JSON.parse(read('scripts/deployment.json'))).toMatchObject({ secrets: expect.arrayContaining([expect.objectContaining({ name: 'PARLEY_TOKEN' })]) as unknown })
  })

  // 2026.9.6: "Install cancelled; rerun with --force after reviewing the source", then "requires capability consent".
  test('leaves it to the person to install what OpenClaw has in no catalogue, and says how', async () => {
    const { run, read } = await deployment()
    await run('add', '--plugin', '@someone/openclaw-parley', '--id', 'parley', '--yes')
    expect(read('RUNBOOK.md')).toContain('npm run openclaw -- plugins install @someone/openclaw-parley --force --accept-capabilities\nfly apps restart my-claw')
    expect(read('fly.toml')).not.toContain('--plugins')
  })

  test('works in an older release too', async () => {
    const { run } = await deployment('--release', '2026.9.3')
    expect(await run('add', '--plugin', '@someone/openclaw-parley', '--id', 'parley', '--yes')).toMatchObject({ code: 0 })
  })

  test('keeps what is then written into its block', async () => {
    const { run, change, config } = await deployment()
    await run('add', '--plugin', '@someone/openclaw-parley', '--id', 'parley', '--yes')
    change('openclaw.json', '"parley": {\n      "enabled": true', '"parley": {\n      "room": "tea",\n      "enabled": true')
    expect(await run('add', 'telegram', '--yes')).toMatchObject({ code: 0 })
    expect(config().channels['parley']).toEqual({ room: 'tea', enabled: true })
  })
})

describe('add --preset', () => {
  const parley = { id: 'parley', label: 'Parley', since: '2026.9.3', docs: 'https://parley.example/docs', plugin: { id: 'parley', package: '@someone/parley' }, secrets: { PARLEY_TOKEN: { label: 'Parley token', where: 'https://parley.example' } }, questions: { room: { label: 'Room', kind: 'text', pattern: '^[a-z]+$', example: 'tea' } }, config: { enabled: true, token: { $secret: 'PARLEY_TOKEN' }, room: { $answer: 'room' } }, runbook: 'Open {{url}}.' }

  test('takes a preset as data, asks its questions as flags, and keeps it in the deployment', async () => {
    const { folder, run, read, config } = await deployment()
    const text = JSON.stringify(parley)
    writeFileSync(join(folder, '..', 'mine.json'), text)
    expect(await run('add', '--preset', '../mine.json', '--parley.room', 'tea', '--yes')).toMatchObject({ code: 0 })
    expect(read('channels/parley.json')).toBe(text)
    expect(config().channels['parley']).toEqual({ enabled: true, token: { source: 'env', provider: 'default', id: 'PARLEY_TOKEN' }, room: 'tea' })
    expect(read('RUNBOOK.md')).toContain('Open https://my-claw.fly.dev.')
  })

  test('is known to the deployment\'s other commands from then on', async () => {
    const { folder, run, config } = await deployment()
    writeFileSync(join(folder, '..', 'mine.json'), JSON.stringify(parley))
    await run('add', '--preset', '../mine.json', '--yes')
    expect(await run('update', '--parley.room', 'coffee', '--yes')).toMatchObject({ code: 0 })
    expect(config().channels['parley']).toMatchObject({ room: 'coffee' })
    expect(await run('channels', 'parley')).toMatchObject({ code: 0, stdout: expect.stringContaining('Parley is set up in my-claw.') as string })
  })

  test('takes the same file again after it was changed', async () => {
    const { folder, run, config } = await deployment()
    const place = join(folder, '..', 'mine.json')
    writeFileSync(place, JSON.stringify(parley))
    await run('add', '--preset', '../mine.json', '--yes')
    writeFileSync(place, JSON.stringify({ ...parley, config: { ...parley.config, quiet: true } }))
    expect(await run('add', '--preset', '../mine.json', '--yes')).toMatchObject({ code: 0 })
    expect(config().channels['parley']).toMatchObject({ quiet: true })
  })

  test('reports every mistake in the file at once, and changes nothing', async () => {
    const { folder, run } = await deployment()
    writeFileSync(join(folder, '..', 'mine.json'), JSON.stringify({ ...parley, id: 'Parley Room', since: 'soon', config: { token: { $secret: 'PARLEY_KEY' } } }))
    const before = readTree(folder)
    const { code, stderr } = await run('add', '--preset', '../mine.json', '--yes')
    expect(code).toBe(2)
    expect(stderr).toContain('The channel has 3 mistakes.\n  mine.json: config.token.$secret: there is no such secret in this preset\n  mine.json: id: this must be lowercase letters, digits and dashes\n  mine.json: since: "soon" is not an OpenClaw release (such as 2026.9.6)\n')
    expect(readTree(folder)).toEqual(before)
  })

  test('refuses names that other channels have', async () => {
    const { folder, run } = await deployment()
    writeFileSync(join(folder, '..', 'mine.json'), JSON.stringify({ ...parley, aliases: ['tg'] }))
    expect(await run('add', '--preset', '../mine.json', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('mine.json: aliases.0: "tg" is Telegram already') as string })
  })

  test('refuses a webhook on the port that another channel has', async () => {
    const { folder, run } = await deployment('--channel', 'telegram', '--telegram.mode', 'webhook')
    writeFileSync(join(folder, '..', 'mine.json'), JSON.stringify({ ...parley, fly: { webhook: { path: '/parley', port: 8787 } } }))
    expect(await run('add', '--preset', '../mine.json', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('Parley and Telegram both want port 8787') as string })
  })

  test('names the place of a text that cannot be filled in', async () => {
    const { folder, run } = await deployment()
    writeFileSync(join(folder, '..', 'mine.json'), JSON.stringify({ ...parley, runbook: 'Open {{urll}}.' }))
    expect(await run('add', '--preset', '../mine.json', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('channels/parley.json: runbook: what is in {{ }} cannot be filled in') as string })
  })

  test('a file in channels/ that is not called by its id stops every command, with the name that it needs', async () => {
    const { folder, run } = await deployment('--channel', 'telegram')
    writeFileSync(join(folder, '..', 'mine.json'), JSON.stringify(parley))
    await run('add', '--preset', '../mine.json', '--yes')
    writeFileSync(join(folder, 'channels', 'other.json'), JSON.stringify(parley))
    expect(await run('update', '--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('channels/other.json: id: "parley" is not what the file is called (call it channels/parley.json)') as string })
  })
})
