import type { ChannelCatalog } from '../../src/channels/catalog.ts'
import { ANY_SECRET } from '../../src/channels/preset-reader.ts'
import { UserError } from '../../src/errors.ts'
import type { Release } from '../../src/releases/release.ts'
import { snake, words, type Manifest, type Setting } from './read-manifest.ts'

/** What templates/preset/channel.ts.hbs is filled in with. */
export interface Skeleton {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly release: Release
  readonly docs: string
  readonly aliases: readonly string[]
  readonly secrets: readonly SecretLine[]
  readonly questions: readonly QuestionLine[]
  /** Lines of the object that `config` returns. */
  readonly config: readonly string[]
  /** What `config` takes out of its context: `answers, secret`. */
  readonly context: string
  readonly imports: { readonly access: boolean; readonly secretText: boolean }
  readonly plugin: Manifest['plugin']
  readonly runbook: string
  readonly pairing: string | null
}

interface SecretLine {
  readonly name: string
  readonly label: string
  readonly where: string
  readonly pattern: string
  readonly optional: boolean
}

interface QuestionLine {
  readonly name: string
  readonly label: string
  readonly help: string
  readonly kind: 'text' | 'list' | 'choice'
  readonly pattern: string
  readonly form: string
  readonly example: string
  readonly choices: readonly string[]
  readonly default: string
  readonly required: boolean
}

/** Settings that OpenClaw's channels share, and that the skeleton fills in by itself. */
const ACCESS = ['enabled', 'name', 'accounts', 'defaultAccount', 'dmPolicy', 'allowFrom', 'groupPolicy', 'groupAllowFrom']

/**
 * The preset of a channel as far as its manifest goes: what only a person knows (where a token comes from, what it looks
 * like, how the bot is made) is left in words that say so.
 * @throws UserError where there is such a preset already
 */
export function skeletonOf(manifest: Manifest, catalog: ChannelCatalog, release: Release): Skeleton {
  const { id, label, plugin, settings } = manifest
  const taken = catalog.find((channel) => channel.id === id || channel.aliases.includes(id))
  if (taken !== undefined) throw new UserError('preset-there', `${id} is ${taken.label} already`, `edit src/channels/presets/${taken.id}.ts`)
  const isFree = (alias: string): boolean => catalog.every((channel) => channel.id !== alias && !channel.aliases.includes(alias))
  const secrets = secretsOf(manifest)
  const asked = settings.filter((setting) => setting.required && !setting.secret && !ACCESS.includes(setting.key) && ['text', 'number', 'choice', 'list'].includes(setting.kind))
  const has = (key: string): boolean => settings.some((setting) => setting.key === key)
  const people = has('allowFrom')
  const lines = [
    ...(has('enabled') || settings.length === 0 ? ['enabled: true,'] : []),
    ...secrets.flatMap(({ setting, name }) => (setting === undefined ? [] : [`${setting.key}: ${setting.takesReference ? 'secret' : 'secretText'}('${name}'),`])),
    ...asked.map((setting) => `${setting.key}: ${answerOf(setting)},`),
    ...(people ? [has('dmPolicy') ? "...directMessages(answers['user-id'])," : "allowFrom: answers['user-id'],"] : []),
    ...(has('groupPolicy') ? ["groupPolicy: 'allowlist',"] : []),
  ]
  const uses = (word: string): boolean => lines.some((line) => line.includes(word))
  return {
    id, label, release, hint: manifest.hint,
    docs: manifest.docs ?? (plugin === null ? `https://docs.openclaw.ai/channels/${id}` : `https://www.npmjs.com/package/${plugin.package}`),
    aliases: manifest.aliases.filter(isFree),
    secrets: secrets.map(({ name, label: what, optional }) => ({ name, label: what, where: `the page on which ${label} shows it`, pattern: ANY_SECRET, optional })),
    questions: [...asked.map((setting) => questionOf(setting, label)), ...(people ? [peopleQuestion(label, has('dmPolicy'))] : [])],
    config: lines,
    context: ['answers', 'secret'].filter((word) => uses(word === 'secret' ? 'secret(' : 'answers[')).join(', '),
    imports: { access: uses('directMessages('), secretText: uses('secretText(') },
    plugin,
    runbook: runbookOf(manifest, secrets.map(({ name }) => name)),
    pairing: has('dmPolicy') ? `Write to the bot. It answers with a pairing code; approve exactly that code:\n\`\`\`sh\n{{oc "pairing approve ${id} CODE"}}\n\`\`\`` : null,
  }
}

interface NamedSecret {
  readonly name: string
  readonly label: string
  readonly optional: boolean
  /** Undefined: the plugin reads the variable by itself. */
  readonly setting: Setting | undefined
}

/** Each secret once, by the variable that the plugin itself gives it, where it does. */
function secretsOf({ id, label, settings, variables }: Manifest): readonly NamedSecret[] {
  const all = settings.filter(({ secret, key }) => secret && !/(?:file|path)$/i.test(key))
  // A schema that requires nothing leaves it to the program: then what is plainly meant for a secret is taken for needed.
  const anyRequired = all.some(({ required }) => required)
  const named = all.map((setting): NamedSecret => {
    return { name: setting.variable ?? `${snake(id)}_${snake(setting.key)}`, label: `${label} ${words(setting.key)}`, optional: !setting.required && (anyRequired || !(setting.takesReference || setting.variable !== undefined)), setting }
  })
  const alone = variables.filter((name) => /(?:TOKEN|SECRET|PASSWORD|KEY|CODE)$/.test(name) && !named.some((one) => one.name === name))
  return [...named, ...alone.map((name): NamedSecret => ({ name, label: `${label} ${name.toLowerCase().replaceAll('_', ' ')}`, optional: false, setting: undefined }))]
}

function questionOf({ key, kind, about, choices, default: chosen }: Setting, label: string): QuestionLine {
  const name = words(key).replaceAll(' ', '-')
  const common = { name, label: `${label} ${words(key)}`, help: about ?? `See the documentation of ${label}.`, choices, default: chosen ?? choices[0] ?? '' }
  if (kind === 'choice') return { ...common, kind, pattern: '', form: '', example: '', required: false }
  const isNumber = kind === 'number'
  return { ...common, kind: kind === 'list' ? 'list' : 'text', pattern: isNumber ? '^[0-9]{1,10}$' : String.raw`^\S{1,200}$`, form: isNumber ? 'a whole number' : 'a text without spaces', example: isNumber ? '1' : 'example', required: true }
}

function peopleQuestion(label: string, pairs: boolean): QuestionLine {
  return { name: 'user-id', label: `Your ${label} user id`, help: `Only these people are answered. Empty: ${pairs ? 'strangers get a pairing code' : 'nobody in particular'}.`, kind: 'list', pattern: String.raw`^\S{1,100}$`, form: `a ${label} user id`, example: '12345', choices: [], default: '', required: false }
}

function answerOf({ key, kind }: Setting): string {
  const answer = `answers['${words(key).replaceAll(' ', '-')}']`
  return kind === 'number' ? `Number(${answer})` : answer
}

function runbookOf({ label }: Manifest, secrets: readonly string[]): string {
  const tokens = secrets.length === 0 ? 'It has no secret.' : `Its ${secrets.length === 1 ? 'secret is' : 'secrets are'} ${secrets.map((name) => `\`${name}\``).join(', ')}.`
  return `1. Make a bot at ${label}, as its documentation says. ${tokens}`
}
