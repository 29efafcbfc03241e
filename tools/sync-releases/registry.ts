import { compareReleases, isReleaseForm, type Release } from '../../src/releases/release.ts'

/** Runs the ordinary client in a folder, at most so many seconds, and returns what it printed. @throws ProgramFailure; an AbortError on Ctrl-C */
export type Npm = (args: readonly string[], cwd: string, seconds: number) => Promise<string>

/** The first release that is called `openclaw`; the package has an empty 0.0.1 besides. */
const OLDEST: Release = '2026.1.29'

/** Every stable release that the registry has, newest first. */
export async function listReleases(npm: Npm, cwd: string): Promise<readonly Release[]> {
  return stableReleases(JSON.parse(await npm(['view', 'openclaw', 'versions', '--json'], cwd, 120)))
}

/** Betas and candidates are not of the form of a release; `2026.7.1-2` is a later build and stable. */
export function stableReleases(versions: unknown): readonly Release[] {
  if (!Array.isArray(versions)) throw new TypeError('npm view openclaw versions did not print a list')
  const releases = versions.filter((version): version is Release => typeof version === 'string' && isReleaseForm(version))
  return releases.filter((release) => compareReleases(release, OLDEST) >= 0).toSorted((a, b) => compareReleases(b, a))
}

/** Fetches a release's package into a folder. Returns the name of the file. */
export async function fetchPackage(npm: Npm, release: Release, cwd: string): Promise<string> {
  const packed: unknown = JSON.parse(await npm(['pack', `openclaw@${release}`, '--ignore-scripts', '--json'], cwd, 900))
  const name = Array.isArray(packed) ? (packed[0] as { filename?: unknown } | undefined)?.filename : undefined
  if (typeof name !== 'string') throw new TypeError('npm pack did not print the name of a file')
  return name
}

/** Installs a release into a folder. No script of any package runs: printing the schema needs none. */
export async function installRelease(npm: Npm, release: Release, cwd: string): Promise<void> {
  await npm(['install', `openclaw@${release}`, '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], cwd, 1800)
}
