import type { Given } from '../answers/given.ts'
import { UserError } from '../errors.ts'
import { newestRelease } from '../releases/catalogue.ts'
import { LATEST, type Release } from '../releases/release.ts'
import type { Io } from './io.ts'

/** Answers in which `latest` has become the release that it is today. */
export interface Settled {
  readonly given: Given
  /** Which release was taken, in a sentence; empty where nobody asked for the latest. */
  readonly notes: readonly string[]
  /** Why it could not be asked; the newest that is known stands in, so that everything else can be checked. */
  readonly mistake?: UserError
}

type Asker = Pick<Io, 'cwd' | 'env' | 'signal' | 'error'>

/** Asks the npm registry which release is the latest, if the answers say `latest`; otherwise it asks nobody. */
export async function settleLatest(given: Given, io: Asker): Promise<Settled> {
  const wanted = given.get('release')
  if (typeof wanted?.value !== 'string' || wanted.value.trim().toLowerCase() !== LATEST) return { given, notes: [] }
  const found = await showAsking(io, async () => (await import('./ask-latest.ts')).askLatest(io)).catch((error: unknown) => {
    if (error instanceof UserError) return error
    throw error
  })
  const release = found instanceof UserError ? newestRelease : found
  const settled = new Map(given).set('release', { ...wanted, value: release })
  return found instanceof UserError ? { given: settled, notes: [], mistake: found } : { given: settled, notes: [`latest is OpenClaw ${release} today, says the npm registry.`] }
}

/** On stderr, and at a terminal alone: what `diff` prints on stdout is a patch, and a log is told at the end. */
async function showAsking({ error, env }: Asker, ask: () => Promise<Release>): Promise<Release> {
  if (!('isTTY' in error) || error.isTTY !== true) return ask()
  const [{ startProgress }, { texts }] = [await import('../ask/progress.ts'), await import('../ask/texts.ts')]
  const progress = startProgress({ output: error, env }, texts.latest.asking)
  try {
    const release = await ask()
    progress.succeed(texts.latest.found(release))
    return release
  } catch (failure) {
    progress.fail(texts.latest.unknown)
    throw failure
  }
}
