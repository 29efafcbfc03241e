import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileSet } from '../../src/render/file-set.ts'

/** Files of ours that are added to a folder of somebody's. */
export const files = fileSet([
  ['.openclaw-fly/base/x', { text: 'x', mode: 0o644 }], ['.openclaw-fly/state.json', { text: '{}', mode: 0o644 }], ['openclaw-fly.toml', { text: 'app = 1', mode: 0o644 }],
  ['runtime/boot.mjs', { text: 'boot', mode: 0o644 }], ['scripts/run.mjs', { text: 'run', mode: 0o755 }],
])

/** Puts files of somebody's into a folder, one of them where ours go as well. */
export function writeTheirs(folder: string): string {
  mkdirSync(join(folder, 'scripts'))
  writeFileSync(join(folder, 'fly.toml'), 'mine', { mode: 0o600 })
  writeFileSync(join(folder, 'scripts', 'mine.sh'), 'mine', { mode: 0o755 })
  return folder
}
