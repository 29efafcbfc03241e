import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan } from '../../src/merge/plan.ts'
import { stateFiles } from '../../src/render/base.ts'
import { fileSet, type FileSet } from '../../src/render/file-set.ts'
import { readTree } from '../support/folders.ts'

/* A deployment of a few files with a clone, and an update of it. */

const emitted = (files: Readonly<Record<string, string>>): FileSet => fileSet(Object.entries(files).map(([path, text]) => [path, { text, mode: path.endsWith('.mjs') ? 0o755 : 0o644 }] as const))
export const before = emitted({ 'fly.toml': 'old', 'gone.txt': 'old', 'own.txt': 'old' })
const after = emitted({ 'fly.toml': 'new', 'own.txt': 'new', 'scripts/run.mjs': 'run' })

export const plan: Plan = [
  { kind: 'write', path: 'fly.toml', text: 'new', mode: 0o644, before: 'old' },
  { kind: 'delete', path: 'gone.txt', before: 'old' },
  { kind: 'merge', path: 'own.txt', text: 'new and mine', mode: 0o644, before: 'mine', conflicts: [] },
  { kind: 'write', path: 'scripts/run.mjs', text: 'run', mode: 0o755, before: undefined },
]
export const moves = [{ from: 'openclaw', to: 'openclaw.mine' }, { from: 'openclaw.new', to: 'openclaw' }]
export const state = stateFiles(after, '0.2.0', [])

/** Puts it into an empty folder, as it is before the update: with the clone, and the one that is to take its place. */
export function writeDeployment(folder: string): string {
  const files = { ...texts(before), 'own.txt': 'mine', ...texts(stateFiles(before, '0.1.0', [])), 'openclaw/package.json': 'old clone', 'openclaw.new/package.json': 'new clone' }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** What is there afterwards, by path. */
export const updated = { ...texts(after), 'own.txt': 'new and mine', ...texts(state), 'openclaw/package.json': 'new clone', 'openclaw.mine/package.json': 'old clone' }

export function textsIn(folder: string): Record<string, string> {
  return texts(readTree(folder))
}

function texts(files: ReadonlyMap<string, { readonly text: string }>): Record<string, string> {
  return Object.fromEntries([...files].map(([path, { text }]) => [path, text]))
}
