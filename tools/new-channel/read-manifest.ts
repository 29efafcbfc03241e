import { namesSecret } from '../../src/answers/secret-shapes.ts'
import { ID, isTable, type Json, type Table } from '../../src/channels/field-reader.ts'
import { PACKAGE, SECRET_NAME } from '../../src/channels/preset-reader.ts'
import { UserError } from '../../src/errors.ts'
import type { PackageFiles } from './fetch-package.ts'

/** A setting at the top of the channel's block, as its schema has it. */
export interface Setting {
  readonly key: string
  readonly kind: 'text' | 'number' | 'switch' | 'choice' | 'list' | 'other'
  readonly required: boolean
  /** Its value is a secret. */
  readonly secret: boolean
  /** Whether a reference to a secret is taken, not text alone. */
  readonly takesReference: boolean
  /** The environment variable that a secret is in, where that is known. */
  readonly variable: string | undefined
  readonly choices: readonly string[]
  readonly default: string | undefined
  readonly about: string | undefined
}

/** What a plugin says of its channel; nothing but shapes was checked. */
export interface Manifest {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly docs: string | undefined
  readonly aliases: readonly string[]
  /** Null: part of OpenClaw. */
  readonly plugin: { readonly id: string; readonly package: string; readonly maker: string | undefined } | null
  /** Environment variables that the plugin reads by itself. */
  readonly variables: readonly string[]
  readonly settings: readonly Setting[]
  readonly severalAccounts: boolean
}

/** @throws UserError where it is no channel's, or not in a form that we know */
export function readManifest({ packageJson, manifest }: PackageFiles): Manifest {
  const [packaged, plugin] = [parse(packageJson, 'package.json'), parse(manifest, 'openclaw.plugin.json')]
  const channel = tableIn(tableIn(packaged, 'openclaw'), 'channel')
  const ids = texts(plugin.channels)
  const id = text(channel.id) ?? ids[0]
  if (id === undefined) throw new UserError('no-channel', `${text(packaged.name) ?? 'the package'} is a plugin without a channel`, 'give the package of a channel')
  const [pluginId, name] = [text(plugin.id) ?? '', text(packaged.name) ?? '']
  if (!ID.pattern.test(id) || !ID.pattern.test(pluginId) || !PACKAGE.test(name)) throw new UserError('manifest', 'the names in the manifest are not in a form that we know', 'ids are lowercase letters, digits and dashes')
  const config = tableIn(tableIn(plugin, 'channelConfigs'), id)
  const variables = variablesOf(channel, plugin, id)
  const schema = objectSchema(tableIn(config, 'schema'))
  return {
    id,
    label: oneLine(channel.label) ?? oneLine(plugin.name) ?? id,
    hint: oneLine(channel.blurb) ?? oneLine(plugin.description) ?? oneLine(packaged.description) ?? `the channel ${id}`,
    docs: documentation(text(channel.docsPath), packaged),
    aliases: [...new Set(texts(channel.aliases))].filter((alias) => /^[a-z0-9][a-z0-9.-]*$/.test(alias) && alias !== id),
    plugin: { id: pluginId, package: name, maker: name.startsWith('@openclaw/') ? undefined : makerOf(packaged) },
    variables,
    settings: settingsOf(schema, channel, config).map((setting) => (setting.secret ? { ...setting, variable: variables.find((variable) => variable.endsWith(`_${snake(setting.key)}`)) } : setting)),
    severalAccounts: isTable(tableIn(schema, 'properties').accounts),
  }
}

function parse(json: string, name: string): Table {
  try {
    const value: unknown = JSON.parse(json)
    if (isTable(value)) return value
  } catch {
    // said below, as for JSON that is no object
  }
  throw new UserError('manifest', `${name} of the package is not a JSON object`, 'give another version of it')
}

function tableIn(table: Table, key: string): Table {
  const value = Object.hasOwn(table, key) ? table[key] : undefined
  return isTable(value) ? value : {}
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).flatMap((item) => text(item) ?? []) : []
}

function tables(value: Json | undefined): readonly Table[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isTable) : []
}

