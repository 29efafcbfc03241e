import { accessSync, constants, existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { UserError } from '../errors.ts'

/** A program and the words that come before those of a call. */
export interface Program {
  readonly file: string
  readonly args: readonly string[]
}

/** What decides where npm is; `node` is the path of the running Node. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly node: string
}

/**
 * The npm of this computer, as the deployment's own scripts find npx: the one that started us, the one beside our Node,
 * or the one on PATH. On Windows that would be `npm.cmd`, which only a shell can start, so there its script is run.
 */
export function findNpm({ env, platform, node }: Surroundings): Program {
  const told = env['npm_execpath'] ?? ''
  const folder = path.dirname(node)
  const beside = [path.join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'), path.join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')]
  // Another package manager puts its own script into npm_execpath.
  const script = [...(/[\\/]npm-cli\.[cm]?js$/.test(told) ? [told] : []), ...beside].find((file) => existsSync(file))
  if (script !== undefined) return { file: node, args: [script] }
  const onPath = platform === 'win32' ? undefined : findOnPath('npm', env)
  if (onPath !== undefined) return { file: onPath, args: [] }
  throw new UserError('npm-missing', 'npm, which comes with Node, was not found; the rehearsal fetches OpenClaw with it', 'install Node with npm: https://nodejs.org/en/download')
}

/** The program of that name on PATH; on Windows only scripts have none with `.exe`. */
export function findOnPath(name: string, env: Surroundings['env']): string | undefined {
  return (env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder)).map((folder) => path.join(folder, name)).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    // Absent or not ours to run: the next folder on PATH may have it.
    return false
  }
}
