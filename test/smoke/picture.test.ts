import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const hasTmux = spawnSync('tmux', ['-V']).error === undefined
if (!hasTmux) console.warn('NOT RUN: the picture in the README is not compared: tmux is missing')

test.skipIf(!hasTmux)('the picture in the README shows what the wizard shows', () => {
  const root = join(import.meta.dirname, '..', '..')
  const folder = mkdtempSync(join(tmpdir(), 'picture-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const drawn = join(folder, 'wizard.svg')
  execFileSync(process.execPath, ['--import', 'tsx', 'docs/record.ts', drawn], { cwd: root })
  expect(readFileSync(drawn, 'utf8')).toBe(readFileSync(join(root, 'docs', 'wizard.svg'), 'utf8'))
})
