import { looksLikeSecret } from '../answers/secret-shapes.ts'
import { isReleaseForm } from '../releases/release.ts'
import type { Channel, ChannelFacts, ChannelPlugin, ChannelSecret } from './define.ts'
import { FieldReader, ID, isTable, ONE_LINE, TEXT, type Form, type Json, type Table } from './field-reader.ts'
import type { FlyNeeds, Webhook } from './fly-needs.ts'
import type { ChannelQuestion, Choice, ChoiceQuestion, Condition } from './questions.ts'

export const PACKAGE = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]{0,213}$/
export const SECRET_NAME = /^[A-Z][A-Z0-9_]{1,100}$/

/** A secret that nothing is known of. */
export const ANY_SECRET = String.raw`^[^\s"']{8,4096}$`

const keys = ['id', 'label', 'hint', 'since', 'docs', 'aliases', 'plugin', 'place', 'secrets', 'questions', 'config', 'fly', 'accounts', 'runbook', 'pairing', 'troubles']

/** Other things of OpenClaw's `channels`, and what every object has. */
const TAKEN_IDS = ['defaults', 'constructor']
/** What the answers file says of every channel beside its questions. */
const TAKEN_QUESTIONS = ['agent', 'accounts', 'constructor']

const NAMES: Form = { pattern: /^[a-z0-9][a-z0-9.-]{0,60}$/, words: 'lowercase letters, digits, dashes and dots' }
const PATH: Form = { pattern: /^\/[\w./-]*$/, words: 'a path that begins with /' }
const HTTPS: Form = { pattern: /^https:\/\/[^\s<>]+$/, words: 'an https address' }

/** What of a preset is plain data, and its configuration as it stands in the file. */
export interface ReadPreset extends Pick<Channel, 'secrets' | 'questions'>, ChannelFacts {
  readonly block: Table
}

/** Reads one preset and keeps every mistake, each with its key path. */
export class PresetReader extends FieldReader {
  read(table: Table): ReadPreset {
    this.known(table, keys, '')
    const questions = this.questions(this.table(table, 'questions', ''))
    const secrets = this.secrets(this.table(table, 'secrets', ''), questions)
    const block = this.table(table, 'config', '', true)
    this.block(block, 'config', secrets, questions)
    return { ...this.facts(table, questions), secrets, questions, block }
  }

  private facts(table: Table, questions: Readonly<Record<string, ChannelQuestion>>): ChannelFacts {
    const id = this.text(table, 'id', '', ID)
    if (TAKEN_IDS.includes(id)) this.fault('id', 'this is not the id of a channel')
    const since = this.text(table, 'since', '', TEXT)
    if (since !== '' && !isReleaseForm(since)) this.fault('since', `${JSON.stringify(since)} is not an OpenClaw release`, 'such as 2026.9.6')
    if (table.place !== undefined && table.place !== 'channel' && table.place !== 'plugin') this.fault('place', 'this is not one of channel, plugin')
    const plugin = this.part(table, 'plugin', '', (part) => this.plugin(part))
    const fly = this.part(table, 'fly', '', (part) => this.fly(part, questions))
    return {
      id, since,
      label: this.text(table, 'label', '', ONE_LINE),
      hint: this.optionalText(table, 'hint', '', ONE_LINE) ?? 'a channel of your own',
      docs: this.text(table, 'docs', '', HTTPS),
      aliases: this.texts(table, 'aliases', '', NAMES),
      ...(plugin && { plugin }),
      ...(table.place === 'plugin' && { place: 'plugin' as const }),
      ...(fly && { fly }),
      ...(this.flag(table, 'accounts', '') && { accounts: true as const }),
      runbook: this.optionalText(table, 'runbook', '', TEXT) ?? '',
      ...(table.pairing !== undefined && { pairing: this.text(table, 'pairing', '', TEXT) }),
      troubles: this.tables(table, 'troubles', '').map(([trouble, prefix]) => {
        this.known(trouble, ['see', 'why', 'cure'], prefix)
        return { see: this.text(trouble, 'see', prefix, ONE_LINE), why: this.text(trouble, 'why', prefix, ONE_LINE), cure: this.text(trouble, 'cure', prefix, ONE_LINE) }
      }),
    }
  }

