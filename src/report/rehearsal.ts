import { hanging, wrapWords } from './wrap.ts'

/** `unchecked`: it could not be looked at, and why is said; that is never counted as passed. */
export type Outcome = 'passed' | 'failed' | 'unchecked'

/** One thing that a rehearsal looks at. */
export interface Check {
  /** For programs, such as `pairing`. */
  readonly id: string
  /** For people. */
  readonly title: string
  readonly outcome: Outcome
  /** The line that shows it: what was measured, or what a program said. */
  readonly line: string
  /** Further lines that help. */
  readonly more: readonly string[]
}

/** What a rehearsal found. */
export interface Rehearsal {
  readonly app: string
  readonly release: string
  /** Version of the Node that OpenClaw ran on. */
  readonly node: string
  /** Name of the Fly file that was followed. */
  readonly flyFile: string
  readonly access: 'public' | 'private'
  /** Names of the secrets with a real value, and of those with a stand-in. */
  readonly secrets: { readonly real: readonly string[]; readonly standIns: readonly string[] }
  readonly checks: readonly Check[]
  /** What was not as on Fly. */
  readonly differences: readonly string[]
  readonly seconds: number
  /** Folder with the programs, which stay for the next time. */
  readonly cache: string
}

export function hasFailed({ checks }: Rehearsal): boolean {
  return checks.some(({ outcome }) => outcome === 'failed')
}

/** The report for people, `width` columns wide; a word that is longer stays whole. */
export function rehearsalLines(rehearsal: Rehearsal, width: number): readonly string[] {
  const { app, release, node, flyFile, checks, differences } = rehearsal
  return [
    ...wrapWords(`${app} with OpenClaw ${release} on Node ${node}, as ${flyFile} starts it:`, width),
    '',
    ...checks.flatMap((check) => checkLines(check, width)),
    '',
    'Not as on Fly:',
    ...differences.flatMap((difference) => hanging('  - ', difference, width)),
    '',
    ...wrapWords(summary(rehearsal), width),
  ]
}

const MARK = 11

function checkLines({ title, outcome, line, more }: Check, width: number): readonly string[] {
  return [...hanging(outcome.padEnd(MARK), title, width), ...[line, ...more].flatMap((one) => hanging(' '.repeat(MARK), one, width))]
}

function summary({ checks, seconds, cache }: Rehearsal): string {
  const count = (wanted: Outcome): number => checks.filter(({ outcome }) => outcome === wanted).length
  const parts = [`${count('passed')} passed`, `${count('failed')} failed`, ...(count('unchecked') > 0 ? [`${count('unchecked')} could not be checked`] : [])]
  return `${parts.join(', ')}, in ${Math.round(seconds)} s. Nothing of it is left on this computer but OpenClaw and its Node in ${cache}.`
}

/** The same for programs. */
export function rehearsalJson(rehearsal: Rehearsal): object {
  return { passed: !hasFailed(rehearsal), ...rehearsal }
}
