import { partsOf, type Parts } from '../merge/kept.ts'
import type { ApartReason, Change, Plan, Present } from '../merge/plan.ts'
import { keptNames } from '../merge/restore.ts'
import { formatPath, type KeyPath } from '../merge/value.ts'
import type { FileSet } from '../render/file-set.ts'
import { wrapWords } from './wrap.ts'

/** What a plan was made from. */
export interface PlanSources {
  readonly present: Present
  readonly files: FileSet
}

/** What happens to a file, in one word, and more about it for people. */
interface Row {
  readonly word: string
  readonly path: string
  readonly more: readonly string[]
}

const WORD = 9

/** What an update does, some lines for each file that it concerns, at most `width` columns wide. */
export function planLines(plan: Plan, sources: PlanSources, width: number): readonly string[] {
  return plan.map((change) => rowOf(change, plan, sources)).flatMap(({ word, path, more }) => {
    const below = more.flatMap((text) => wrapWords(text, width - WORD - 4)).map((line) => `${' '.repeat(WORD + 4)}${line}`)
    return [`  ${word.padEnd(WORD)}${path}`, ...below]
  })
}

function rowOf(change: Change, plan: Plan, sources: PlanSources): Row {
  const { path } = change
  switch (change.kind) {
    case 'write': return change.before === undefined ? { word: 'new', path, more: [] } : { word: 'changed', path, more: writtenLines(change, plan, sources) }
    case 'delete': return { word: 'deleted', path, more: [`no longer needed${sources.present.base.has(path) ? ', and you had not changed it' : ''}`] }
    case 'merge': return { word: 'merged', path, more: partLines(change, sources) }
    case 'mode': return { word: 'changed', path, more: [change.mode === 0o755 ? 'may be run now' : 'is not for running any more'] }
    case 'beside': return { word: 'beside', path: change.beside, more: [`${path} stays as it is: ${reasonOf(change.why)}. Take over what you want, then delete ${change.beside}.`] }
    case 'kept': return { word: 'kept', path, more: [keptReason(path, change.why)] }
  }
}

function reasonOf(why: ApartReason): string {
  return why === 'it was there before' ? 'it was there before one was generated, or .openclaw-fly has lost what was' : why
}

function keptReason(path: string, why: Extract<Change, { readonly kind: 'kept' }>['why']): string {
  switch (why) {
    case 'you deleted it': return `you deleted it, so it stays deleted; update --restore ${path} brings it back`
    case 'it is no longer generated': return 'it is no longer generated; you changed it, so it stays until you delete it'
    case 'no name is left beside it': return 'it could not be merged, and no name is left for the new one: delete its .new files, and run this again'
  }
}

/** What is written whole has nothing of the person's in it: if they had changed it, that was set aside. */
function writtenLines(written: Written, plan: Plan, sources: PlanSources): readonly string[] {
  const kept = keptNames(written.path).find((name) => plan.some((change) => change.path === name))
  return kept === undefined ? partLines(written, sources) : [`it is as generated now; yours is ${kept}`]
}

/** Our keys in a merged file, and the person's. */
function partLines(written: Written, sources: PlanSources): readonly string[] {
  const parts = partsIn(written, sources)
  if (parts === undefined) return []
  if (parts.kind === 'keys') return [...named('new', parts.merged.filter((one) => !parts.gone.includes(one))), ...named('gone', parts.gone), ...named('yours stays', parts.kept, parts.deleted)]
  return parts.kept > 0 ? [`${lines(parts.merged)} new, ${lines(parts.kept)} of yours ${parts.kept === 1 ? 'stays' : 'stay'}`] : []
}

type Written = Extract<Change, { readonly kind: 'write' | 'merge' }>

function partsIn({ path, text }: Written, { present: { mine }, files }: PlanSources): Parts | undefined {
  const [own, now] = [mine.get(path), files.get(path)]
  return own?.kind !== 'text' || now === undefined ? undefined : partsOf(path, own.text, text, now.text)
}

function named(what: string, paths: readonly KeyPath[], deleted: readonly KeyPath[] = []): readonly string[] {
  const shown = paths.slice(0, 8).map((path) => `${formatPath(path)}${deleted.includes(path) ? ' (deleted)' : ''}`)
  return paths.length === 0 ? [] : [`${what}: ${shown.join(', ')}${paths.length > 8 ? ` and ${paths.length - 8} more` : ''}`]
}

function lines(count: number): string {
  return count === 1 ? 'one line' : `${count} lines`
}

/** The same for programs. */
export function planJson(plan: Plan, sources: PlanSources): readonly object[] {
  return plan.map((change) => {
    const parts = change.kind === 'write' || change.kind === 'merge' ? partsIn(change, sources) : undefined
    return {
      kind: change.kind,
      path: change.path,
      ...(change.kind === 'beside' && { beside: change.beside, why: change.why }),
      ...(change.kind === 'kept' && { why: change.why }),
      ...(parts?.kind === 'keys' && { merged: parts.merged.map(formatPath), kept: parts.kept.map(formatPath) }),
      ...(parts?.kind === 'lines' && { mergedLines: parts.merged, keptLines: parts.kept }),
    }
  })
}
