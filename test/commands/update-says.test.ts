import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deployments, unwrapped, type OnDisk } from '../support/deployments.ts'

const { of: deployment } = deployments()
const NOTHING_NEW = 'Nothing new is to be written; your own changes stay as they are.\n'

/** A place that both sides changed, left undecided. */
async function undecided(): Promise<OnDisk> {
  const made = await deployment()
  made.change('fly.toml', 'memory = "3072mb"', 'memory = "4096mb"')
  expect(await made.run('update', '--memory', '2048', '--yes')).toMatchObject({ code: 3 })
  return made
}

describe('--conflicts new', () => {
  test('names the file that it writes, in a dry run too', async () => {
    const made = await undecided()
    for (const flag of ['--dry-run', '--yes']) {
      const { code, stdout } = await made.run('update', '--conflicts', 'new', flag)
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('  merged   fly.toml\n             new: vm[0].memory\n\n') as string })
      expect(stdout).not.toContain('Nothing new')
    }
    expect(made.read('fly.toml')).toContain('memory = "2048mb"')
  })

  test('is what diff prints', async () => {
    const made = await undecided()
    expect((await made.run('diff', '--conflicts', 'new')).stdout).toMatch(/^-  memory = "4096mb".*\n\+  memory = "2048mb"/m)
    expect((await made.run('diff', '--conflicts', 'mine')).stdout).toBe('')
  })

  test('lists the place under what came, for programs, and not under what stays', async () => {
    const made = await undecided()
    made.change('fly.toml', 'kill_timeout = "300s"', 'kill_timeout = "200s"')
    expect(JSON.parse((await made.run('update', '--conflicts', 'new', '--yes', '--json')).stdout)).toMatchObject({
      changes: [{ kind: 'merge', path: 'fly.toml', merged: ['vm[0].memory'], kept: ['kill_timeout'] }], conflicts: [], written: true,
    })
  })

  test('says of a whole file where the person\'s own went, and names none that is gone', async () => {
    const made = await deployment()
    const whole = made.read('openclaw.json')
    writeFileSync(join(made.folder, 'openclaw.json'), '{ "gateway": ')
    await made.run('add', 'slack', '--yes')
    writeFileSync(join(made.folder, 'openclaw.json'), whole.replace('"mode": "local",', '"mode": "local", // mine'))
    const { stdout } = await made.run('update', '--conflicts', 'new', '--yes')
    expect(stdout).toContain('  changed  openclaw.json\n             it is as generated now; yours is openclaw.json.mine\n  new      openclaw.json.mine\n  deleted  openclaw.json.new\n             no longer needed\n')
    expect(stdout).not.toContain('see openclaw.json.new')
    expect(made.read('openclaw.json.mine')).toContain('// mine')
    expect(existsSync(join(made.folder, 'openclaw.json.new'))).toBe(false)
  })
})

test('update says to programs that nothing was written where nothing was', async () => {
  expect(JSON.parse((await (await deployment()).run('update', '--json')).stdout)).toMatchObject({ changes: [], written: false })
})

describe('update with nothing to write says', () => {
  test('that the person\'s changes stay', async () => {
    const made = await deployment()
    made.change('openclaw.json', '"mode": "local",', '"mode": "local", // mine')
    expect(await made.run('update')).toMatchObject({ code: 0, stdout: NOTHING_NEW })
  })

  test.each([
    ['openclaw.json', '{ "gateway": ', 'openclaw.json:1:14: this is not JSON5'],
    ['fly.toml', 'x = [\n', 'fly.toml:2:1: this is not TOML'],
  ])('where %s cannot be read', async (path, text, fault) => {
    const made = await deployment()
    writeFileSync(join(made.folder, path), text)
    const { stdout } = await made.run('update')
    expect(stdout.startsWith(NOTHING_NEW)).toBe(true)
    expect(unwrapped(stdout)).toContain(`will refuse this; mend it before you deploy: ${fault}`)
  })

  test('which files are not there, and what brings one back', async () => {
    const made = await deployment()
    rmSync(join(made.folder, 'openclaw.json'))
    const { stdout } = await made.run('update')
    expect(stdout.startsWith(`${NOTHING_NEW}\nNot there: openclaw.json; update --restore FILE brings one back.\n`)).toBe(true)
    expect(stdout).toContain('mend it before you deploy:\n  openclaw.json is not there\n')
    rmSync(join(made.folder, 'RUNBOOK.md'))
    expect((await made.run('update')).stdout).toContain('Not there: RUNBOOK.md, openclaw.json; update --restore FILE brings one back.')
    expect((await made.run('update', '--restore', 'openclaw.json', '--restore', 'RUNBOOK.md', '--yes')).stdout).toMatch(/Written\. Now: npm run deploy\n$/)
  })
})

test('what has to be mended comes before the deploy', async () => {
  const made = await deployment()
  appendFileSync(join(made.folder, 'openclaw.json'), '{')
  expect((await made.run('add', 'slack', '--yes')).stdout).toContain('Written. Now: mend what is named above; then npm run deploy\n')
})
