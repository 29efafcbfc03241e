import type { Given, GivenValue } from '../answers/given.ts'
import { questions, type Question } from '../answers/questions.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import type { UserError } from '../errors.ts'
import { parseFlags, type FlagSpec, type ParsedArgs } from './args.ts'

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

const switches = ['yes', 'dry-run', 'json', 'no-clone'] as const

export function parseCreate(words: readonly string[], catalog: ChannelCatalog): CreateOptions {
  const answers = answerFlags(catalog)
  const { positionals, values, mistake } = parseFlags(words, [...answers, { name: 'answers', type: 'string' }, ...switches.map((name): FlagSpec => ({ name, type: 'boolean' }))], 1)
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

/** Each question is a flag, and each channel's question is `--<channel>.<question>`. */
export function answerFlags(catalog: ChannelCatalog): readonly FlagSpec[] {
  const own = questions.map(({ key, kind }: Question): FlagSpec => ({ name: key, type: 'string', multiple: kind === 'list' }))
  const channels = catalog.flatMap((channel) =>
    Object.entries(channel.questions).map(([name, { kind }]): FlagSpec => ({ name: `${channel.id}.${name}`, type: 'string', multiple: kind === 'list' })),
  )
  return [...own, ...channels]
}
