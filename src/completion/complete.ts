import { questions } from '../answers/questions.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import type { FlagSpec } from '../commands/args.ts'
import { flagsOf } from '../commands/flags.ts'
import { commandNames, isCommandName, type CommandName } from '../commands/names.ts'
import { channelsOf, valuesOf, type Candidate, type Completion } from './values.ts'

/** The shells that a script is written for. */
export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** What `--help` says of a command's flags, by their names; and of the commands, by theirs. */
export type Abouts = (command: CommandName | 'create') => ReadonlyMap<string, string>

/**
 * What can follow on a command line. Pure: what a folder holds is the shell's to know.
 * @param typed the words after the program's name; the last is being written, and may be empty
 */
export function complete(typed: readonly string[], catalog: ChannelCatalog, about: Abouts): Completion {
  const words = joined(typed)
  const [current = '', before] = [words.at(-1), words.slice(0, -1)]
  const command = isCommandName(before[0]) ? before[0] : 'create'
  const flags = flagsOf(command, catalog, before)
  const open = flags.find(({ name, type }) => type === 'string' && before.at(-1) === dashed(name))
  if (open !== undefined) return starting(current, valuesOf(open.name, catalog))
  const [, flag, value] = /^--([^=]+)=(.*)$/s.exec(current) ?? []
  if (flag !== undefined) return { candidates: starting(value!, valuesOf(flag, catalog)).candidates.map((one) => ({ ...one, value: `--${flag}=${one.value}` })) }
  if (current.startsWith('-')) return starting(current, { candidates: flagCandidates(flags, before, current).map((name) => candidate(name, about(command).get(name) ?? aboutAnswer(name.slice(2), catalog))) })
  return starting(current, before.length === 0 ? firstWords(about('create')) : wordsOf(command, before, catalog))
}

/** bash takes `--flag=value` apart into three words. */
function joined(typed: readonly string[]): readonly string[] {
  return typed.flatMap((word, at) => (word === '=' && typed[at - 1]?.startsWith('--') ? (at === typed.length - 1 ? [''] : []) : [word]))
}

function starting(current: string, { candidates, ...rest }: Completion): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(current)), ...rest }
}

function firstWords(abouts: ReadonlyMap<string, string>): Completion {
  return { candidates: commandNames.map((value) => candidate(value, abouts.get(value))), paths: 'folders' }
}

function wordsOf(command: CommandName | 'create', before: readonly string[], catalog: ChannelCatalog): Completion {
  if (command === 'add' || command === 'remove' || command === 'channels') return { candidates: channelsOf(catalog).filter(({ value }) => !before.includes(value)) }
  if (command === 'completion') return { candidates: shells.map((value) => ({ value })) }
  return command === 'create' || command === 'adopt' ? { candidates: [], paths: 'folders' } : { candidates: [] }
}

/** Those that may still be given; a channel's own only where the channel is named, for there are some two hundred. */
function flagCandidates(flags: readonly FlagSpec[], before: readonly string[], current: string): readonly string[] {
  const wanted = flags.filter(({ name, multiple }) => {
    const [channel] = name.split('.')
    const named = !name.includes('.') || before.includes(channel!) || current.startsWith(`--${channel}.`)
    return named && (multiple === true || !before.some((word) => word === dashed(name) || word.startsWith(`${dashed(name)}=`)))
  })
  return [...wanted.map(({ name }) => dashed(name)), '--help']
}

/** What an answer's flag asks for; that of a channel has the words of its question. */
function aboutAnswer(name: string, catalog: ChannelCatalog): string | undefined {
  const [id, question] = [name.split('.')[0], name.split('.').at(-1)!]
  return questions.find(({ key }) => key === name)?.help ?? catalog.find((channel) => channel.id === id)?.questions[question]?.label
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`
}

function candidate(value: string, about: string | undefined): Candidate {
  return about === undefined ? { value } : { value, about }
}
