// @ts-check
import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { checkSecret, tidySecret } from './check-secret.mjs'
import { note } from './messages.mjs'
import { remember } from './redact.mjs'
import { readHidden } from './terminal.mjs'

/**
 * What to do about one secret. `enter` says what Enter alone does where it is asked for.
 * @typedef {import('./deployment.mjs').SecretSpec} SecretSpec
 * @typedef {{ from: string, values: ReadonlyMap<string, string> }} Source
 * @typedef {{ spec: SecretSpec } & (
 *   | { action: 'send', value: string, from: string }
 *   | { action: 'ask', enter: 'keep' | 'skip' | 'refuse' }
 *   | { action: 'generate' | 'keep' | 'skip' | 'missing' }
 * )} Step
 */

/**
 * @param {SecretSpec} spec
 * @param {readonly Source[]} sources  the first that has it wins
 * @returns {Step | undefined}
 */
function takeGiven(spec, sources) {
  const source = sources.find(({ values }) => values.has(spec.name))
  const value = source?.values.get(spec.name)
  return source && value ? { spec, action: 'send', value: tidySecret(spec, value), from: source.from } : undefined
}

/**
 * @param {SecretSpec} spec
 * @param {{ sources: readonly Source[], atFly: ReadonlySet<string>, rotate: readonly string[], canAsk: boolean }} situation
 * @returns {Step}
 */
export function planSecret(spec, { sources, atFly, rotate, canAsk }) {
  const anew = rotate.includes(spec.name)
  if (anew && spec.generate) return { spec, action: 'generate' }
  // Rotating with the value that still lies in .env would change nothing, so a person is asked.
  const given = anew && canAsk ? undefined : takeGiven(spec, sources)
  if (given) return given
  if (anew) return canAsk ? { spec, action: 'ask', enter: 'refuse' } : { spec, action: 'missing' }
  if (spec.generate) return { spec, action: atFly.has(spec.name) ? 'keep' : 'generate' }
  const enter = atFly.has(spec.name) ? 'keep' : spec.optional ? 'skip' : 'refuse'
  if (canAsk) return { spec, action: 'ask', enter }
  return { spec, action: enter === 'refuse' ? 'missing' : enter }
}

/**
 * @param {readonly Step[]} steps
 * @returns {string[]} everything wrong with the values that were given
 */
export function findGivenProblems(steps) {
  return steps.flatMap((step) => {
    const problem = step.action === 'send' ? checkSecret(step.spec, step.value) : undefined
    return problem && step.action === 'send' ? [`${step.from}: ${problem}`] : []
  })
}

const enterMeans = {
  keep: ' Enter alone keeps the one at Fly.',
  skip: ' Optional: Enter alone skips it.',
  refuse: '',
}

/**
 * @param {SecretSpec} spec
 * @param {'keep' | 'skip' | 'refuse'} enter
 * @returns {Promise<string | undefined>}
 */
async function askSecret(spec, enter) {
  const finish = spec.multiline ? 'Paste all its lines, then press Enter and Ctrl-D.' : 'Paste it, then press Enter.'
  note(`\n${spec.label} (${spec.name})`)
  note(`  Where to get it: ${spec.where}`)
  if (spec.example) note(`  It looks like:   ${spec.example}`)
  note(`  ${finish} Nothing is shown.${enterMeans[enter]}`)
  for (;;) {
    process.stderr.write('> ')
    const value = tidySecret(spec, await readHidden({ multiline: spec.multiline ?? false }))
    if (value === '' && enter !== 'refuse') return undefined
    const problem = checkSecret(spec, value)
    if (!problem) return value
    note(`  ${problem}\n  Try again, or press Ctrl-C to stop; nothing has been sent.`)
  }
}

/**
 * @param {Step} step
 * @returns {Promise<string | undefined>}
 */
function obtainValue(step) {
  if (step.action === 'ask') return askSecret(step.spec, step.enter)
  if (step.action === 'generate') return Promise.resolve(randomBytes(32).toString('hex'))
  return Promise.resolve(step.action === 'send' ? step.value : undefined)
}

/**
 * @param {readonly Step[]} steps
 * @returns {Promise<Map<string, string>>} what is to be sent
 */
export async function obtainValues(steps) {
  /** @type {Map<string, string>} */
  const values = new Map()
  for (const step of steps) {
    const value = await obtainValue(step)
    if (value === undefined) continue
    remember(value)
    values.set(step.spec.name, value)
  }
  return values
}
