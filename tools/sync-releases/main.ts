import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { exitCodes, UserError, type ExitCode } from '../../src/errors.ts'
import type { Release } from '../../src/releases/release.ts'
import { node24 } from '../../test/real/programs.ts'
import { listReleases, type Npm } from './registry.ts'
import { ProgramFailure, runProgram } from './run-program.ts'
import { Store } from './store.ts'
import { syncReleases, type SyncFailure } from './sync.ts'

const help = `npm run sync:releases [-- RELEASE …] [--force RELEASE …]

Records every stable OpenClaw release of the npm registry in src/releases/: what its package says of itself
(catalogue.json), and the JSON Schema of its configuration as the real program prints it (schemas.br).

  RELEASE          only these; otherwise all, newest first
  --force RELEASE  record this one anew, although it is recorded
  --help           this text

One release is installed at a time, into a temporary folder that is removed afterwards (up to 1.3 GB). What is recorded
stays recorded: after Ctrl-C, run the same command again.
`

const stop = new AbortController()
const npm: Npm = (args, cwd, seconds) => runProgram('npm', args, { cwd, signal: stop.signal, timeout: seconds })
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())

async function main(words: readonly string[]): Promise<ExitCode> {
  const { only, force, wantsHelp } = readArgs(words)
  if (wantsHelp) {
    process.stdout.write(help)
    return exitCodes.ok
  }
  const scratch = mkdtempSync(join(tmpdir(), 'openclaw-sync-'))
  try {
    const all = await listReleases(npm, scratch)
    const chosen = choose(all, [...only, ...force])
    const store = new Store(join(import.meta.dirname, '..', '..', 'src', 'releases'))
    const io = { npm, store, scratch: join(scratch, 'work'), node: node24, say: (line: string) => void process.stdout.write(`${line}\n`), signal: stop.signal }
    return report(await syncReleases(chosen, new Set(force), io), all, store)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function readArgs(words: readonly string[]): { only: readonly Release[]; force: readonly Release[]; wantsHelp: boolean } {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { force: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } } })
    return { only: positionals, force: values.force ?? [], wantsHelp: values.help === true }
  } catch (error) {
    throw new UserError('usage', (error as Error).message, 'npm run sync:releases -- --help lists the options', exitCodes.usage)
  }
}

function choose(all: readonly Release[], named: readonly Release[]): readonly Release[] {
  const unknown = named.filter((release) => !all.includes(release))
  if (unknown.length > 0) throw new UserError('unknown-release', `The registry has no stable OpenClaw release ${unknown.join(', ')}.`, `the newest are ${all.slice(0, 5).join(', ')}`, exitCodes.usage)
  return named.length === 0 ? all : all.filter((release) => named.includes(release))
}

function report(failures: readonly SyncFailure[], all: readonly Release[], store: Store): ExitCode {
  const [facts, schemas] = [store.facts(), store.releasesWithSchema()]
  process.stdout.write(`\n${facts.length} of ${all.length} releases are in the catalogue, ${schemas.length} with a schema of their own.\n`)
  if (failures.length === 0) return exitCodes.ok
  process.stdout.write(`\nNot recorded:\n${failures.map(({ release, reason }) => `  ${release}: ${reason}`).join('\n')}\nRun the same command again to try these once more.\n`)
  return exitCodes.failed
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (stop.signal.aborted) {
    process.stderr.write('Stopped; what was recorded stays. The same command goes on from here.\n')
    process.exitCode = exitCodes.cancelled
  } else if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n  ${error.hint}\n`)
    process.exitCode = error.exitCode
  } else if (error instanceof ProgramFailure) {
    process.stderr.write(`npm cannot list the releases of OpenClaw: ${error.message}\n  npm view openclaw versions shows more\n`)
    process.exitCode = exitCodes.failed
  } else throw error
}
