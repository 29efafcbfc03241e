// @ts-check
import { indent } from './messages.mjs'

/**
 * @typedef {import('./deployment.mjs').SecretSpec} SecretSpec
 * @typedef {import('./gather-secrets.mjs').Source} Source
 * @typedef {import('./gather-secrets.mjs').Step} Step
 */

/**
 * @param {readonly (readonly string[])[]} rows
 * @returns {string}
 */
function formatTable(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')
}

/** What Fly says of a secret, in words that need no manual. */
/** @type {Record<string, string>} */
const statusWords = { Deployed: 'set', Staged: 'set, waits for a deploy', Partial: 'set on some machines', Unknown: 'set' }

/**
 * Where each secret is set; no value comes near this.
 * @param {readonly SecretSpec[]} secrets
 * @param {ReadonlyMap<string, string>} atFly
 * @param {readonly Source[]} sources
 */
export function formatOverview(secrets, atFly, sources) {
  const rows = secrets.map(({ name, label, optional }) => {
    const status = atFly.get(name)
    const here = sources.filter(({ values }) => values.has(name)).map(({ from }) => from)
    const none = optional ? 'not set (optional)' : 'NOT SET'
    return [name, status === undefined ? none : statusWords[status] ?? status, here.join(', ') || '-', label]
  })
  return formatTable([['NAME', 'AT FLY', 'HERE', 'WHAT IT IS'], ...rows])
}

/** @param {Step} step */
function describeStep(step) {
  switch (step.action) {
    case 'send': return `from ${step.from}`
    case 'generate': return 'made now, from 32 random bytes'
    case 'ask': return { keep: 'asked for; it is set at Fly', skip: 'asked for; optional', refuse: 'asked for' }[step.enter]
    case 'keep': return 'kept as it is at Fly'
    case 'skip': return 'left out; optional'
    case 'missing': return 'missing'
  }
}

/** @param {readonly Step[]} steps */
export function formatPlan(steps) {
  return formatTable(steps.map((step) => [step.spec.name, describeStep(step)]))
}

/**
 * @param {readonly Step[]} steps
 * @param {string} command
 */
export function formatDryRun(steps, command) {
  const named = (/** @type {Step['action'][]} */ ...actions) => steps.filter(({ action }) => actions.includes(action)).map(({ spec }) => spec.name)
  const sure = named('send', 'generate')
  const asked = named('ask')
  if (sure.length + asked.length === 0) return 'Nothing to send.'
  const names = [...sure.length > 0 ? [sure.join(', ')] : [], ...asked.length > 0 ? [`what you answer for ${asked.join(', ')}`] : []]
  return `$ ${command}\n${indent(`on its standard input: ${names.join(', and ')}`)}\nDry run: nothing was sent.`
}
