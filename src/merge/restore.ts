import type { FileSet } from '../render/file-set.ts'
import type { Change, Plan, Present } from './plan.ts'

/** What is asked for is not something that we would emit. */
export interface Unknown {
  readonly unknown: readonly string[]
}

/**
 * The plan with these paths as they would be emitted, whatever the person did to them; their own text is kept beside.
 * @param paths with `/`, below the deployment
 */
export function restorePaths(plan: Plan, files: FileSet, present: Present, paths: readonly string[]): Plan | Unknown {
  const unknown = paths.filter((path) => !files.has(path))
  if (unknown.length > 0) return { unknown }
  const others = plan.filter(({ path }) => !paths.includes(path))
  return [...others, ...paths.flatMap((path) => restored(path, files, present))].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Names under which the person's version of a file is kept, in the order in which they are tried. */
export function keptNames(path: string): readonly string[] {
  return [`${path}.mine`, ...Array.from({ length: 8 }, (_, index) => `${path}.mine-${index + 2}`)]
}

/** A file as it would be emitted now; the person's own text goes to a free name beside it. */
export function restored(path: string, files: FileSet, { mine }: Present): readonly Change[] {
  const [file, own] = [files.get(path)!, mine.get(path)]
  if (own === undefined) return [{ kind: 'write', path, ...file, before: undefined }]
  if (own.kind === 'other') return [{ kind: 'beside', path, beside: `${path}.new`, ...file, why: `it is ${own.what} now` }]
  if (own.text === file.text) return []
  const kept = keptNames(path).find((name) => !mine.has(name))
  // Nothing is lost: with every name taken it stays as it is.
  if (kept === undefined) return []
  return [{ kind: 'write', path, ...file, before: own.before ?? own.text }, { kind: 'write', path: kept, text: own.before ?? own.text, mode: own.executable === true ? 0o755 : 0o644, before: undefined }]
}
