import type { Given, GivenValue } from '../answers/given.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import type { UserError } from '../errors.ts'
import { parseFlags, type FlagSpec, type ParsedArgs } from './args.ts'
import { answersOf, flagsOf } from './flags.ts'

/** What the command line asks of `create`. */
export interface CreateOptions {
  readonly directory: string | undefined
  readonly answersFile: string | undefined
  readonly yes: boolean
  readonly dryRun: boolean
  readonly json: boolean
  readonly clone: boolean
  /** The answers among the flags. */
  readonly given: Given
  /** Everything that is wrong with the command line. */
  readonly mistake: UserError | undefined
}

/** adopt takes the same answers, and reads no file of them and no source. */
export function parseCreate(words: readonly string[], catalog: ChannelCatalog, command: 'create' | 'adopt' = 'create'): CreateOptions {
  const answers = answersOf(command, catalog, words)
  const { positionals, values, mistake } = parseFlags(words, flagsOf(command, catalog, words), 1)
  return {
    directory: positionals[0],
    answersFile: values.get('answers') as string | undefined,
    yes: values.has('yes'),
    dryRun: values.has('dry-run'),
    json: values.has('json'),
    clone: !values.has('no-clone'),
    given: new Map(givenAmong(values, answers)),
    mistake,
  }
}

/** The answers among a command line's flags. */
export function givenAmong(values: ParsedArgs['values'], answers: readonly FlagSpec[]): readonly (readonly [string, GivenValue])[] {
  return answers.flatMap(({ name }): (readonly [string, GivenValue])[] => {
    const value = values.get(name)
    return value === undefined ? [] : [[name, { value, where: `--${name}`, layer: 'flag' }]]
  })
}
