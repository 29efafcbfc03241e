/** What a clone is busy with. `bytes` received so far, of `total` where the server tells. */
export interface CloneProgress {
  readonly phase: 'resolving' | 'downloading' | 'extracting' | 'git'
  readonly bytes: number
  readonly total?: number
}

/** What every step of a clone is given: when to stop, how long to wait, whom to tell. */
export interface Watch {
  readonly signal: AbortSignal | undefined
  /** Milliseconds of silence before the first answer after which we count as offline. */
  readonly patience: number
  readonly report: (progress: CloneProgress) => void
}

/** Where sources come from. Both kinds end in a `.tar.gz`, so that caching, checking and unpacking exist once. */
export interface Remote {
  /** Folder names below the cache folder, safe on every file system. */
  readonly cacheKey: readonly string[]
  /** The commit that the tag names. @throws Offline, UserError (`clone-tag`, `clone-repository`, `clone-server`), Cancelled */
  resolve(watch: Watch): Promise<string>
  /** The commit's archive as it arrives; `work` is a folder for what is needed meanwhile. @throws Offline, UserError, Cancelled */
  download(commit: string, work: string, watch: Watch): AsyncIterable<Buffer>
}

/** Once a server has answered we are not offline, and it may need a while to pack a big archive. */
export function relax(watch: Watch): Watch {
  return { ...watch, patience: watch.patience * 3 }
}
