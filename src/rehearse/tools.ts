import type { FlyFile } from './fly-file.ts'
import type { NodeHost } from './programs.ts'
import type { Secrets } from './secrets.ts'

/** What is rehearsed: a deployment as it is on disk. */
export interface Deployment {
  readonly folder: string
  /** Name of the Fly file, and what it says. */
  readonly flyFile: string
  readonly fly: FlyFile
  readonly release: string
  readonly region: string
  /** Repository that a source build clones; null where the official image is used. */
  readonly repository: string | null
  /** Host name that people open; null in private mode. */
  readonly host: string | null
  readonly secrets: Secrets
  /** Channels that it has, and those among them whose token is a stand-in. */
  readonly channels: readonly string[]
  readonly channelsWithStandIn: readonly string[]
}

/** What a rehearsal works with. */
export interface Tools {
  /** Path of keeper.mjs. */
  readonly keeper: string
  /** Folder that packages are kept in. */
  readonly cache: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly host: NodeHost
  readonly signal: AbortSignal
  /** Hears what happens next, in a few words. */
  readonly onStep: (step: string) => void
}

/** Folder that flyctl builds in, and that `[[files]]` start from: the clone for a source build. */
export function buildFolderOf({ folder, repository }: Pick<Deployment, 'folder' | 'repository'>): string {
  return repository === null ? folder : `${folder}/openclaw`
}