/** A text for people: one line, without the braces of templates, not endless. */
function oneLine(value: Json | undefined): string | undefined {
  return text(text(value)?.replace(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ').replace(/[{}]/g, '').slice(0, 160))
}

/** `/channels/twitch` is on OpenClaw's own pages. */
function documentation(path: string | undefined, packaged: Table): string | undefined {
  const address = path?.startsWith('/') ? `https://docs.openclaw.ai${path}` : (path ?? text(packaged.homepage))
  return address !== undefined && /^https:\/\/[^\s<>"'`{}]+$/.test(address) ? address : undefined
}

function makerOf({ author, name }: Table): string {
  const said = isTable(author) ? oneLine(author.name) : oneLine(author)?.replace(/\s*[<(].*$/, '')
  return text(said) ?? `whoever publishes ${text(name) ?? 'it'} on npm`
}

/** Where a plugin names its variables: OpenClaw's catalogue of 2026.9.6 has the first two, older plugins the third. */
function variablesOf(channel: Table, plugin: Table, id: string): readonly string[] {
  const env = tableIn(tableIn(channel, 'configuredState'), 'env')
  const names = [...texts(env.allOf), ...texts(env.anyOf), ...tables(tableIn(channel, 'setup').fields).flatMap((field) => texts(field.envVars)), ...texts(tableIn(plugin, 'channelEnvVars')[id])]
  return [...new Set(names)].filter((name) => SECRET_NAME.test(name) && !name.endsWith('_FILE')).toSorted()
}

/** The form for one account, where a schema has several forms. */
function objectSchema(schema: Table): Table {
  const forms = [schema.anyOf, schema.oneOf].flatMap((list) => tables(list))
  return isTable(schema.properties) ? schema : (forms.find((form) => isTable(form.properties)) ?? {})
}

function settingsOf(schema: Table, channel: Table, config: Table): readonly Setting[] {
  const required = texts(schema.required)
  const sensitive = tables(tableIn(channel, 'setup').fields).flatMap((field) => (field.sensitive === true ? (text(field.key) ?? []) : []))
  return Object.entries(tableIn(schema, 'properties')).flatMap(([key, value]) => {
    if (!isTable(value) || !/^[A-Za-z][A-Za-z0-9]{0,60}$/.test(key)) return []
    const hints = tableIn(tableIn(config, 'uiHints'), key)
    const kind = kindOf(value)
    const takesReference = formsOf(value).some((form) => isTable(form.properties) && ['source', 'provider', 'id'].every((name) => Object.hasOwn(form.properties as Table, name)))
    const isText = formsOf(value).some(({ type }) => type === 'string')
    return [{
      key, kind, takesReference,
      // A default is filled in before OpenClaw's schema is asked, so such a setting is never missing.
      required: required.includes(key) && value.default === undefined,
      secret: isText && (takesReference || hints.sensitive === true || sensitive.includes(key) || (kind === 'text' && namesSecret(key))),
      variable: undefined,
      choices: choicesOf(value),
      default: typeof value.default === 'string' ? value.default : undefined,
      about: oneLine(value.description) ?? oneLine(hints.help) ?? oneLine(hints.label),
    } satisfies Setting]
  })
}

/** A schema and its alternatives; deeper than any goes it is not looked into. */
function formsOf(schema: Table, depth = 0): readonly Table[] {
  return [schema, ...(depth > 8 ? [] : [schema.anyOf, schema.oneOf].flatMap((list) => tables(list)).flatMap((form) => formsOf(form, depth + 1)))]
}

function kindOf(schema: Table): Setting['kind'] {
  const types = new Set(formsOf(schema).flatMap(({ type }) => text(type) ?? []))
  if (choicesOf(schema).length > 1) return 'choice'
  if (types.has('array')) return 'list'
  if (types.has('string')) return 'text'
  if (types.has('integer') || types.has('number')) return 'number'
  return types.has('boolean') ? 'switch' : 'other'
}

/** `botToken` → `BOT_TOKEN` */
export function snake(key: string): string {
  return words(key).replace(/[ -]/g, '_').toUpperCase()
}

/** `botToken` → `bot token` */
export function words(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
}

/** Words that can be choices of ours as they are. */
function choicesOf(schema: Table): readonly string[] {
  const all = texts(schema.enum)
  return all.every((choice) => /^[a-z0-9][a-z0-9-]*$/.test(choice)) ? all : []
}
