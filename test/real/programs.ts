import { execFile } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { findRelease, newestRelease } from '../../src/releases/catalogue.ts'
import { findNpm } from '../../src/rehearse/find-npm.ts'
import { fetchNode, fetchOpenClaw, fetchPackage, type Fetching } from '../../src/rehearse/programs.ts'

/** Where real programs are kept between runs. Nothing in it is ever part of the project. */
export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'create-openclaw-fly', 'real')

/** As a rehearsal fetches them, but from tests, which are ended by nobody. */
const fetching: Fetching = {
  cache,
  onFetch: (what) => console.log(`installing ${what} from npm (once)`),
  npm(args, cwd) {
    const { file, args: first } = findNpm({ env: process.env, platform: process.platform, node: process.execPath })
    return new Promise((resolve) => {
      execFile(file, [...first, ...args], { cwd, timeout: 900_000, maxBuffer: 1 << 26 }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : (error.code ?? 1), output: stdout + stderr }))
    })
  },
}

/** Path of a Node 24 program: OpenClaw 2026.9.x wants 24.16 or later. */
export async function node24(): Promise<string> {
  return (await fetchNode(findRelease(newestRelease)!.node, process, fetching)).file
}

/** Path of the newest Node that is in a range, whatever runs the tests. */
export async function nodeIn(range: string): Promise<string> {
  const { platform, arch, execPath } = process
  return (await fetchNode(range, { platform, arch, version: 'v0.0.0', execPath }, fetching)).file
}

/** Folder of an npm. */
export function npmAt(version: string): Promise<string> {
  return fetchPackage({ name: 'npm', version, folder: `npm@${version}` }, fetching)
}

/** Path of OpenClaw's program at a release. */
export async function openclaw(release: string): Promise<string> {
  return join((await fetchOpenClaw(release, fetching)).folder, 'openclaw.mjs')
}
