import type { GivenValue, Given } from '../answers/given.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { joinMistakes, UserError, exitCodes } from '../errors.ts'
import { parseFlags } from './args.ts'
import { givenAmong } from './create-flags.ts'
import { answersOf, flagsOf } from './flags.ts'

/** How the places that both sides changed are settled where nobody is asked. */
export type Side = 'mine' | 'new'

/** What the command line asks of `update`. */
export interface UpdateOptions {
  readonly folder: string | undefined
  /** The answers among the flags; `--to` is the release. */
  readonly given: Given
  readonly dryRun: boolean
  readonly json: boolean
  readonly yes: boolean
  readonly clone: boolean
  /** Going back to an older release is meant: rollback.mjs sees to the data. */
  readonly rollback: boolean
  /** Paths that are to be as they would be emitted. */
  readonly restore: readonly string[]
  readonly conflicts: Side | undefined
  readonly mistake: UserError | undefined
}

export function parseUpdate(words: readonly string[], catalog: ChannelCatalog): UpdateOptions {
  const answers = answersOf('update', catalog, words)
  const { values, mistake } = parseFlags(words, flagsOf('update', catalog, words), 0)
  const side = readSide(values.get('conflicts'))
  const to = values.get('to') as string | undefined
  const release: readonly (readonly [string, GivenValue])[] = to === undefined ? [] : [['release', { value: to, where: '--to', layer: 'flag' }]]
  return {
    folder: values.get('C') as string | undefined,
    given: new Map([...givenAmong(values, answers), ...release]),
    dryRun: values.has('dry-run'),
    json: values.has('json'),
    yes: values.has('yes'),
    clone: !values.has('no-clone'),
    rollback: values.has('rollback'),
    restore: (values.get('restore') as readonly string[] | undefined) ?? [],
    conflicts: side instanceof UserError ? undefined : side,
    mistake: joinMistakes([['command line', mistake], ['--conflicts', side]]),
  }
}

/** The value of `--conflicts`, or what is wrong with it. */
export function readSide(given: unknown): Side | UserError | undefined {
  if (given === undefined || given === 'mine' || given === 'new') return given
  return new UserError('usage', '--conflicts takes mine or new', 'mine keeps yours everywhere, new takes what is generated now', exitCodes.usage)
}
