import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli } from '../support/run-cli.ts'
import { Upgradable } from './upgradable.ts'

/*
 * The program and the scripts that it emits call each other: upgrade.mjs calls update, check and validate, rollback.mjs
 * calls update. Here nothing stands in for either of them, only for Fly and for what runs in the machine.
 */

test('a deployment is made, edited, upgraded by one command and rolled back by another, and the edit outlives both', async () => {
  using sandbox = new Upgradable({ from: '2026.9.5', to: '2026.9.6' })
  const { app } = sandbox
  rmSync(sandbox.folder, { recursive: true })
  const create = await runCli([sandbox.folder, '--yes', '--app', app, '--region', 'fra', '--build', 'image', '--access', 'private', '--release', '2026.9.5'], { cwd: sandbox.root })
  expect(create).toMatchObject({ code: 0, stderr: '' })
  sandbox.addOther('npx', async ({ argv: [, , command, ...words] }, readStdin) => runCli([command!, ...words], { cwd: sandbox.folder, ...(command === 'validate' && { input: await readStdin() }) }))
  const flyFile = join(sandbox.folder, 'fly.private.toml')
  writeFileSync(flyFile, readFileSync(flyFile, 'utf8').replace('interval = "30s"', 'interval = "20s"  # mine'))

  const upgrade = await sandbox.upgrade('--to', '2026.9.6')
  expect(upgrade.code, upgrade.all).toBe(0)
  expect(sandbox.running).toBe('2026.9.6')
  expect(readFileSync(flyFile, 'utf8')).toMatch(/openclaw:2026\.9\.6"[^]*interval = "20s" {2}# mine/)

  const rollback = await sandbox.run('rollback.mjs', ['--yes', '--time-limit', '5'])
  expect(rollback.code, rollback.all).toBe(0)
  expect(sandbox.running).toBe('2026.9.5')
  expect(readFileSync(flyFile, 'utf8')).toMatch(/openclaw:2026\.9\.5"[^]*interval = "20s" {2}# mine/)
})
