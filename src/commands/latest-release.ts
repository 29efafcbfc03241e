import { execFile } from 'node:child_process'
import type { Given } from '../answers/given.ts'
import { UserError } from '../errors.ts'
import { findNpm } from '../rehearse/find-npm.ts'
import { explainNpm } from '../rehearse/npm-failures.ts'
import { newestRelease } from '../releases/catalogue.ts'
import { isReleaseForm, LATEST, type Release } from '../releases/release.ts'
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
  const found = await showAsking(io, () => askLatest(io)).catch((error: unknown) => {
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

/**
 * The release that npm's `latest` names, by the person's own npm and its settings.
 * @throws UserError where npm or the registry cannot be asked, or names no release; an AbortError on Ctrl-C
 */
async function askLatest({ cwd, env, signal }: Asker): Promise<Release> {
  const { file, args } = findNpm({ env, platform: process.platform, node: process.execPath })
  // Without retries: somebody waits, and may name a release instead.
  const words = [...args, 'view', 'openclaw', 'dist-tags.latest', '--json', '--fetch-retries=0', '--loglevel=error']
  const { failed, printed } = await new Promise<{ failed: boolean; printed: string }>((resolve, reject) => {
    execFile(file, words, { cwd, env: { ...env }, signal, timeout: 60_000 }, (error, stdout, stderr) => {
      if (signal.aborted) reject(signal.reason as Error)
      else resolve({ failed: error !== null, printed: error === null ? stdout : stdout + stderr })
    })
  })
  if (failed) throw unknown(explainNpm('openclaw@latest', printed, "npm's cache").message)
  const name = readName(printed)
  if (name === undefined) throw unknown('npm named no release of the form that OpenClaw has')
  return name
}

/** npm prints the name as JSON; a registry may hold anything. */
function readName(printed: string): Release | undefined {
  try {
    const name: unknown = JSON.parse(printed)
    return typeof name === 'string' && isReleaseForm(name) ? name : undefined
  } catch {
    return undefined
  }
}

function unknown(why: string): UserError {
  return new UserError('latest-unknown', `Which release of OpenClaw is the latest is not known: ${why}.`, `name one instead; the newest that this version knows is --release ${newestRelease}`)
}
