import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { json5Value, parseJson5 } from '../../../src/merge/json5-tree.ts'
import { isTable, valueAt, withValue, type Json, type KeyPath, type Table } from '../../../src/releases/migrations/json.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Configurations as people had them in older releases, by name; the first line of each says which. */
export const names: readonly string[] = readdirSync(here('./configs/')).map((file) => file.replace('.json5', '')).toSorted()

export function textOf(name: string): string {
  return readFileSync(here(`./configs/${name}.json5`), 'utf8')
}

/** The release that a configuration was written for. */
export function releaseOf(name: string): string {
  return /^\/\/ (\S+): /.exec(textOf(name))![1]!
}

export function configOf(name: string): Json {
  return json5Value(parseJson5(textOf(name))) as Json
}

/** The configurations that were given to the doctor of a release. */
export function recordedNames(release: string): readonly string[] {
  return readdirSync(here(`./doctor/${release}/`)).map((file) => file.replace('.json', '')).toSorted()
}

/** What the doctor of a release made of a configuration, without its stamps; recorded by test/real/doctor-fix.test.ts. */
export function recordingOf(name: string, release: string): string {
  return here(`./doctor/${release}/${name}.json`)
}

export function recorded(name: string, release: string): Json {
  return JSON.parse(readFileSync(recordingOf(name, release), 'utf8')) as Json
}

/** Where the doctor had its state is where a machine on Fly has it. */
export function withoutStamps(after: Json, before: Json, stateDir: string): Json {
  const text = JSON.stringify(after).replaceAll(JSON.stringify(stateDir).slice(1, -1), '/data')
  return stamps.reduce<Json>((value, { remove }) => remove(value, before), JSON.parse(text) as Json)
}

interface Stamp {
  readonly why: string
  readonly remove: (after: Json, before: Json) => Json
}

/** What the doctor writes of itself, or of the computer that it runs on. */
const stamps: readonly Stamp[] = [
  { why: 'who wrote the file last, and which one-time changes are done', remove: (after) => withValue(after, ['meta'], undefined)! },
  { why: 'when the doctor ran', remove: (after) => withValue(after, ['wizard'], undefined)! },
  {
    why: 'skills of plugins whose programs this computer does not have are switched off',
    remove: (after, before) => withoutAdded(after, before, ['skills', 'entries'], { enabled: false }),
  },
]

export interface Difference extends Stamp {
  readonly what: string
  /** The one whose doctor alone does so; otherwise each does. */
  readonly release?: string
}

