import { planUpdate, type OwnFile } from '../src/merge/plan.ts'
import { pool } from '../test/merge/pool.ts'
import { answersFor, renderAnswers } from '../test/support/answers.ts'
import type { FileSet } from '../src/render/file-set.ts'

/* One process of bench/scale.ts: works on so many deployments, one after the other, and prints milliseconds and MB. */

const [kind = '', count = ''] = process.argv.slice(2)
const answers = Array.from({ length: 20 }, (_, at) => answersFor({ app: `claw-${at}`, memory: at % 2 === 0 ? '3072' : '4096', channel: at % 3 === 0 ? ['telegram'] : ['discord', 'slack'], access: at % 5 === 0 ? 'private' : 'public' }))

/** What a person has in the folder: one value of fly.toml is theirs. */
function edited(base: FileSet): ReadonlyMap<string, OwnFile> {
  return new Map([...base].map(([path, { text, mode }]) => [path, { kind: 'text', text: path === 'fly.toml' ? text.replace('"300s"', '"240s"') : text, executable: mode === 0o755 }]))
}

const work: Readonly<Record<string, (at: number) => unknown>> = {
  render: (at) => renderAnswers(answers[at % answers.length]!),
  update: (at) => {
    const [base, theirs] = [pool[at % pool.length]!, pool[(at + 1) % pool.length]!]
    return planUpdate(theirs, { base, mine: edited(base) })
  },
}

// Templates are compiled once for a process, however many deployments it makes.
work[kind]!(0)
const start = performance.now()
for (let at = 0; at < Number(count); at++) work[kind]!(at)
console.log(JSON.stringify({ ms: performance.now() - start, mb: process.resourceUsage().maxRSS / 1024 }))
