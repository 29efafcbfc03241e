/** A file to be emitted. Text is UTF-8 with `\n` line ends. */
export interface EmittedFile {
  readonly text: string
  readonly mode: 0o644 | 0o755
}

/** What rendering yields: path inside the deployment (with `/`) → file, sorted by path. */
export type FileSet = ReadonlyMap<string, EmittedFile>

export function fileSet(files: Iterable<readonly [string, EmittedFile]>): FileSet {
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}
