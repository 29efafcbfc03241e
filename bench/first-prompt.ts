import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, type Subject } from './measure.ts'

/** A program that asks, and what its first question begins with. */
export interface Asking extends Subject {
  readonly prompt: RegExp
}

const LONGEST = 30_000
const GONE = 200

/** Milliseconds from the start to the first question on a terminal of 80 columns; in turns, the median of each. */
export async function timesToFirstPrompt(subjects: readonly Asking[], rounds: number): Promise<ReadonlyMap<string, number>> {
  const times = new Map(subjects.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) for (const subject of subjects) times.get(subject.name)!.push(await timeToPrompt(subject, round))
  return new Map([...times].map(([name, all]) => [name, median(all)]))
}

/** `script` gives the program a terminal. */
async function timeToPrompt({ name, words, cwd, env, prompt }: Asking, round: number): Promise<number> {
  const start = performance.now()
  const line = ['stty cols 80 rows 40;', 'exec', ...words(round).map((word) => `'${word}'`)].join(' ')
  const child = spawn('script', ['-qfec', line, '/dev/null'], { cwd, env: { ...process.env, TERM: 'xterm-256color', ...env }, stdio: ['pipe', 'pipe', 'ignore'], detached: true })
  let said = ''
  try {
    return await Promise.race([
      new Promise<number>((resolve) => child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8')
        if (prompt.test(said)) resolve(performance.now() - start)
      })),
      sleep(LONGEST, undefined, { ref: false }).then(() => {
        throw new Error(`${name} asked nothing in ${LONGEST / 1000} s, it said: ${JSON.stringify(said)}`)
      }),
    ])
  } finally {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // It ended by itself: what was wanted.
    }
    // The next one meets a machine on which this one is gone.
    await sleep(GONE)
  }
}
