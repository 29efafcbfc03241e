import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import { child, isList, isTable, type Json, type Table } from '../json.ts'
import { bindUnbound, entries, isForChannel, pinWorkspace } from '../roster.ts'

const list = ['agents', 'list']

export default defineMigration({
  id: 'agents-entries',
  since: '2026.8.1',
  title: 'Agents are kept by their id under `agents.entries`; the list `agents.list` is gone.',
  up: (draft) => {
    const items = draft.at(list)
    if (!isList(items)) return
    if (draft.table(entries) !== undefined) return draft.remove(list, 'agents.entries is there already')
    const ids = idsOf(items)
    const table: Table = Object.fromEntries(items.flatMap((item, index) => (ids[index] === undefined ? [] : [[ids[index], withoutId(item as Table)]])))
    draft.rekey(list, entries, table, ids)
    const known = Object.keys(table)
    const isMarked = known.some((id) => ![undefined, false].includes(child(table[id], 'default') as false | undefined))
    if (known.length > 1 && !isMarked && !draft.has(['agents', 'ownership'])) keepFirst(draft, known[0]!)
  },
})

/** Where none was marked, the first one had the shared workspace and every channel that was bound to nobody. */
function keepFirst(draft: Draft, id: string): void {
  pinWorkspace(draft, id)
  const accountsOf = (settings: Json): readonly string[] => Object.entries(isTable(child(settings, 'accounts')) ? (child(settings, 'accounts') as Table) : { default: {} }).flatMap(([account, own]) => (child(own, 'enabled') === false ? [] : [account]))
  bindUnbound(draft, id, accountsOf, (binding, name, account) => isForChannel(binding, name) && ['*', account].includes(String(child(child(binding, 'match'), 'accountId') ?? 'default')))
}

/** An id that is not one is made into one, and a second of the same name gets a number, as OpenClaw does it. */
function idsOf(items: readonly Json[]): readonly (string | undefined)[] {
  const taken = new Set<string>()
  return items.map((item) => {
    if (!isTable(item)) return undefined
    const wanted = agentId(child(item, 'id'))
    let id = wanted
    for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`
    taken.add(id)
    return id
  })
}

/** Lower case, with dashes for what an id cannot hold, no more than 64 characters (2026.9.6). */
function agentId(id: Json | undefined): string {
  const text = typeof id === 'string' ? id.trim().toLowerCase() : ''
  if (text === '') return 'agent'
  const plain = text.replaceAll(/[^\da-z_-]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 64)
  return plain === '' ? 'main' : plain
}

function withoutId(item: Table): Table {
  return Object.fromEntries(Object.entries(item).filter(([key]) => key !== 'id'))
}