/** Where a migration deliberately does not do what the doctor does. */
const differences: readonly Difference[] = [
  {
    what: 'agents.entries.main is not written where no agent is listed',
    why: 'a configuration with agents.defaults alone is valid without a warning in every release, so it can go back too; the gateway adds the agent in memory',
    remove: (after, before) => {
      const isBare = valueAt(before, ['agents', 'list']) === undefined && valueAt(before, ['agents', 'entries']) === undefined
      return isBare && JSON.stringify(valueAt(after, ['agents', 'entries'])) === '{"main":{}}' ? withValue(after, ['agents', 'entries'], undefined)! : after
    },
  },
  {
    what: 'plugins.entries.<id>.enabled of a provider or channel that is used, and its place in plugins.allow',
    why: 'the gateway switches on by itself what a configuration uses, at every start; for channels our own configuration has the entry',
    remove: (after, before) => {
      const [now, old] = [after, before].map((config) => valueAt(config, ['plugins', 'allow']))
      const allowed = Array.isArray(now) && Array.isArray(old) ? withValue(after, ['plugins', 'allow'], now.filter((id) => old.includes(id)))! : after
      return withoutAdded(allowed, before, ['plugins', 'entries'], { enabled: true })
    },
  },
  {
    what: 'gateway.controlUi.allowedOrigins with the addresses of localhost',
    why: 'behind Fly they let nobody in: the address that people open is in our own configuration',
    remove: (after, before) => {
      const path = ['gateway', 'controlUi', 'allowedOrigins']
      const added = valueAt(before, path) === undefined && Array.isArray(valueAt(after, path))
      return added ? prune(withValue(after, path, undefined)!, ['gateway', 'controlUi']) : after
    },
  },
  {
    what: 'groupAllowFrom as a copy of allowFrom',
    why: 'without it groups let in those of allowFrom all the same; a copy would keep letting in whom a person takes out of allowFrom later',
    remove: (after, before) => {
      const channels = Object.keys((valueAt(after, ['channels']) ?? {}) as Table).map((id) => ['channels', id])
      const places = channels.flatMap((path) => [path, ...Object.keys((valueAt(after, [...path, 'accounts']) ?? {}) as Table).map((id) => [...path, 'accounts', id])])
      return places.reduce<Json>((value, path) => {
        const isCopy = valueAt(before, [...path, 'groupAllowFrom']) === undefined && JSON.stringify(valueAt(value, [...path, 'groupAllowFrom'])) === JSON.stringify(valueAt(value, [...path, 'allowFrom']))
        return isCopy ? withValue(value, [...path, 'groupAllowFrom'], undefined)! : value
      }, after)
    },
  },
  {
    what: 'params.num_ctx of a model of Ollama',
    why: 'it repeats the contextWindow beside it, and nothing refuses a configuration without it',
    remove: (after) => {
      const models = valueAt(after, ['models', 'providers', 'ollama', 'models'])
      if (!Array.isArray(models)) return after
      return withValue(after, ['models', 'providers', 'ollama', 'models'], models.map((model: Json) => prune(withValue(model, ['params', 'num_ctx'], undefined)!, ['params'])))!
    },
  },
  {
    release: '2026.8.2',
    what: 'an agent\'s own tools.exec.timeoutSeconds is lost',
    why: 'its schema knows it, later doctors keep it, and it is the person\'s',
    remove: (after, before) => {
      const agents = valueAt(before, ['agents', 'list'])
      return (Array.isArray(agents) ? agents : []).reduce<Json>((value, agent: Json) => {
        const seconds = valueAt(agent, ['tools', 'exec', 'timeoutSec'])
        const path = ['agents', 'entries', String(valueAt(agent, ['id'])), 'tools', 'exec']
        return seconds === undefined || valueAt(value, path) === undefined ? value : withValue(value, [...path, 'timeoutSeconds'], seconds)!
      }, after)
    },
  },
  {
    release: '2026.8.2',
    what: 'the first of several agents, none of them marked, loses the shared workspace and the channels that are bound to nobody',
    why: 'it had them before; the doctor of 2026.9.6 gives them back',
    remove: (after, before) => {
      const agents = valueAt(before, ['agents', 'list'])
      if (!Array.isArray(agents) || agents.length < 2 || agents.some((agent: Json) => valueAt(agent, ['default']) === true)) return after
      const id = String(valueAt(agents[0] as Json, ['id']))
      const pinned = withValue(after, ['agents', 'entries', id, 'workspace'], valueAt(before, ['agents', 'defaults', 'workspace']))!
      const channels = Object.keys((valueAt(before, ['channels']) ?? {}) as Table)
      return withValue(pinned, ['bindings'], [...(valueAt(after, ['bindings']) as readonly Json[]), ...channels.map((channel) => ({ agentId: id, match: { channel, accountId: 'default' } }))])!
    },
  },
]

/** @param release whose doctor it was */
export function differencesOf(release: string): readonly Difference[] {
  return differences.filter((difference) => difference.release === undefined || difference.release === release)
}

/** Takes out what was not there before and says just this. */
function withoutAdded(after: Json, before: Json, path: KeyPath, value: Json): Json {
  const table = valueAt(after, path)
  if (!isTable(table)) return after
  const kept = Object.entries(table).filter(([key, entry]) => valueAt(before, [...path, key]) !== undefined || JSON.stringify(entry) !== JSON.stringify(value))
  return prune(withValue(after, path, Object.fromEntries(kept) as Table)!, path, path.slice(0, -1))
}

function prune(value: Json, ...paths: readonly KeyPath[]): Json {
  return paths.reduce<Json>((rest, path) => {
    const table = valueAt(rest, path)
    return isTable(table) && Object.keys(table).length === 0 ? withValue(rest, path, undefined)! : rest
  }, value)
}
