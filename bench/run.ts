import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * How long the built program takes beside a Node that does nothing, in one run and in turns, so that both meet the same
 * machine. It prints, it never judges: the goal for a whole deployment is twice the baseline plus 150 ms.
 */

const ROUNDS = 15
const cli = join(import.meta.dirname, '..', 'dist', 'cli.mjs')
if (!existsSync(cli)) throw new Error('dist/cli.mjs is missing: npm run build makes it')
const scratch = mkdtempSync(join(tmpdir(), 'openclaw-fly-bench-'))

const all = ['--channel', 'discord', '--channel', 'slack', '--channel', 'telegram']
const subjects: readonly (readonly [name: string, words: (round: number) => readonly string[]])[] = [
  ['node -e 0 (baseline)', () => ['-e', '0']],
  ['--version', () => [cli, '--version']],
  ['--help', () => [cli, '--help']],
  ['a deployment, no channel', (round) => [cli, `plain-${round}`, '--yes', '--no-clone']],
  ['a deployment, three channels', (round) => [cli, `three-${round}`, '--yes', '--no-clone', ...all]],
]

function time(words: readonly string[]): number {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: scratch, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return Number(process.hrtime.bigint() - start) / 1e6
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

try {
  const times = subjects.map((): number[] => [])
  for (let round = 0; round < ROUNDS; round++) subjects.forEach(([, words], index) => times[index]!.push(time(words(round))))
  const baseline = median(times[0]!)
  console.log(`median of ${ROUNDS} rounds, Node ${process.version}\n`)
  for (const [index, [name]] of subjects.entries()) {
    const ms = median(times[index]!)
    console.log(`${name.padEnd(30)} ${ms.toFixed(0).padStart(5)} ms   ${(ms / baseline).toFixed(2).padStart(5)} × baseline   ${(ms - baseline).toFixed(0).padStart(5)} ms over it`)
  }
  console.log(`${'goal for a deployment'.padEnd(30)} ${(2 * baseline + 150).toFixed(0).padStart(5)} ms`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
