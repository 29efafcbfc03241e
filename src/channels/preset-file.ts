import type { Problem } from '../errors.ts'
import { secretRef } from '../secret.ts'
import { isReleaseForm, type Release } from '../releases/release.ts'
import { secretName, type Channel, type ChannelSecret } from './define.ts'
import type { FlyNeeds } from './fly-needs.ts'
import { holds, valueOf, type ChannelAnswers, type ChannelQuestion } from './questions.ts'

/** Where a deployment keeps the presets that are its own. */
export const OWN_PRESETS = 'channels'

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
type Table = { readonly [key: string]: Json }

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
  const reader = new PresetReader(name)
  if (!isTable(value)) return { problems: [{ where: name, message: 'this must be an object', hint: 'such as { "id": "my-channel", … }' }] }
  const channel = reader.read(value, text)
  return reader.problems.length > 0 ? { problems: reader.problems } : { channel, problems: [] }
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
    secrets: Object.fromEntries(secrets.map((name) => [name, { label: name, where: `the documentation of ${packageName}`, pattern: '^\\S{8,4096}$' }])),
    config: { enabled: true },
    runbook: `\`${packageName}\` is not among the channels that create-openclaw-fly knows. Its documentation says what belongs into \`channels.${id}\` of \`openclaw.json\`; what you write there is kept by updates. Its secrets are variables in the machine: ${secrets.map((name) => `\`${name}\``).join(', ') || 'none was named'}.`,
  }
  return `${JSON.stringify(preset, null, 2)}\n`
}

const keys = ['id', 'label', 'hint', 'since', 'docs', 'aliases', 'plugin', 'place', 'secrets', 'questions', 'config', 'fly', 'accounts', 'runbook', 'pairing', 'troubles']

/** Reads one preset and keeps every mistake, each with its key path. */
class PresetReader {
  readonly problems: Problem[] = []
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  read(table: Table, text: string): Channel {
    this.known(table, keys, '')
    const id = this.text(table, 'id', '', /^[a-z][a-z0-9-]{0,40}$/, 'lowercase letters, digits and dashes')
    const since = this.text(table, 'since', '', /./, 'a release')
    if (since !== '' && !isReleaseForm(since)) this.fault('since', `${JSON.stringify(since)} is not an OpenClaw release`, 'such as 2026.9.6')
    const questions = this.questions(this.table(table, 'questions', ''))
    const secrets = this.secrets(this.table(table, 'secrets', ''), questions)
    const config = this.table(table, 'config', '', true)
    this.config(config, 'config', secrets, questions)
    const plugin = table.plugin === undefined ? undefined : this.plugin(this.table(table, 'plugin', ''))
    if (table.place !== undefined && table.place !== 'channel' && table.place !== 'plugin') this.fault('place', 'this is not one of channel, plugin')
    const label = this.text(table, 'label', '', /^[^\n]{1,60}$/, 'a name in one line')
    return {
      id, label, since,
      hint: this.optionalText(table, 'hint') ?? '',
      docs: this.text(table, 'docs', '', /^https:\/\/\S+$/, 'an https address'),
      aliases: this.texts(table, 'aliases'),
      ...(plugin && { plugin }),
      ...(table.place === 'plugin' && { place: 'plugin' as const }),
      ...(table.fly !== undefined && { fly: this.fly(this.table(table, 'fly', '')) }),
      ...(table.accounts === true && { accounts: true }),
      runbook: this.optionalText(table, 'runbook') ?? '',
      ...(table.pairing !== undefined && { pairing: this.optionalText(table, 'pairing') ?? '' }),
      secrets, questions,
      eraStarts: [since],
      config: (_era, answers, _site, account) => fillIn(config, questions, answers, account) as Table,
      source: text,
    }
  }

  fault(path: string, message: string, hint?: string): void {
    this.problems.push({ where: `${this.name}: ${path}`, message, ...(hint !== undefined && { hint }) })
  }

  known(table: Table, names: readonly string[], prefix: string): void {
    for (const key of Object.keys(table)) if (!names.includes(key)) this.fault(`${prefix}${key}`, 'there is no such key', `known are ${names.join(', ')}`)
  }

  text(table: Table, key: string, prefix: string, pattern: RegExp, form: string): string {
    const value = table[key]
    if (typeof value === 'string' && pattern.test(value)) return value
    this.fault(`${prefix}${key}`, value === undefined ? 'this is missing' : `this must be ${form}`, value === undefined ? form : undefined)
    return ''
  }

  optionalText(table: Table, key: string, prefix = ''): string | undefined {
    const value = table[key]
    if (value !== undefined && typeof value !== 'string') this.fault(`${prefix}${key}`, 'this must be a text')
    return typeof value === 'string' ? value : undefined
  }

  texts(table: Table, key: string, prefix = ''): readonly string[] {
    const value = table[key] ?? []
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value as readonly string[]
    this.fault(`${prefix}${key}`, 'this must be a list of texts')
    return []
  }

  table(table: Table, key: string, prefix: string, required = false): Table {
    const value = table[key]
    if (isTable(value)) return value
    if (value !== undefined || required) this.fault(`${prefix}${key}`, value === undefined ? 'this is missing' : 'this must be an object')
    return {}
  }

  pattern(table: Table, prefix: string): string {
    const pattern = this.text(table, 'pattern', prefix, /^\^[^]*\$$/, 'a regular expression from ^ to $')
    try {
      void new RegExp(pattern, 'u')
    } catch {
      this.fault(`${prefix}pattern`, 'this is not a regular expression')
      return '^$'
    }
    return pattern
  }

  plugin(table: Table): NonNullable<Channel['plugin']> {
    this.known(table, ['id', 'package'], 'plugin.')
    return { id: this.text(table, 'id', 'plugin.', /^[a-z][a-z0-9-]{0,60}$/, 'lowercase letters, digits and dashes'), package: this.text(table, 'package', 'plugin.', PACKAGE, 'the name of an npm package') }
  }

  questions(table: Table): Readonly<Record<string, ChannelQuestion>> {
    const read = Object.keys(table).map((name): [string, ChannelQuestion] => {
      const [prefix, question] = [`questions.${name}.`, this.table(table, name, 'questions.')]
      if (!/^[a-z][a-z0-9-]{0,40}$/.test(name)) this.fault(`questions.${name}`, 'its name must be lowercase letters, digits and dashes')
      this.known(question, ['label', 'help', 'kind', 'pattern', 'form', 'example', 'choices', 'default', 'when', 'without', 'required'], prefix)
      const common = { label: this.text(question, 'label', prefix, /^[^\n]{1,80}$/, 'a text in one line'), help: this.optionalText(question, 'help', prefix) ?? '', ...this.when(question, prefix, table), ...(question.required === true && { required: true }) }
      if (question.kind === 'choice') return [name, { ...common, kind: 'choice', ...this.choices(question, prefix) }]
      if (question.kind !== 'text' && question.kind !== 'list') this.fault(`${prefix}kind`, 'this is not one of text, list, choice')
      const typed = { pattern: this.pattern(question, prefix), form: this.optionalText(question, 'form', prefix) ?? 'what this question takes', example: this.text(question, 'example', prefix, /./, 'a text') }
      if (typed.example !== '' && !new RegExp(typed.pattern, 'u').test(typed.example)) this.fault(`${prefix}example`, 'the pattern does not take this example')
      return [name, { ...common, kind: question.kind === 'list' ? 'list' : 'text', ...typed }]
    })
    return Object.fromEntries(read)
  }

  choices(question: Table, prefix: string): { readonly choices: readonly { readonly value: string; readonly label: string }[]; readonly default: string } {
    const list = Array.isArray(question.choices) ? (question.choices as readonly Json[]) : []
    if (list.length < 2) this.fault(`${prefix}choices`, 'this must be a list of two choices or more', 'such as [{ "value": "socket", "label": "Socket" }, …]')
    const choices = list.map((choice, index) => {
      const table = isTable(choice) ? choice : {}
      const value = this.text(table, 'value', `${prefix}choices.${index}.`, /^[a-z0-9][a-z0-9-]{0,40}$/, 'lowercase letters, digits and dashes')
      return { value, label: this.optionalText(table, 'label', `${prefix}choices.${index}.`) ?? value }
    })
    const chosen = this.text(question, 'default', prefix, /./, 'one of the choices')
    if (chosen !== '' && !choices.some(({ value }) => value === chosen)) this.fault(`${prefix}default`, 'this is not one of the choices')
    return { choices, default: chosen }
  }

  when(table: Table, prefix: string, questions: Table): { readonly when?: { readonly question: string; readonly is?: readonly string[] } } {
    if (table.when === undefined) return {}
    const when = this.table(table, 'when', prefix)
    const question = this.text(when, 'question', `${prefix}when.`, /./, 'the name of a question')
    if (question !== '' && !Object.hasOwn(questions, question)) this.fault(`${prefix}when.question`, `there is no question ${JSON.stringify(question)}`)
    return { when: { question, ...(when.is !== undefined && { is: this.texts(when, 'is', `${prefix}when.`) }) } }
  }

  secrets(table: Table, questions: Readonly<Record<string, ChannelQuestion>>): readonly ChannelSecret[] {
    return Object.keys(table).map((name) => {
      const [prefix, secret] = [`secrets.${name}.`, this.table(table, name, 'secrets.')]
      if (!SECRET_NAME.test(name)) this.fault(`secrets.${name}`, 'its name must be capitals, digits and underscores')
      this.known(secret, ['label', 'where', 'pattern', 'example', 'optional', 'multiline', 'when'], prefix)
      return {
        name,
        label: this.optionalText(secret, 'label', prefix) ?? name,
        where: this.optionalText(secret, 'where', prefix) ?? 'where you got the channel from',
        pattern: secret.pattern === undefined ? '^\\S{8,4096}$' : this.pattern(secret, prefix),
        ...(secret.example !== undefined && { example: this.optionalText(secret, 'example', prefix) ?? '' }),
        ...(secret.optional === true && { optional: true }),
        ...(secret.multiline === true && { multiline: true }),
        ...this.when(secret, prefix, questions as unknown as Table),
      }
    })
  }

  fly(table: Table): FlyNeeds {
    this.known(table, ['webhook', 'memoryMb'], 'fly.')
    const webhook = table.webhook === undefined ? undefined : this.table(table, 'webhook', 'fly.')
    const memory = table.memoryMb
    if (memory !== undefined && !(Number.isInteger(memory) && Number(memory) >= 0)) this.fault('fly.memoryMb', 'this must be a whole number of MB')
    if (webhook !== undefined) this.known(webhook, ['path', 'port', 'publicPort', 'health'], 'fly.webhook.')
    if (webhook?.port === undefined) for (const key of ['publicPort', 'health']) if (webhook?.[key] !== undefined) this.fault(`fly.webhook.${key}`, 'this is for a listener of its own, which has a port')
    return {
      ...(webhook && {
        webhook: {
          path: this.text(webhook, 'path', 'fly.webhook.', PATH, 'a path that begins with /'),
          ...this.port(webhook, 'port'),
          ...this.port(webhook, 'publicPort'),
          ...(webhook.health !== undefined && { health: this.text(webhook, 'health', 'fly.webhook.', PATH, 'a path that begins with /') }),
        },
      }),
      ...(memory !== undefined && { memoryMb: Number(memory) }),
    }
  }

  port<const K extends string>(webhook: Table, key: K): { readonly [k in K]?: number } {
    const port = webhook[key]
    if (port === undefined) return {}
    if (!(Number.isInteger(port) && Number(port) > 0 && Number(port) < 65536)) this.fault(`fly.webhook.${key}`, 'this must be a port')
    return { [key]: Number(port) } as { readonly [k in K]?: number }
  }

  /** Every reference in the configuration must have what it refers to, and nothing that looks like a value of a secret. */
  config(value: Json, path: string, secrets: readonly ChannelSecret[], questions: Readonly<Record<string, ChannelQuestion>>): void {
    if (Array.isArray(value)) (value as readonly Json[]).forEach((item, index) => this.config(item, `${path}.${index}`, secrets, questions))
    if (!isTable(value)) return
    const [secret, answer] = [value.$secret, value.$answer]
    if (secret !== undefined && !secrets.some(({ name }) => name === secret)) this.fault(`${path}.$secret`, 'there is no such secret in this preset')
    if (answer !== undefined && !(typeof answer === 'string' && Object.hasOwn(questions, answer))) this.fault(`${path}.$answer`, 'there is no such question in this preset')
    for (const [key, item] of Object.entries(value)) if (key !== '$secret' && key !== '$answer') this.config(item, `${path}.${key}`, secrets, questions)
  }
}

/** Of a webhook. */
const PATH = /^\/[\w./-]*$/
export const PACKAGE = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]{0,213}$/
export const SECRET_NAME = /^[A-Z][A-Z0-9_]{1,100}$/

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

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
