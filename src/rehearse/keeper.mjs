// @ts-check
// The keeper of a rehearsal: it makes a temporary folder, runs programs when asked to, and when whoever asked is gone,
// it ends them all and removes the folder. That is noticed by the closing of the channel between the two, so it holds
// for a normal end as for a second Ctrl-C, a closed terminal or a kill that cannot be caught.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { endTrees, listProcesses, treeOf } from './processes.mjs'
import { watchTraces } from './traces.mjs'

/**
 * @typedef {{ id: number, file: string, args: string[], cwd: string, env: Record<string, string>, measured?: boolean }} Start
 * @typedef {{ id: number, end: true }} End
 * @typedef {{ remove: string }} Remove
 * @typedef {{ folder: string, profile: string } | { id: number, text: string, stream: 'stdout' | 'stderr' } | { id: number, ended: string | number } | { id: number, peak: number }} Report
 */

const MEASURE_EVERY_MS = 1000

const token = randomBytes(6).toString('hex')
const folder = join(realpathSync(tmpdir()), `openclaw-rehearsal-${token}`)
mkdirSync(folder, { mode: 0o700 })
const profile = `rehearsal${token}`
const removeTraces = watchTraces(folder, profile)
const folders = [folder]
/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @type {Map<number, ChildProcess>} */
const running = new Map()

/** @param {Report} message */
const report = (message) => {
  if (process.connected) process.send?.(message)
}

/** @param {Start} start */
function run({ id, file, args, cwd, env, measured }) {
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32', windowsHide: true })
  running.set(id, child)
  for (const stream of /** @type {const} */ (['stdout', 'stderr'])) child[stream].setEncoding('utf8').on('data', (text) => report({ id, text, stream }))
  const measuring = measured ? setInterval(() => measure(id, child.pid), MEASURE_EVERY_MS) : undefined
  const ended = (/** @type {string | number} */ how) => {
    clearInterval(measuring)
    if (running.delete(id)) report({ id, ended: how })
  }
  child.on('error', (error) => ended(error.message))
  // What it started may hold its output open, so its own end counts; what was written until then has mostly arrived.
  child.on('exit', (code, signal) => setTimeout(() => ended(code ?? signal ?? 'unknown'), 200))
  child.on('close', (code, signal) => ended(code ?? signal ?? 'unknown'))
}

/** @param {number} id @param {number | undefined} pid */
function measure(id, pid) {
  const all = listProcesses()
  if (all !== null && pid !== undefined) report({ id, peak: treeOf(all, [pid]).reduce((sum, { bytes }) => sum + bytes, 0) })
}

/** @param {Iterable<ChildProcess>} children */
const end = (children) => endTrees([...children].flatMap(({ pid }) => pid ?? []))

let closing = false
async function close() {
  closing = true
  // Twice: what was being started while the first look was taken is found by the second.
  for (let round = 0; round < 2; round++) {
    end(running.values())
    await wait(50)
  }
  try {
    removeTraces()
  } finally {
    for (const made of folders) rmSync(made, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
  process.exit(0)
}

// Ctrl-C reaches everything in a terminal; whoever asked decides what it means.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => undefined)
process.on('message', (/** @type {Start | End | Remove} */ message) => {
  if ('remove' in message) folders.push(message.remove)
  else if ('end' in message) end([running.get(message.id) ?? []].flat())
  else run(message)
})
process.on('disconnect', close)
// A fault of ours must not leave anything running either.
process.on('uncaughtException', () => (closing ? process.exit(1) : close()))
process.on('unhandledRejection', () => process.exit(1))
report({ folder, profile })
