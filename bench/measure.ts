import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'

/** A program as it is run: its words, and where. */
export interface Subject {
  readonly name: string
  readonly words: (round: number) => readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Milliseconds of one run. */
export interface Time {
  readonly wall: number
  /** User and system time of the process and of those that it waited for. */
  readonly cpu: number
}

/** Runs subjects in turns, so that all meet the same machine, and gives the median of each. */
export function inTurns(subjects: readonly Subject[], rounds: number): ReadonlyMap<string, Time> {
  const times = new Map(subjects.map(({ name }) => [name, [] as Time[]]))
  for (let round = 0; round < rounds; round++) for (const subject of subjects) times.get(subject.name)!.push(timeOf(subject, round))
  return new Map([...times].map(([name, all]) => [name, { wall: median(all.map(({ wall }) => wall)), cpu: median(all.map(({ cpu }) => cpu)) }]))
}

/** bash knows what a child has used, which Node does not tell. */
function timeOf({ name, words, cwd = tmpdir(), env = {} }: Subject, round: number): Time {
  const { stderr, status } = spawnSync('bash', ['-c', `TIMEFORMAT='%3R %3U %3S'; time "$@" >/dev/null 2>&1 </dev/null`, 'bash', ...words(round)], { cwd, env: { ...process.env, ...env }, encoding: 'utf8' })
  const [real, user, system] = stderr.trim().split(/\s+/).map(Number)
  if (status !== 0 || system === undefined) throw new Error(`${name} failed (${status}): ${words(round).join(' ')}`)
  return { wall: real! * 1000, cpu: (user! + system) * 1000 }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`
}

export function ratio(value: number, floor: number): string {
  return `${(value / floor).toFixed(2)} ×`
}
