import type { Problem } from '../errors.ts'
import type { Release } from '../releases/release.ts'
import { secretRef } from '../secret.ts'
import { secretName, type Channel } from './define.ts'
import { isTable, type Json, type Table } from './field-reader.ts'
import { ANY_SECRET, PresetReader } from './preset-reader.ts'
import { holds, valueOf, type ChannelAnswers, type ChannelQuestion } from './questions.ts'

/** Where a deployment keeps the presets that are its own. */
export const OWN_PRESETS = 'channels'

/**
 * Reads a preset that is data: the same words as in src/channels/presets/, with the configuration as a block in which
 * `{ "$secret": "NAME" }` stands for a reference to a secret and `{ "$answer": "question" }` for an answer; a key whose
 * answer was left open is left out. Nothing of it is run.
 * @param text JSON
 * @param name how messages call the file
 */
export function readPreset(text: string, name: string): { readonly channel?: Channel; readonly problems: readonly Problem[] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problems: [{ where: name, message: 'this is not JSON', hint: 'texts and keys are in double quotes, and there is no comma before a closing bracket' }] }
  }
  if (!isTable(value)) return { problems: [{ where: name, message: 'this must be an object', hint: 'such as { "id": "my-channel", … }' }] }
  const reader = new PresetReader(name)
  const { block, ...read } = reader.read(value)
  if (reader.problems.length > 0) return { problems: reader.problems }
  const config: Channel['config'] = (_era, answers, _site, account) => fillIn(block, read.questions, answers, account) as Table
  return { channel: { ...read, eraStarts: [read.since], config, source: text }, problems: [] }
}

/** A preset for a plugin that nobody has described: its settings are empty but for `enabled`, and are then edited by hand. */
export function genericPreset(id: string, packageName: string, secrets: readonly string[], since: Release): string {
  const preset = {
    id,
    label: id,
    hint: `the plugin ${packageName}`,
    since,
    docs: `https://www.npmjs.com/package/${packageName}`,
    plugin: { id, package: packageName },
    secrets: Object.fromEntries(secrets.map((name) => [name, { label: name, where: `the documentation of ${packageName}`, pattern: ANY_SECRET }])),
    config: { enabled: true },
    runbook: `\`${packageName}\` is not among the channels that create-openclaw-fly knows. Its documentation says what belongs into \`channels.${id}\` of \`openclaw.json\`; what you write there is kept by updates. Its secrets are variables in the machine: ${secrets.map((name) => `\`${name}\``).join(', ') || 'none was named'}.`,
  }
  return `${JSON.stringify(preset, null, 2)}\n`
}

/** The configuration with its references resolved; undefined where an answer was left open. */
function fillIn(value: Json, questions: Readonly<Record<string, ChannelQuestion>>, answers: ChannelAnswers, account: string | undefined): unknown {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => fillIn(item, questions, answers, account)).filter((item) => item !== undefined)
  if (!isTable(value)) return value
  if (typeof value.$secret === 'string') return secretRef(secretName(value.$secret, account))
  if (typeof value.$answer === 'string') return holds(questions[value.$answer]?.when, questions, answers) ? valueOf(questions, answers, value.$answer) : undefined
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => {
    const filled = fillIn(item, questions, answers, account)
    return filled === undefined ? [] : [[key, filled]]
  }))
}
