import { execFile } from 'node:child_process'
import { UserError } from '../errors.ts'
import { findNpm } from '../rehearse/find-npm.ts'
import { explainNpm } from '../rehearse/npm-failures.ts'
import { newestRelease } from '../releases/catalogue.ts'
import { isReleaseForm, type Release } from '../releases/release.ts'
import type { Io } from './io.ts'

/**
 * The release that npm's `latest` names, by the person's own npm and its settings.
 * @throws UserError where npm or the registry cannot be asked, or names no release; an AbortError on Ctrl-C
 */
export async function askLatest({ cwd, env, signal }: Pick<Io, 'cwd' | 'env' | 'signal'>): Promise<Release> {
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
