import { diff3Merge } from 'node-diff3'

/** A text as it is merged, and how to write the result as the person's file was written. */
export interface Normalised {
  /** Lines end with a line feed; no byte order mark. */
  readonly text: string
  readonly restore: (text: string) => string
}

const BOM = '\ufeff'

/** Windows editors and git's autocrlf change every line without meaning to. A file of mixed endings keeps its majority. */
export function normalise(text: string): Normalised {
  const mark = text.startsWith(BOM) ? BOM : ''
  const pairs = text.match(/\r\n/g)?.length ?? 0
  const isWindows = pairs > 0 && pairs * 2 >= (text.match(/\n/g)?.length ?? 0)
  return {
    text: text.slice(mark.length).replaceAll('\r\n', '\n'),
    restore: (merged) => mark + (isWindows ? merged.replaceAll('\n', '\r\n') : merged),
  }
}

export interface Texts {
  readonly base: string
  readonly mine: string
  readonly theirs: string
}

/** Three-way merge of lines; undefined where both sides changed the same ones. */
export function mergeLines({ base, mine, theirs }: Texts): string | undefined {
  const [o, a, b] = [base, mine, theirs].map((text) => text.split('\n'))
  const regions = diff3Merge(a!, o!, b!, { excludeFalseConflicts: true })
  const lines = regions.flatMap((region) => region.ok ?? [undefined])
  return lines.includes(undefined) ? undefined : lines.join('\n')
}
