import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deployments, unwrapped } from '../support/deployments.ts'

const { of: deployment } = deployments()
const older = ['--release', '2026.9.5'] as const

describe('an update over the edge of an era', () => {
  test('moves the person\'s edits with their keys, and renames a retired model in the answers too', async () => {
    const made = await deployment('--release', '2026.3.13', '--model', 'anthropic/claude-opus-4-5')
    made.change('openclaw.json', '"agents": {', '"agents": {\n    // two of them\n    "list": [{ "id": "main", "default": true }, { "id": "work" }],')
    expect(await made.run('update', '--to', '2026.9.6', '--yes')).toMatchObject({ code: 0 })
    const config = made.read('openclaw.json')
    expect(config).toContain('// two of them')
    expect(config).toMatch(/"entries": \{[^]*"work"/)
    expect(made.read('openclaw-fly.toml')).toContain('model = "anthropic/claude-opus-4-7"')
    expect(config).toContain('"primary": "anthropic/claude-opus-4-7"')
    expect(await made.run('update', '--yes')).toMatchObject({ code: 0, stdout: 'Nothing new is to be written; your own changes stay as they are.\n' })
  })

  test('sends the new configuration to the volume after the upgrade, for the old release may refuse it', async () => {
    const made = await deployment('--release', '2026.3.13')
    const { stdout } = await made.run('update', '--to', '2026.9.6', '--dry-run')
    expect(unwrapped(stdout)).toContain('To bring openclaw.json there, once the new release runs: npm run config -- diff')
  })

  test('says what an older release without a schema would refuse of a newer form', async () => {
    const made = await deployment('--release', '2026.9.6')
    made.change('openclaw.json', '"agents": {', '"agents": {\n    "entries": { "main": {} },')
    const { stdout } = await made.run('update', '--to', '2026.3.13', '--rollback', '--dry-run')
    expect(unwrapped(stdout)).toContain('OpenClaw 2026.3.13 will refuse this; mend it before you deploy: openclaw.json: agents.entries is not known before 2026.8.1')
  })
})

describe('update says', () => {
  test('what is still undecided, and not that all is as it would be generated', async () => {
    const made = await deployment(...older)
    made.change('fly.toml', 'memory = "3072mb"', 'memory = "8gb"')
    await made.run('update', '--memory', '4096', '--yes')
    const again = await made.run('update')
    expect(again).toMatchObject({ code: 3, stdout: expect.stringMatching(/^Nothing new is to be written; your own changes stay as they are\.\n\nChanged on both sides; yours stays until you decide:/) as string })
    expect((await made.run('update', '--conflicts', 'new', '--yes')).stdout).toContain('Changed on both sides; the new is taken, as --conflicts says:')
  })

  test('of a restored file where the person\'s own went, and keeps nothing of it in the file', async () => {
    const made = await deployment(...older)
    made.change('fly.toml', 'memory = "3072mb"', 'memory = "8gb"')
    const { stdout } = await made.run('update', '--restore', 'fly.toml', '--yes')
    expect(stdout).toContain('  changed  fly.toml\n             it is as generated now; yours is fly.toml.mine\n')
    expect(stdout).not.toContain('yours stays')
  })

  test('of an openclaw.json that cannot be read that it was left as it is', async () => {
    const made = await deployment(...older)
    made.change('openclaw.json', '"gateway": {', '"gateway": ')
    const { stdout } = await made.run('update', '--to', '2026.9.6', '--dry-run')
    expect(unwrapped(stdout)).toContain('OpenClaw 2026.9.6 will refuse this; mend it before you deploy: openclaw.json:3:')
  })

  test('of an openclaw.json in another encoding that it was left as it is', async () => {
    const made = await deployment(...older)
    writeFileSync(join(made.folder, 'openclaw.json'), Buffer.from(`\ufeff${made.read('openclaw.json')}`, 'utf16le'))
    const { stdout } = await made.run('update', '--to', '2026.9.6', '--dry-run')
    expect(unwrapped(stdout)).toContain('openclaw.json is not a text in UTF-8, so nothing in it was brought to the new form')
  })
})
