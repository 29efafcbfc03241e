import type { Given, GivenValue } from '../answers/given.ts'
import { looksLikeSecret } from '../answers/secret-shapes.ts'
import { nearest } from '../answers/suggest.ts'
import { findChannel, type ChannelCatalog } from '../channels/catalog.ts'
import type { Channel } from '../channels/define.ts'
import { ProblemsError, UserError, type Problem } from '../errors.ts'
import { parseFlags } from './args.ts'
import { givenAmong } from './create-flags.ts'
import { answersOf, flagsOf } from './flags.ts'
import { readSide, type Side } from './update-flags.ts'

/** What the command line asks of `add` and `remove`, besides what an update takes. */
export interface ChannelOptions {
  readonly folder: string | undefined
  readonly names: readonly string[]
  readonly given: Given
  readonly account: string | undefined
  readonly agent: string | undefined
  readonly plugin: string | undefined
  readonly id: string | undefined
  readonly secrets: readonly string[]
  readonly preset: string | undefined
  readonly dryRun: boolean
  readonly json: boolean
  readonly yes: boolean
  readonly conflicts: Side | undefined
}

/** @throws UserError, ProblemsError with everything wrong */
export function parseChannelCommand(words: readonly string[], catalog: ChannelCatalog, adds: boolean): ChannelOptions {
  const command = adds ? 'add' : 'remove'
  const answers = answersOf(command, catalog, words)
  const { positionals, values, mistake } = parseFlags(words, flagsOf(command, catalog, words), Number.POSITIVE_INFINITY)
  if (mistake !== undefined) throw mistake
  const text = (name: string): string | undefined => values.get(name) as string | undefined
  const conflicts = readSide(text('conflicts'))
  if (conflicts instanceof UserError) throw conflicts
  return {
    folder: text('C'),
    names: positionals,
    given: new Map(givenAmong(values, answers)),
    account: text('account'),
    agent: text('agent'),
    plugin: text('plugin'),
    id: text('id'),
    secrets: (values.get('secret') as readonly string[] | undefined) ?? [],
    preset: text('preset'),
    dryRun: values.has('dry-run'),
    json: values.has('json'),
    yes: values.has('yes'),
    conflicts,
  }
}

/** The channels that were named, each once. @throws ProblemsError naming every word that is none, or is there twice */
export function namedChannels(names: readonly string[], catalog: ChannelCatalog): readonly Channel[] {
  const problems: Problem[] = []
  const channels: Channel[] = []
  for (const name of names) {
    const channel = findChannel(catalog, name)
    const shown = looksLikeSecret(name) ? 'what looks like a secret' : JSON.stringify(name)
    if (channel === undefined) problems.push(unknownChannel(name, shown, catalog))
    else if (channels.includes(channel)) problems.push({ where: shown, message: `${channel.label} is named twice` })
    else channels.push(channel)
  }
  if (problems.length > 0) throw new ProblemsError('channel', problems.length === 1 ? 'One word is no channel to work with.' : 'Some words are no channels to work with.', 'channels lists what there is; nothing was changed', problems)
  return channels
}

function unknownChannel(name: string, shown: string, catalog: ChannelCatalog): Problem {
  const near = nearest(name, catalog.flatMap(({ id, aliases }) => [id, ...aliases]))
  return { where: shown, message: 'there is no such channel', hint: near === undefined ? 'the command channels lists them; a plugin that is not among them: --plugin PACKAGE --id ID' : `did you mean ${near}?` }
}

/** The flags for a channel as those of one of its accounts. */
export function forAccount(given: Given, id: string, account: string): Given {
  return new Map([...given].map(([key, value]): [string, GivenValue] => (key.startsWith(`${id}.`) && !key.startsWith(`${id}.accounts.`) ? [`${id}.accounts.${account}.${key.slice(id.length + 1)}`, value] : [key, value])))
}
