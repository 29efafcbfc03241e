import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../src/errors.ts'
import { has } from '../../src/releases/eras.ts'
import type { ReleaseFacts } from '../../src/releases/facts.ts'
import type { Release } from '../../src/releases/release.ts'
import { packageFacts, readPackage } from './package-facts.ts'
import { NoSchemaCommand, recordSchema } from './record-schema.ts'
import { fetchPackage, installRelease, type Npm } from './registry.ts'
import { ProgramFailure } from './run-program.ts'
import type { Store } from './store.ts'

const NOT_YET = 'not recorded yet'
const NO_COMMAND = 'this release has no command `openclaw config schema`'

/**
 * Packages that some releases (2026.1.29, 2026.4.14) take from a git repository, which not every computer may reach; no
 * schema depends on them, and the registry has them too.
 */
const GIT_PACKAGES = { libsignal: '6.0.0' }

/** A release takes up to 1.3 GB, and its package is unpacked beside npm's own copy. */
const NEEDED_BYTES = 4 * 1024 ** 3

export interface SyncIo {
  readonly npm: Npm
  readonly store: Store
  /** Where packages are unpacked; everything in it is removed again. */
  readonly scratch: string
  /** Path of a Node that every release accepts: 24, of which the catalogue's tests make sure. */
  readonly node: () => Promise<string>
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

export interface SyncFailure {
  readonly release: Release
  readonly reason: string
}

/**
 * Records what is not recorded yet of these releases, and of those in `force` everything anew: first what all packages
 * say, which takes seconds each, then the schemas. Returns what failed.
 */
export async function syncReleases(releases: readonly Release[], force: ReadonlySet<Release>, io: SyncIo): Promise<readonly SyncFailure[]> {
  const factless = releases.filter((release) => force.has(release) || factsOf(release, io) === undefined)
  const failures = await eachOf(factless, io, async (release, { say }) => {
    say('fetching the package')
    const facts = await fetchFacts(release, io)
    const hasSchema = !force.has(release) && io.store.releasesWithSchema().includes(release)
    io.store.putFacts(hasSchema ? facts : { ...facts, noSchema: NOT_YET })
  })
  const schemaless = releases.filter((release) => wantsSchema(release, io))
  return [...failures, ...await eachOf(schemaless, io, fetchSchema)]
}

/** Does the same for each release and goes on when one fails; Ctrl-C and what a person must mend end it. */
async function eachOf(releases: readonly Release[], io: SyncIo, work: (release: Release, io: SyncIo) => Promise<void>): Promise<readonly SyncFailure[]> {
  const failures: SyncFailure[] = []
  for (const [index, release] of releases.entries()) {
    const say = (line: string): void => io.say(`[${index + 1}/${releases.length}] ${release}: ${line}`)
    io.signal.throwIfAborted()
    mkdirSync(io.scratch, { recursive: true })
    try {
      await work(release, { ...io, say })
    } catch (error) {
      io.signal.throwIfAborted()
      if (error instanceof UserError) throw error
      failures.push({ release, reason: (error as Error).message })
      say(`FAILED, ${(error as Error).message}`)
    } finally {
      rmSync(io.scratch, { recursive: true, force: true })
    }
  }
  return failures
}

function factsOf(release: Release, { store }: SyncIo): ReleaseFacts | undefined {
  return store.facts().find((facts) => facts.release === release)
}

/** A release whose package could not be read has no facts, and was named already. */
function wantsSchema(release: Release, io: SyncIo): boolean {
  const facts = factsOf(release, io)
  return facts !== undefined && facts.noSchema !== undefined && facts.noSchema !== NO_COMMAND
}

async function fetchFacts(release: Release, { npm, scratch }: SyncIo): Promise<ReleaseFacts> {
  const name = await fetchPackage(npm, release, scratch)
  return packageFacts(release, await readPackage(join(scratch, name)))
}

/** Records the schema, or the reason why there is none, which is a failure unless the release is simply too old. */
async function fetchSchema(release: Release, io: SyncIo): Promise<void> {
  const { noSchema: _, ...facts } = factsOf(release, io)!
  try {
    if (!has(release, 'configSchema')) throw new NoSchemaCommand()
    io.store.putSchema(release, await installAndRecord(facts, io))
    io.store.putFacts(facts)
    io.say('recorded')
  } catch (error) {
    const absent = error instanceof NoSchemaCommand
    if (!absent && !(error instanceof ProgramFailure)) throw error
    // What is recorded is the same on every machine.
    io.store.putFacts({ ...facts, noSchema: absent ? NO_COMMAND : error.message.replaceAll(io.scratch, '') })
    if (!absent) throw error
  }
}

async function installAndRecord({ release, entry }: ReleaseFacts, io: SyncIo): Promise<ReturnType<typeof recordSchema>> {
  needRoom(io.scratch)
  const node = await io.node()
  const folder = join(io.scratch, 'install')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ private: true, overrides: GIT_PACKAGES })}\n`)
  io.say('installing')
  await installRelease(io.npm, release, folder)
  io.say('asking the program for its schema')
  return recordSchema({ node, entry: join(folder, 'node_modules', 'openclaw', entry) }, join(io.scratch, 'run'), io.signal)
}

function needRoom(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < NEEDED_BYTES) throw new UserError('no-room', `There is too little room on the disk of ${folder}.`, 'free 4 GB, then run the same command again: it goes on where it stopped')
}
