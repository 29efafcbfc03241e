import type { Draft } from './draft.ts'
import type { Json, KeyPath } from './json.ts'

/** What is said of how answers come, in the one table that has been there since 2026.4.7. */
const places: Readonly<Record<string, readonly string[]>> = {
  chunkMode: ['chunkMode'],
  blockStreaming: ['block', 'enabled'],
  blockStreamingCoalesce: ['block', 'coalesce'],
}

/** Moves how an answer is cut into messages. @param path of a channel or an account */
export function moveDelivery(draft: Draft, path: KeyPath): void {
  for (const [key, to] of Object.entries(places)) draft.move([...path, key], [...path, 'streaming', ...to])
}

const modes = ['off', 'partial', 'block', 'progress']
/** Slack's own words of before. */
const slackModes: Readonly<Record<string, string>> = { replace: 'partial', status_final: 'progress', append: 'block' }

/** Moves all that is said of streaming: in which way, through which transport, and how it is cut. */
export function moveStreaming(draft: Draft, path: KeyPath, has: { readonly preview?: true; readonly native?: true }): void {
  const [streaming, streamMode] = [draft.at([...path, 'streaming']), draft.at([...path, 'streamMode'])]
  const isScalar = typeof streaming === 'boolean' || typeof streaming === 'string'
  if (isScalar) {
    draft.set([...path, 'streaming'], { mode: modeOf(streaming, streamMode, has) })
    if (has.native && typeof streaming === 'boolean' && typeof draft.at([...path, 'nativeStreaming']) !== 'boolean') draft.set([...path, 'streaming', 'nativeTransport'], streaming)
  } else if (streamMode !== undefined && !draft.has([...path, 'streaming', 'mode'])) {
    draft.set([...path, 'streaming', 'mode'], modeOf(undefined, streamMode, has))
  }
  draft.remove([...path, 'streamMode'], 'streaming.mode stands for it')
  moveDelivery(draft, path)
  if (has.preview) draft.move([...path, 'draftChunk'], [...path, 'streaming', 'preview', 'chunk'])
  if (has.native) draft.move([...path, 'nativeStreaming'], [...path, 'streaming', 'nativeTransport'])
}

function modeOf(streaming: Json | undefined, streamMode: Json | undefined, has: { readonly preview?: true; readonly native?: true }): string {
  for (const word of [streaming, streamMode].map((each) => (typeof each === 'string' ? each.trim().toLowerCase() : ''))) {
    if (modes.includes(word)) return word
    if (has.native && Object.hasOwn(slackModes, word)) return slackModes[word]!
  }
  if (typeof streaming === 'boolean') return streaming ? 'partial' : 'off'
  return has.native ? 'progress' : 'partial'
}
