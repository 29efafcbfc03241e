import type { Answers } from '../answers/answers.ts'
import { limitsOf } from '../channels/catalog.ts'
import type { Channel } from '../channels/define.ts'
import type { FileSet } from '../render/file-set.ts'
import { neededSecrets } from '../render/needed-secrets.ts'
import type { Target } from '../workspace/target.ts'
import { nextStepLines, nextSteps } from './next-steps.ts'
import { checkedLine } from './release-notes.ts'
import { repeatLines, repeatWords } from './repeat.ts'
import { wrapWords } from './wrap.ts'

/** What became of the clone: there, not wanted, not tried, or not to be had now (and why). */
export type CloneOutcome = 'cloned' | 'not-asked' | 'dry-run' | { readonly offline: string }

/** What `create` did, or would do. */
export interface Created {
  readonly answers: Answers
  readonly channels: readonly Channel[]
  readonly target: Target
  /** The files that a person reads; the base is not among them. */
  readonly files: FileSet
  readonly cloned: CloneOutcome
  /** The folder as the person would type it. */
  readonly directory: string
  /** Whose shell the commands are for. */
  readonly platform: NodeJS.Platform
  /** What a person should know of the release that was taken, in sentences. */
  readonly notes: readonly string[]
}

/** What a person reads at the end. */
export function createdLines(created: Created, width: number): readonly string[] {
  const { answers, directory, cloned, files, notes, platform } = created
  const wrapped = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => wrapWords(text, width))
  const repeat = ['', 'The same again:', ...repeatLines(repeated(created), platform, width)]
  if (cloned === 'dry-run') return [`Would write ${files.size} files to ${directory}:`, ...[...files.keys()].map((path) => `  ${path}`), ...wrapped(notes), ...repeat]
  return [
    ...wrapped([`${directory} is ready: ${files.size} files.`, checkedLine(answers.release), ...notes, ...cloneLines(created), ...channelLines(created)]),
    '',
    'Next:',
    ...nextStepLines(nextSteps(answers, directory, platform), width),
    '',
    'RUNBOOK.md in it says everything else.',
    ...repeat,
  ]
}

function repeated({ answers, directory, cloned }: Created): readonly string[] {
  return repeatWords(answers, directory, answers.image.build === 'image' || cloned !== 'not-asked')
}

function cloneLines({ answers, cloned }: Created): readonly string[] {
  if (answers.image.build === 'image' || cloned === 'cloned') return []
  const why = typeof cloned === 'object' ? ` (${cloned.offline})` : ''
  return [`OpenClaw itself was not cloned${why}; npm run deploy does it.`]
}

function channelLines({ answers, channels }: Created): readonly string[] {
  return channels.flatMap((channel) =>
    limitsOf(channel, answers.channels[channel.id] ?? {}).map(({ what, flag }) => `${channel.label}: ${what}, because ${flag} was left open.`),
  )
}

/** The same for programs; `clone` is null for image builds. */
export function createdJson(created: Created): object {
  const { answers, channels, target, files, cloned, directory, notes, platform } = created
  return {
    folder: target.path,
    dryRun: cloned === 'dry-run',
    answers,
    files: [...files].map(([path, { text, mode }]) => ({ path, bytes: Buffer.byteLength(text), mode: mode.toString(8) })),
    secrets: neededSecrets(answers, channels).map(({ name, label, where, optional }) => ({ name, label, where, optional: optional ?? false })),
    clone: answers.image.build === 'image' ? null : typeof cloned === 'object' ? { done: false, reason: cloned.offline } : { done: cloned === 'cloned' },
    notes,
    next: nextSteps(answers, directory, platform).map(([command]) => command),
    repeat: repeated(created),
  }
}
