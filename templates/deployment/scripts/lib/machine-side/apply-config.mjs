// @ts-check
// Runs in the machine, as the gateway's user: `npm run config -- push` sends it there on standard input.
//   LIVE      the configuration in use
//   NEXT      what shall take its place; empty: nothing, only see whether the gateway runs with LIVE
//   EXPECTED  sha256 of LIVE as it was compared, or "absent"
//   LIMIT     seconds that the gateway may take to run with it
//   CLI…      how OpenClaw's command line is started
// Prints one JSON object. Nothing is replaced before OpenClaw itself finds NEXT valid, and what was there comes back if
// the gateway does not; also where the connection that started this is gone.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import process from 'node:process'

/**
 * `down`: nothing answers; `invalid`: the running gateway refuses the file; `pending`: it knows the file and still runs
 * with the former one; `unknown`: it is alive and does not say; `applied`: it runs with the file.
 * @typedef {'down' | 'invalid' | 'pending' | 'unknown' | 'applied'} State
 * @typedef {{ path: string, message: string }} Issue
 */

const [live = '', next = '', expected = '', limit = '', cli = '', ...cliWords] = process.argv.slice(2)
const kept = `${live}.before-push`
const port = process.env.OPENCLAW_GATEWAY_PORT ?? '3000'

for (const signal of ['SIGHUP', 'SIGPIPE']) process.on(signal, () => undefined)
process.stdout.on('error', () => undefined)

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Record<string, unknown> | undefined>} the JSON object that it prints, in success and in failure
 */
function askOpenClaw(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(cli, [...cliWords, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'], timeout: 90_000, killSignal: 'SIGKILL' })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (piece) => { text += piece })
    child.on('error', () => resolve(undefined))
    child.on('close', () => {
      try {
        resolve(JSON.parse(text))
      } catch {
        resolve(undefined) // it was stopped, or says it in prose
      }
    })
  })
}

/** @returns {Promise<Issue[]>} what OpenClaw has against the new file */
async function findIssues() {
  const answer = await askOpenClaw(['config', 'validate', '--json'], { OPENCLAW_CONFIG_PATH: next })
  if (answer?.valid === true) return []
  const issues = Array.isArray(answer?.issues) ? answer.issues : []
  const known = issues.filter((issue) => typeof issue?.path === 'string' && typeof issue?.message === 'string').map(({ path, message }) => ({ path, message }))
  return known.length > 0 ? known : [{ path: '<root>', message: 'OpenClaw did not say whether it is valid' }]
}

/** @returns {Promise<boolean>} */
function isAlive() {
  return new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path: '/healthz', timeout: 5000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    asked.on('error', () => resolve(false)).on('timeout', () => asked.destroy(new Error('no answer')))
  })
}

/**
 * `config.get` (2026.9.3 to 2026.9.6) reads the file anew, and says beside it which revision the gateway runs with.
 * @returns {Promise<State>}
 */
async function look() {
  if (!await isAlive()) return 'down'
  const config = await askOpenClaw(['gateway', 'call', 'config.get', '--json'])
  if (typeof config?.valid !== 'boolean') return await isAlive() ? 'unknown' : 'down'
  if (!config.valid) return 'invalid'
  if (typeof config.appliedConfigHash !== 'string') return 'unknown'
  return config.appliedConfigHash === config.configRevisionHash ? 'applied' : 'pending'
}

/** @returns {Promise<State>} once the gateway says what it makes of the file, or else how it is at the end of the limit */
async function watch() {
  const end = Date.now() + Number(limit) * 1000
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const state = await look()
    if (state === 'applied' || state === 'invalid' || Date.now() > end) return state
  }
}

/** @param {string} source */
function put(source) {
  copyFileSync(source, `${live}.half`)
  renameSync(`${live}.half`, live)
}

function putBack() {
  if (expected === 'absent') rmSync(live, { force: true })
  else put(kept)
}

function hasChanged() {
  const now = existsSync(live) ? createHash('sha256').update(readFileSync(live)).digest('hex') : 'absent'
  return now !== expected
}

/** @returns {Promise<Record<string, unknown>>} */
async function apply() {
  if (next === '') return { state: await watch() }
  const issues = await findIssues()
  if (issues.length > 0) return { verdict: 'refused', issues }
  const wasAlive = await isAlive()
  if (hasChanged()) return { verdict: 'changed' }
  const start = Date.now()
  if (expected !== 'absent') copyFileSync(live, kept)
  renameSync(next, live)
  const state = await watch()
  const seconds = Math.round((Date.now() - start) / 1000)
  if (state === 'applied') return { verdict: 'applied', seconds }
  if (state === 'pending' || state === 'unknown') return { verdict: 'pending', seconds }
  if (state === 'down' && !wasAlive) return { verdict: 'still-down', seconds }
  putBack()
  return { verdict: 'rolled-back', because: state, seconds }
}

try {
  console.log(JSON.stringify(await apply()))
} finally {
  if (next !== '') rmSync(next, { force: true })
}
