import path from 'node:path'
import { UserError } from '../errors.ts'
import { findNpm, findOnPath } from './find-npm.ts'
import type { Keeper, Running } from './keeper.ts'
import { fetchNode, fetchOpenClaw, type Fetching, type NodeProgram, type OpenClaw } from './programs.ts'
import type { Tools } from './tools.ts'

/** The programs that a machine consists of. */
export interface Programs {
  readonly openclaw: OpenClaw
  readonly node: NodeProgram
  /** Folders for PATH: Node's, then npm's, which OpenClaw fetches plugins with. */
  readonly folders: readonly string[]
}

/** OpenClaw and a Node for it, fetched from npm where they are not there yet. @throws UserError, Cancelled */
export async function fetchPrograms(release: string, { cache, env, host, signal, onStep }: Tools, keeper: Keeper): Promise<Programs> {
  const npm = findNpm({ env, platform: host.platform, node: host.execPath })
  const fetching: Fetching = {
    cache,
    signal,
    onFetch: (what) => onStep(`Fetching ${what} from npm, once`),
    async npm(args, folder) {
      keeper.remove(folder)
      const running = keeper.start({ file: npm.file, args: [...npm.args, ...args], cwd: folder, env: textsOf(env) })
      return { code: await running.ended, output: running.log() }
    },
  }
  const openclaw = await fetchOpenClaw(release, fetching)
  const node = await fetchNode(openclaw.node, host, fetching)
  return { openclaw, node, folders: [path.dirname(node.file), path.dirname(findOnPath('npm', env) ?? npm.file)] }
}

function textsOf(env: Tools['env']): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

/** Longer than any of the commands took on two busy cores (54 s, `security audit`). */
const COMMAND_LIMIT_MS = 240_000

/** Runs a short command to its end, or ends it after four minutes. @throws UserError where Node does not run here */
export async function runToEnd(running: Running, node: NodeProgram): Promise<{ readonly stdout: string; readonly log: string }> {
  const timer = setTimeout(() => running.end(), COMMAND_LIMIT_MS)
  const how = await running.ended
  clearTimeout(timer)
  if (typeof how === 'string' && /ENOENT|EACCES|UNKNOWN/.test(how)) throw new UserError('no-node', `Node ${node.version} from npm does not run on this computer (${how})`, 'install that version yourself (https://nodejs.org/en/download), and run the rehearsal with it')
  return { stdout: running.stdout(), log: running.log() }
}

/** Prints as JSON what a JSON5 file holds, by the parser that OpenClaw itself reads its configuration with. */
const READ_JSON5 = 'process.stdout.write(JSON.stringify(require("json5").parse(require("fs").readFileSync(process.argv[1], "utf8"))))'

/** The value in a configuration file; undefined where it is none, which `openclaw config validate` explains. */
export async function readConfiguration(file: string, { openclaw, node }: Programs, keeper: Keeper): Promise<unknown> {
  const { stdout } = await runToEnd(keeper.start({ file: node.file, args: ['-e', READ_JSON5, file], cwd: openclaw.folder, env: {} }), node)
  return stdout === '' ? undefined : (JSON.parse(stdout) as unknown)
}
