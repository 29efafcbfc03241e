import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCli, type CliResult } from './run-cli.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** A cache in which OpenClaw and Node are there already: stand-ins for both. */
export function fakeCache(folder: string): string {
  const cache = join(folder, 'create-openclaw-fly', 'npm')
  const openclaw = join(cache, 'openclaw@2026.9.6', 'node_modules', 'openclaw')
  const json5 = join(cache, 'openclaw@2026.9.6', 'node_modules', 'json5')
  const node = join(cache, `node-${process.platform}-${process.arch}@24`, 'node_modules', `node-${process.platform}-${process.arch}`)
  for (const made of [openclaw, json5, join(node, 'bin')]) mkdirSync(made, { recursive: true })
  writeFileSync(join(openclaw, 'package.json'), JSON.stringify({ name: 'openclaw', version: '2026.9.6', engines: { node: '>=24.16.0 <25 || >=26.1.0' } }))
  copyFileSync(here('./openclaw.mjs'), join(openclaw, 'openclaw.mjs'))
  writeFileSync(join(json5, 'package.json'), JSON.stringify({ name: 'json5', version: '2.2.3' }))
  writeFileSync(join(json5, 'index.js'), 'exports.parse = JSON.parse\n')
  writeFileSync(join(node, 'package.json'), JSON.stringify({ version: '24.16.0' }))
  writeFileSync(join(node, 'bin', 'node'), `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 })
  return folder
}

/** Makes a deployment, and changes its openclaw.json. */
export async function deployment(folder: string, flags: readonly string[] = [], changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const path = join(folder, 'dep')
  const made = await runCli([path, '--yes', '--no-clone', ...flags])
  if (made.code !== 0) throw new Error(made.stderr)
  const file = join(path, 'openclaw.json')
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...changes }))
  return path
}

export function rehearseCli(path: string, cache: string, flags: readonly string[] = [], signal?: AbortSignal): Promise<CliResult> {
  return runCli(['rehearse', '-C', path, ...flags], { env: { PATH: process.env['PATH'] ?? '', XDG_CACHE_HOME: cache }, ...(signal && { signal }) })
}

/** The command as a process of its own, whose signals are real ones; everything temporary is put into `temporary`. */
export function startRehearsal(path: string, cache: string, temporary: string): ChildProcess {
  const env = { PATH: process.env['PATH'], XDG_CACHE_HOME: cache, TMPDIR: temporary }
  return spawn(process.execPath, ['--import', 'tsx', here('../../src/cli.ts'), 'rehearse', '-C', path], { cwd: here('../..'), env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** What a rehearsal left: entries of its temporary folder but tsx's own, and processes that have the folder in their environment. */
export function leftovers(temporary: string): readonly string[] {
  const processes = process.platform === 'linux' ? readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(temporary)) : []
  return [...readdirSync(temporary).filter((name) => !name.startsWith('tsx-')), ...processes.map((pid) => `process ${pid}`)]
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    // It has ended meanwhile, or is somebody else's.
    return ''
  }
}
