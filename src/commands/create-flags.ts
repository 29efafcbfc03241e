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
  const answers = answerFlags(catalog, words)
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
export function answerFlags(catalog: ChannelCatalog, words: readonly string[] = []): readonly FlagSpec[] {
  const own = questions.map(({ key, kind }: Question): FlagSpec => ({ name: key, type: 'string', multiple: kind === 'list' }))
  const channels = catalog.flatMap((channel) =>
    Object.entries(channel.questions).map(([name, { kind }]): FlagSpec => ({ name: `${channel.id}.${name}`, type: 'string', multiple: kind === 'list' })),
  )
  const places = catalog.flatMap((channel): FlagSpec[] => [{ name: `${channel.id}.agent`, type: 'string' }, { name: `${channel.id}.accounts`, type: 'string', multiple: true }])
  return [...own, ...channels, ...places, ...accountFlags(catalog, words)]
}

/** Flags of further accounts, as the words name them: `--telegram.accounts.work.user-id`. */
function accountFlags(catalog: ChannelCatalog, words: readonly string[]): readonly FlagSpec[] {
  const named = words.flatMap((word) => {
    const [, id, account, question] = /^--([a-z0-9-]+)[.]accounts[.]([a-z0-9]+)[.]([a-z0-9-]+)(?:=|$)/.exec(word) ?? []
    const channel = catalog.find((one) => one.id === id)
    if (channel === undefined || (question !== 'agent' && !Object.hasOwn(channel.questions, question!))) return []
    return [{ name: `${id}.accounts.${account}.${question}`, type: 'string' as const, multiple: channel.questions[question!]?.kind === 'list' }]
  })
  return [...new Map(named.map((spec) => [spec.name, spec])).values()]
}
