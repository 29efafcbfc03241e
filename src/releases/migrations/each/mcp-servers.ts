import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import type { KeyPath } from '../json.ts'

/** What other programs write for it. */
const transports: Readonly<Record<string, string | undefined>> = { http: 'streamable-http', 'streamable-http': 'streamable-http', sse: 'sse', stdio: undefined }
const timeouts = { connectTimeout: 'connectionTimeoutMs', connect_timeout: 'connectionTimeoutMs', timeout: 'requestTimeoutMs' } as const

export default defineMigration({
  id: 'mcp-servers',
  // Nothing refuses the old names; the doctor of 2026.8.2 is the first seen to warn of them.
  since: '2026.8.1',
  title: 'Tool servers are described in OpenClaw\'s own words: `enabled`, `transport`, times in milliseconds.',
  up: (draft) => {
    for (const path of draft.find('mcp.servers.*', 'nodeHost.mcp.servers.*')) {
      moveSwitch(draft, path)
      for (const [old, key] of Object.entries(timeouts)) moveTime(draft, [...path, old], [...path, key])
      if (path[0] === 'mcp') moveType(draft, path)
    }
  },
})

function moveSwitch(draft: Draft, path: KeyPath): void {
  const disabled = draft.at([...path, 'disabled'])
  if (typeof disabled !== 'boolean') return
  if (typeof draft.at([...path, 'enabled']) !== 'boolean') draft.set([...path, 'enabled'], !disabled)
  draft.remove([...path, 'disabled'], 'enabled stands for it')
}

/** Seconds to milliseconds. */
function moveTime(draft: Draft, from: KeyPath, to: KeyPath): void {
  const seconds = draft.at(from)
  if (typeof seconds === 'number' && seconds > 0 && Number.isFinite(seconds * 1000) && !draft.has(to)) draft.set(to, seconds * 1000)
  draft.remove(from, `${String(to.at(-1))} stands for it`)
}

function moveType(draft: Draft, path: KeyPath): void {
  const type = draft.at([...path, 'type'])
  if (typeof type !== 'string' || !Object.hasOwn(transports, type)) return
  const transport = transports[type]
  if (transport !== undefined && typeof draft.at([...path, 'transport']) !== 'string') draft.set([...path, 'transport'], transport)
  draft.remove([...path, 'type'], 'transport stands for it')
}