  /** OpenClaw fetches its own people's alone; what others made is installed by whoever trusts it. */
  private plugin(table: Table): ChannelPlugin {
    this.known(table, ['id', 'package', 'maker'], 'plugin.')
    const name = this.text(table, 'package', 'plugin.', { pattern: PACKAGE, words: 'the name of an npm package' })
    const maker = this.optionalText(table, 'maker', 'plugin.', ONE_LINE)
    const isOthers = !name.startsWith('@openclaw/')
    return { id: this.text(table, 'id', 'plugin.', ID), package: name, ...(isOthers && { maker: maker ?? `whoever publishes ${name} on npm`, fetch: 'by-hand' as const }) }
  }

  private questions(table: Table): Readonly<Record<string, ChannelQuestion>> {
    const read: Record<string, ChannelQuestion> = {}
    for (const name of Object.keys(table)) {
      if (!ID.pattern.test(name) || TAKEN_QUESTIONS.includes(name)) this.fault(`questions.${name}`, TAKEN_QUESTIONS.includes(name) ? 'a question cannot have this name' : `its name must be ${ID.words}`)
      // Of the questions before it alone: one that hangs on itself would never be asked.
      else read[name] = this.question(this.table(table, name, 'questions.'), `questions.${name}.`, read)
    }
    return read
  }

  private question(table: Table, prefix: string, before: Readonly<Record<string, ChannelQuestion>>): ChannelQuestion {
    this.known(table, ['label', 'help', 'kind', 'pattern', 'form', 'example', 'choices', 'default', 'when', 'without', 'required'], prefix)
    const common = {
      label: this.text(table, 'label', prefix, ONE_LINE),
      help: this.optionalText(table, 'help', prefix, ONE_LINE) ?? '',
      ...this.when(table, prefix, before),
      ...(table.without !== undefined && { without: this.text(table, 'without', prefix, ONE_LINE) }),
      ...(this.flag(table, 'required', prefix) && { required: true }),
    }
    if (table.kind === 'choice') return { ...common, kind: 'choice', ...this.choices(table, prefix) }
    if (table.kind !== 'text' && table.kind !== 'list') this.fault(`${prefix}kind`, 'this is not one of text, list, choice')
    const pattern = this.pattern(table, prefix)
    const example = this.text(table, 'example', prefix, ONE_LINE)
    if (example !== '' && pattern !== undefined && !new RegExp(pattern, 'u').test(example)) this.fault(`${prefix}example`, 'the pattern does not take this example')
    return { ...common, kind: table.kind === 'list' ? 'list' : 'text', pattern: pattern ?? '^$', form: this.optionalText(table, 'form', prefix, ONE_LINE) ?? 'what this question takes', example }
  }

  private choices(table: Table, prefix: string): Pick<ChoiceQuestion, 'choices' | 'default'> {
    const choices = this.tables(table, 'choices', prefix).map(([choice, at]): Choice => {
      this.known(choice, ['value', 'label', 'hint'], at)
      const value = this.text(choice, 'value', at, { pattern: /^[a-z0-9][a-z0-9-]{0,40}$/, words: ID.words })
      return { value, label: this.optionalText(choice, 'label', at, ONE_LINE) ?? value, ...(choice.hint !== undefined && { hint: this.text(choice, 'hint', at, ONE_LINE) }) }
    })
    if (choices.length < 2) this.fault(`${prefix}choices`, 'this must be a list of two choices or more', 'such as [{ "value": "socket", "label": "Socket" }, …]')
    const chosen = this.text(table, 'default', prefix, TEXT)
    if (chosen !== '' && !choices.some(({ value }) => value === chosen)) this.fault(`${prefix}default`, 'this is not one of the choices')
    return { choices, default: chosen }
  }

  private when(table: Table, prefix: string, questions: Readonly<Record<string, ChannelQuestion>>): { readonly when?: Condition } {
    return this.part(table, 'when', prefix, (when) => this.condition(when, prefix, questions)) ?? {}
  }

  private condition(when: Table, prefix: string, questions: Readonly<Record<string, ChannelQuestion>>): { readonly when?: Condition } {
    this.known(when, ['question', 'is'], `${prefix}when.`)
    const question = this.text(when, 'question', `${prefix}when.`, TEXT)
    const is = when.is === undefined ? undefined : this.texts(when, 'is', `${prefix}when.`, TEXT)
    const on = Object.hasOwn(questions, question) ? questions[question] : undefined
    if (question !== '' && on === undefined) this.fault(`${prefix}when.question`, `there is no question ${JSON.stringify(question)} before this`)
    for (const value of is ?? []) if (on !== undefined && !(on.kind === 'choice' && on.choices.some((choice) => choice.value === value))) this.fault(`${prefix}when.is`, `${JSON.stringify(value)} is not one of the choices of ${question}`)
    return on === undefined ? {} : { when: { question, ...(is !== undefined && { is }) } }
  }

