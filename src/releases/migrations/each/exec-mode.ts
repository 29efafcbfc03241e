import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import { child, type Json, type KeyPath } from '../json.ts'
import { EACH_AGENT, inside, ROOT } from '../places.ts'
import { rename } from '../steps.ts'

/** What `security` and `ask` say together, in one word. */
const modes: Readonly<Record<string, string>> = { 'deny off': 'deny', 'allowlist off': 'allowlist', 'allowlist on-miss': 'ask', 'full off': 'full' }
const words: Readonly<Record<string, readonly [string, string]>> = { deny: ['deny', 'off'], allowlist: ['allowlist', 'off'], ask: ['allowlist', 'on-miss'], auto: ['allowlist', 'on-miss'], full: ['full', 'off'] }

export default defineMigration({
  id: 'exec-mode',
  // `tools.exec.mode` is known since 2026.5.28, and `security` with `ask` is still taken; the doctor of 2026.8.2 is the first seen to rewrite them.
  since: '2026.8.1',
  title: 'What may be run is said in one word, `tools.exec.mode`, where there is one for it.',
  up: (draft) => {
    const shared = policyOf(draft.at(['tools', 'exec']))
    for (const path of draft.find(...inside(ROOT, 'tools.exec'))) joinPolicy(draft, path, undefined)
    for (const path of draft.find(...inside(EACH_AGENT, 'tools.exec'))) joinPolicy(draft, path, shared)
    rename(draft, inside(['', 'agents.defaults', ...EACH_AGENT], 'tools.exec'), 'timeoutSec', 'timeoutSeconds')
  },
})

type Policy = readonly [security: string | undefined, ask: string | undefined]

function policyOf(exec: Json | undefined): Policy | undefined {
  const mode = child(exec, 'mode')
  if (typeof mode === 'string' && Object.hasOwn(words, mode)) return words[mode]
  const policy: Policy = [oneOf(child(exec, 'security'), ['deny', 'allowlist', 'full']), oneOf(child(exec, 'ask'), ['off', 'on-miss', 'always'])]
  return policy.includes(undefined) ? undefined : policy
}

function joinPolicy(draft: Draft, path: KeyPath, shared: Policy | undefined): void {
  const exec = draft.at(path)
  const both = [[...path, 'security'], [...path, 'ask']].filter((each) => draft.has(each))
  if (both.length === 0) return
  if (child(exec, 'mode') === undefined) {
    const [security, ask] = [child(exec, 'security') ?? shared?.[0], child(exec, 'ask') ?? shared?.[1]]
    const mode = typeof security === 'string' && typeof ask === 'string' ? modes[`${security} ${ask}`] : undefined
    // No word says the same: then it stays as it is, and stays valid.
    if (mode === undefined) return
    draft.set([...path, 'mode'], mode)
  }
  for (const each of both) draft.remove(each, 'mode stands for it')
}

function oneOf(value: Json | undefined, known: readonly string[]): string | undefined {
  return typeof value === 'string' && known.includes(value) ? value : undefined
}
