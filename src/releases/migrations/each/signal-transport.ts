import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import { child, type Json, type KeyPath, type Table } from '../json.ts'

const fields = ['apiMode', 'autoStart', 'cliPath', 'configPath', 'httpHost', 'httpPort', 'httpUrl', 'ignoreStories', 'receiveMode', 'startupTimeoutMs']
/** As they are called in the new table too. */
const kept = ['configPath', 'cliPath', 'httpHost', 'httpPort', 'startupTimeoutMs', 'receiveMode', 'ignoreStories']
const signal = ['channels', 'signal']
/** Where OpenClaw's own signal-cli listens without being told. */
const usual: Readonly<Record<string, string | number>> = { httpHost: '127.0.0.1', httpPort: 8080 }

export default defineMigration({
  id: 'signal-transport',
  since: '2026.8.1',
  title: 'How Signal is reached stands in one table, `channels.signal.transport`.',
  up: (draft) => {
    const own = draft.table(signal)
    // With several accounts OpenClaw looks for free ports itself, at its start.
    if (own === undefined || draft.has([...signal, 'accounts']) || !fields.some((field) => draft.has([...signal, field]))) return
    const transport = draft.has([...signal, 'transport']) ? undefined : transportOf(own)
    if (transport === 'unknown') return
    if (transport !== undefined) draft.set([...signal, 'transport'], transport)
    removeFields(draft, signal)
  },
})

/** Unknown where only a look at the service itself would tell what it speaks. */
function transportOf(own: Table): Table | 'unknown' | undefined {
  const mode = child(own, 'apiMode')
  const starts = child(own, 'autoStart') ?? textOf(child(own, 'httpUrl')) === ''
  const url = textOf(child(own, 'httpUrl')) || `http://${textOf(child(own, 'httpHost')) || '127.0.0.1'}:${String(child(own, 'httpPort') ?? 8080)}`
  if (mode === 'container') return { kind: 'container', url }
  const isNative = mode === 'native' || (starts === true && textOf(child(own, 'httpUrl')) === '')
  if (!isNative) return 'unknown'
  if (starts !== true) return { kind: 'external-native', url }
  return { kind: 'managed-native', ...Object.fromEntries(kept.flatMap((field) => (child(own, field) === undefined || child(own, field) === usual[field] ? [] : [[field, child(own, field)!]]))) }
}

function removeFields(draft: Draft, path: KeyPath): void {
  for (const field of fields) draft.remove([...path, field], 'it stands in transport')
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value.trim() : ''
}