  private secrets(table: Table, questions: Readonly<Record<string, ChannelQuestion>>): readonly ChannelSecret[] {
    return Object.keys(table).map((name) => {
      const [prefix, secret] = [`secrets.${name}.`, this.table(table, name, 'secrets.')]
      if (!SECRET_NAME.test(name)) this.fault(`secrets.${name}`, 'its name must be capitals, digits and underscores')
      this.known(secret, ['label', 'where', 'pattern', 'example', 'optional', 'multiline', 'when'], prefix)
      const pattern = secret.pattern === undefined ? ANY_SECRET : this.pattern(secret, prefix)
      const example = this.optionalText(secret, 'example', prefix, ONE_LINE)
      if (example !== undefined && pattern !== undefined && new RegExp(pattern, 'u').test(example)) this.fault(`${prefix}example`, 'the pattern takes this example for a value, so it could be a real one', 'shorten it, with … at its end')
      return {
        name,
        label: this.optionalText(secret, 'label', prefix, ONE_LINE) ?? name,
        where: this.optionalText(secret, 'where', prefix, ONE_LINE) ?? 'where you got the channel from',
        pattern: pattern ?? '^$',
        ...(example !== undefined && { example }),
        ...(this.flag(secret, 'optional', prefix) && { optional: true }),
        ...(this.flag(secret, 'multiline', prefix) && { multiline: true }),
        ...this.when(secret, prefix, questions),
      }
    })
  }

  private fly(table: Table, questions: Readonly<Record<string, ChannelQuestion>>): FlyNeeds {
    this.known(table, ['webhook', 'memoryMb'], 'fly.')
    const memoryMb = this.wholeNumber(table, 'memoryMb', 'fly.', 65536, 'a whole number of MB')
    const webhook = this.part(table, 'webhook', 'fly.', (part) => this.webhook(part, questions))
    return {
      ...(webhook && { webhook }),
      ...(memoryMb !== undefined && { memoryMb }),
    }
  }

  private webhook(table: Table, questions: Readonly<Record<string, ChannelQuestion>>): Webhook {
    const prefix = 'fly.webhook.'
    this.known(table, ['path', 'port', 'publicPort', 'health', 'when'], prefix)
    const [port, publicPort] = ['port', 'publicPort'].map((key) => this.wholeNumber(table, key, prefix, 65535, 'a port'))
    const health = this.optionalText(table, 'health', prefix, PATH)
    for (const key of ['publicPort', 'health']) if (table[key] !== undefined && table.port === undefined) this.fault(`${prefix}${key}`, 'this goes with port')
    return {
      path: this.text(table, 'path', prefix, PATH),
      ...(port !== undefined && { port }),
      ...(health !== undefined && { health }),
      ...(port !== undefined && publicPort !== undefined && { publicPort }),
      ...this.when(table, prefix, questions),
    }
  }

  /** Every reference must have what it refers to, and no text may be the value of a secret. */
  private block(value: Json, path: string, secrets: readonly ChannelSecret[], questions: Readonly<Record<string, ChannelQuestion>>): void {
    if (typeof value === 'string' && looksLikeSecret(value)) this.fault(path, 'this looks like a secret', 'declare it under secrets, and write { "$secret": "NAME" } here')
    if (Array.isArray(value)) (value as readonly Json[]).forEach((item, index) => this.block(item, `${path}.${index}`, secrets, questions))
    if (!isTable(value)) return
    const { $secret: secret, $answer: answer, ...others } = value
    if (secret !== undefined && !secrets.some(({ name }) => name === secret)) this.fault(`${path}.$secret`, 'there is no such secret in this preset')
    if (answer !== undefined && !(typeof answer === 'string' && Object.hasOwn(questions, answer))) this.fault(`${path}.$answer`, 'there is no such question in this preset')
    if ((secret ?? answer) !== undefined && Object.keys(value).length > 1) this.fault(path, 'a reference stands alone: nothing may be beside it')
    for (const key of Object.keys(others)) if (key.startsWith('$')) this.fault(`${path}.${key}`, 'there is no such reference', 'known are $secret, $answer')
    for (const [key, item] of Object.entries(others)) this.block(item, `${path}.${key}`, secrets, questions)
  }
}
