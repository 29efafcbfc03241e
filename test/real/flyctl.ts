import { spawnSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'

/*
 * The real flyctl, where it is on PATH (.ci/run tries to install it). It never reaches a network: every address of Fly is
 * replaced by a port on which nobody listens, and what is asked of it here needs none.
 */

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // the next folder on PATH may have it
  }
}

const folders = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute)

/** Path of the program, or undefined: then the tests with it say that they did not run. */
export const flyctl = folders.flatMap((folder) => [join(folder, 'flyctl'), join(folder, 'fly')]).find(isProgram)

const nowhere = 'http://127.0.0.1:9'

export interface Judgement {
  readonly code: number | null
  readonly text: string
}

/** Runs flyctl in `cwd` with an account that does not exist and a home of its own. */
export function runFlyctl(args: readonly string[], cwd: string): Judgement {
  const home = mkdtempSync(join(tmpdir(), 'flyctl-home-'))
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    FLY_ACCESS_TOKEN: 'nobody',
    FLY_API_BASE_URL: nowhere,
    FLY_FLAPS_BASE_URL: nowhere,
    FLY_METRICS_BASE_URL: nowhere,
    FLY_UIEX_BASE_URL: nowhere,
    FLY_NO_UPDATE_CHECK: '1',
    FLY_SEND_METRICS: '0',
    NO_COLOR: '1',
  }
  try {
    const { status, stdout, stderr } = spawnSync(flyctl!, args, { cwd, env, encoding: 'utf8', timeout: 30_000 })
    return { code: status, text: stdout + stderr }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
