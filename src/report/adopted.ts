import type { Answers } from '../answers/answers.ts'
import { answerFlags } from '../answers/flags.ts'
import { placeWords, type ReadAnswers } from '../check/adopt/found-answer.ts'
import { wordFor } from '../render/shell-word.ts'
import type { FileSet } from '../render/file-set.ts'
import { findingsJson, findingsLines, type CheckReport } from './findings.ts'
import { nextStepLines, type NextStep } from './next-steps.ts'
import { hanging, wrapWords } from './wrap.ts'

/** What adopting a folder is about. */
export interface Adoption {
  readonly folder: string
  /** As the person would type it. */
  readonly directory: string
  /** Whose shell the commands are for. */
  readonly platform: NodeJS.Platform
  readonly answers: Answers
  readonly read: ReadAnswers
  /** Files that are not there, without the base. */
  readonly added: FileSet
  /** Paths of files of the person's that stand where ours would. */
  readonly kept: readonly string[]
  /** What of the person's own files has to be seen to by hand. */
  readonly advice: readonly string[]
  /** What the rules say of the deployment that it becomes. */
  readonly check: CheckReport
}

const COLUMN = 22

/** What is said before the first question. */
export function readLines({ answers, notes }: ReadAnswers, width: number): readonly string[] {
  const names = answers.map(({ key }) => key).join(', ')
  return [
    ...wrapWords(names === '' ? 'Nothing could be read out of your files: all is asked for now.' : `Read out of your files: ${names}. What is not there is asked for now.`, width),
    ...notes.flatMap((note) => hanging('  ', note, width)),
    '',
  ]
}

/** What was read and what would be added, before anybody is asked. */
export function adoptionLines({ answers, read, added, kept, advice }: Adoption, width: number): readonly string[] {
  const places = new Map(read.answers.map(({ key, where }) => [`--${key}`, placeWords(where)]))
  const rows = answerFlags(answers).map(([flag, value]) => hanging(`  ${flag.slice(2)}`.padEnd(COLUMN), `${value}  (${places.get(flag) ?? 'not in your files'})`, width))
  return [
    'Read out of your files:',
    ...rows.flat(),
    ...(read.notes.length === 0 ? [] : ['', 'Not taken from your files:', ...read.notes.flatMap((note) => hanging('  ', note, width))]),
    '',
    ...wrapWords(`Added: ${[...(added.size === 0 ? [] : [`${countedFiles(added.size)}, ${topLevel(added.keys()).join(', ')}, and`]), '.openclaw-fly/, which remembers what was made.'].join(' ')}`, width),
    ...wrapWords(kept.length === 0 ? 'None of them is there yet.' : `Yours, and not touched: ${topLevel(kept).join(', ')}.`, width),
    ...(advice.length === 0 ? [] : ['', 'For you to see to:', ...advice.flatMap((line) => hanging('  - ', line, width))]),
  ]
}

/** What came of it, what is to be mended, and what to do now. */
export function adoptedLines(adoption: Adoption, isWritten: boolean, width: number): readonly string[] {
  const { directory, added, check } = adoption
  if (!isWritten) return ['', 'Nothing was written: this was a dry run.', '', ...findingsLines(check, width)]
  return [
    '',
    ...wrapWords(`${directory} is a deployment now: ${added.size === 0 ? 'no file was' : added.size === 1 ? 'one file was' : `${added.size} files were`} added, none of yours was changed.`, width),
    '',
    ...findingsLines(check, width),
    '',
    'Next:',
    ...nextStepLines(nextSteps(adoption), width),
  ]
}

/** The same for programs. */
export function adoptionJson(adoption: Adoption, isWritten: boolean): object {
  const { folder, answers, read, added, kept, advice, check } = adoption
  return {
    folder,
    written: isWritten,
    answers,
    read: read.answers.map(({ key, where }) => ({ answer: key, file: where.file, line: where.line ?? null })),
    notes: read.notes,
    added: [...added.keys()],
    kept,
    advice,
    check: findingsJson(check),
    next: nextSteps(adoption).map(([command]) => command),
  }
}

/** Without a package.json of ours, scripts are started by their names. */
function nextSteps({ directory, platform, kept, check }: Adoption): readonly NextStep[] {
  const [errors, fixable] = [check.findings.some(({ severity }) => severity === 'error'), check.findings.some(({ fix }) => fix !== undefined)]
  return [
    [`cd ${wordFor(platform)(directory)}`, ''],
    ...(fixable ? [['npx create-openclaw-fly@latest check --fix', errors ? 'mends what it can; the rest is said above' : 'mends the warnings that it can'] as const] : []),
    [kept.includes('package.json') ? 'node scripts/deploy.mjs' : 'npm run deploy', 'deploys it, to the app that is there or to a new one'],
  ]
}

function countedFiles(count: number): string {
  return count === 1 ? 'one file' : `${count} files`
}

/** Of a folder only its name. */
function topLevel(paths: Iterable<string>): readonly string[] {
  return [...new Set([...paths].map((path) => path.replace(/\/.*$/, '/')))]
}
