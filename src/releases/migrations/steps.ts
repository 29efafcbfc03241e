import type { Draft } from './draft.ts'
import type { KeyPath } from './json.ts'

/** Takes keys out below each base, and what is empty then up to the base. @param keys patterns from the base on */
export function retire(draft: Draft, bases: readonly string[], keys: readonly string[], why?: string): void {
  for (const base of draft.find(...bases)) {
    for (const path of keys.flatMap((key) => draft.below(base, key))) {
      draft.remove(path, why)
      draft.prune(...path.slice(base.length + 1).map((_, index) => path.slice(0, path.length - 1 - index)))
    }
  }
}

/** Moves a key below each base, such as `exec.timeoutSec` to `exec.timeoutSeconds`. */
export function rename(draft: Draft, bases: readonly string[], from: string, to: string): void {
  for (const base of draft.find(...bases)) draft.move([...base, ...from.split('.')], [...base, ...to.split('.')])
}

/** Moves a key below each base as `rename`, and takes the table away that it was in if that is empty then. */
export function moveOut(draft: Draft, bases: readonly string[], from: string, to: string): void {
  for (const base of draft.find(...bases)) {
    const source: KeyPath = [...base, ...from.split('.')]
    if (!draft.has(source)) continue
    draft.move(source, [...base, ...to.split('.')])
    draft.prune(source.slice(0, -1))
  }
}
