import type { OwnFile } from './plan.ts'

/** Names under which the new version of a file is put beside the person's, in the order in which they are tried. */
export function besideNames(path: string): readonly string[] {
  return [`${path}.new`, ...Array.from({ length: 8 }, (_, index) => `${path}.new-${index + 2}`)]
}

/**
 * A name at which nothing of the person's is overwritten; undefined where there is none left.
 * @param ours texts that we put there: that of this update, and the one before it
 * @param isEmitted whether a path is that of another file of the deployment
 */
export function chooseBeside(path: string, ours: readonly (string | undefined)[], mine: ReadonlyMap<string, OwnFile>, isEmitted: (path: string) => boolean): string | undefined {
  return besideNames(path).find((name) => {
    const present = mine.get(name)
    return !isEmitted(name) && (present === undefined || (present.kind === 'text' && ours.includes(present.text)))
  })
}
