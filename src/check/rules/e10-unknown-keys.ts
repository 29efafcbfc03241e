import { isList, isSame, isTable, formatPath, type KeyPath, type Value } from '../../merge/value.ts'
import { looksLikeSecret } from '../../answers/secret-shapes.ts'
import { schemaFaults } from '../json-schema.ts'
import { retiredKeys, type RetiredKey } from '../retired-keys.ts'
import type { Rule, Sighting } from '../rule.ts'
import { onMachine } from '../subject/commands.ts'
import type { Located } from '../subject/located.ts'
import type { SubjectRelease, Subject } from '../subject/subject.ts'

export const e10: Rule = {
  id: 'E10',
  title: 'A key that OpenClaw does not take',
  why: 'The gateway refuses to start with a configuration that it does not know to the last key: exit code 78, and again at each restart.',
  needs: ['config'],
  unseen: ({ release }) => (release.schema === undefined ? `no schema is recorded before 2026.3.28, and this is ${release.release}; only the keys that are known to have changed were looked at` : undefined),
  look: (subject) => [...lookForRetired(subject), ...lookWithSchema(subject), ...lookForVariables(subject)],
}

function lookForRetired(subject: Subject): readonly Sighting[] {
  const { config, release } = subject
  return placesOf(config!, release).map(({ key, path, value }) => ({
    what: `${shown(path)} ${key.what}`,
    where: config!.place(...path),
    cure: [typeof key.cure === 'string' ? key.cure : key.cure(subject)],
    ...(key.severity !== undefined && { severity: key.severity, why: key.why ?? 'OpenClaw mends it by itself at start, and says so each time until it is gone here.' }),
    ...(key.edits !== undefined && { fix: { file: config!.name, edits: key.edits(path, value) } }),
  }))
}

interface Retired {
  readonly key: RetiredKey
  readonly path: KeyPath
  readonly value: Value
}

function placesOf(config: Located, { release }: SubjectRelease): readonly Retired[] {
  return retiredKeys.filter(({ isRetired }) => isRetired(release)).flatMap((key) => matches(config.value, key.path, []).filter(({ path, value }) => key.except?.includes(String(path.at(-1))) !== true && isMeant(key, value)).map((place) => ({ key, ...place })))
}

function isMeant({ values, isMeant: test }: RetiredKey, value: Value): boolean {
  return values?.some((one) => isSame(one, value)) ?? test?.(value) ?? true
}

/** Every place that a pattern leads to; `*` stands for any key or index. */
function matches(value: Value | undefined, pattern: KeyPath, path: KeyPath): readonly { readonly path: KeyPath; readonly value: Value }[] {
  const [key, ...rest] = pattern
  if (key === undefined) return value === undefined ? [] : [{ path, value }]
  const keys = key !== '*' ? [key] : isList(value) ? [...value.keys()] : isTable(value) ? Object.keys(value) : []
  return keys.flatMap((one) => {
    const inner = isList(value) ? value[Number(one)] : isTable(value) && Object.hasOwn(value, one) ? value[one] : undefined
    return inner === undefined ? [] : matches(inner, rest, [...path, one])
  })
}

/** What the schema refuses and no advice speaks of. */
function lookWithSchema(subject: Subject): readonly Sighting[] {
  const { config, release } = subject
  if (release.schema === undefined) return []
  const { schema, release: of, own } = release.schema
  const said = placesOf(config!, release).map(({ path }) => path)
  return schemaFaults(schema, config!.value).filter(({ path }) => !said.some((known) => startsWith(path, known)) && !isLeftToOpenClaw(config!, path)).map(({ path, message }) => ({
    what: `${path.length === 0 ? 'the configuration' : shown(path)} ${message} (schema of ${of}${own ? '' : `, for none is recorded of ${release.release}`})`,
    where: config!.place(...path),
    cure: [message === 'is not a known key' ? 'take the key out, or write it as docs.openclaw.ai/gateway/configuration says' : 'write a value that the schema takes', `OpenClaw's own word: ${onMachine(subject, 'config', 'validate')}`],
  }))
}

/** An included file and a variable are put in before OpenClaw validates. */
function isLeftToOpenClaw(config: Located, path: KeyPath): boolean {
  const value = config.at(...path)
  return path.includes('$include') || (typeof value === 'string' && /\$\{[A-Z_]/.test(value)) || (isTable(value) && Object.hasOwn(value, '$include'))
}

/** Variables that guides name and OpenClaw does not have. */
function lookForVariables({ fly }: Subject): readonly Sighting[] {
  return Object.keys(fly?.env ?? {}).filter((name) => /^OPENCLAW_CONTROL_?UI_/.test(name)).map((name) => ({
    severity: 'warning',
    what: `OpenClaw does not read ${name}`,
    why: 'It decides nothing; the Control UI is set up in openclaw.json.',
    where: fly!.place('env', name),
    cure: ['take it out, and write gateway.controlUi in openclaw.json'],
  }))
}

function startsWith(path: KeyPath, start: KeyPath): boolean {
  return path.length >= start.length && start.every((key, index) => key === path[index])
}

function shown(path: KeyPath): string {
  return formatPath(path.map((part) => (looksLikeSecret(String(part)) ? '…' : part)))
}
