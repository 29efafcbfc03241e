import { describe, expect, it, test } from 'vitest'
import { firstWith } from '../../src/releases/eras.ts'
import { FlySandbox } from './fly-double/fly-sandbox.ts'
import { load } from './sandbox.ts'

interface OldReleases {
  readonly firstWith: Readonly<Record<string, string>>
  readonly lacks: (deployment: { readonly release: string }, command: string) => boolean
}

const { firstWith: inScripts, lacks } = await load<OldReleases>('old-releases.mjs')

test('the scripts know as much of older releases as the generator', () => {
  const { configValidate, backupCreate, backupRestore, dashboardJson } = firstWith
  expect(inScripts).toEqual({ 'config validate': configValidate.since, 'backup create': backupCreate.since, 'backup restore': backupRestore.since, 'dashboard --json': dashboardJson.since })
})

test.each([['2026.1.29', true], ['2026.7.35', true], ['2026.7.1-2', true], ['2026.8.1', false], ['2026.8.1-1', false], ['2026.10.1', false], ['2099.1.1', false]])('%s lacks what came with 2026.8.1: %s', (release, expected) => {
  expect(lacks({ release }, 'backup restore')).toBe(expected)
})

describe.concurrent('a script that an older release has no command for says so, and what to do instead, and asks Fly nothing', () => {
  it.each([
    ['backup.mjs', [], '2026.2.26', 'OpenClaw 2026.2.26 has no `openclaw backup create`, which this needs; 2026.3.13 has.', 'npm run backup -- --no-download'],
    ['restore.mjs', ['--file', 'backups/x.tar.gz'], '2026.7.35', 'OpenClaw 2026.7.35 has no `openclaw backup restore`', 'A snapshot brings everything back too'],
    ['open.mjs', ['--link'], '2026.7.35', 'OpenClaw 2026.7.35 has no `openclaw dashboard --json`', 'paste the token, then npm run open -- --approve'],
  ] as const)('%s %j', async (script, words, release, message, instead) => {
    using sandbox = new FlySandbox({ release })
    sandbox.givenDeployed({})
    const { code, stderr } = await sandbox.run(script, [...words])
    expect(code).toBe(1)
    expect(stderr).toContain(message)
    expect(stderr).toContain(instead)
    expect(sandbox.paths.filter((path) => path.startsWith('ssh'))).toEqual([])
  })

  it('config.mjs push', async () => {
    using sandbox = new FlySandbox({ release: '2026.2.26' })
    sandbox.givenDeployed({})
    const { code, stderr } = await sandbox.run('config.mjs', ['push'])
    expect(code).toBe(1)
    expect(stderr).toContain('OpenClaw 2026.2.26 has no `openclaw config validate`')
  })
})
