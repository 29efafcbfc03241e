import { questions, type Question } from '../answers/questions.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import type { FlagSpec } from './args.ts'
import type { CommandName } from './names.ts'

const text = (...names: readonly string[]): readonly FlagSpec[] => names.map((name) => ({ name, type: 'string' }))
const many = (...names: readonly string[]): readonly FlagSpec[] => names.map((name) => ({ name, type: 'string', multiple: true }))
const switches = (...names: readonly string[]): readonly FlagSpec[] => names.map((name) => ({ name, type: 'boolean' }))

const update = [...text('C', 'to', 'conflicts'), ...many('restore'), ...switches('yes', 'dry-run', 'json', 'no-clone', 'rollback')]
const remove = [...text('C', 'conflicts', 'account'), ...switches('yes', 'dry-run', 'json')]

/** The flags of each command besides the answers: what it reads, and what a shell completes. */
const own: Readonly<Record<CommandName | 'create', readonly FlagSpec[]>> = {
  create: [...text('answers'), ...switches('yes', 'dry-run', 'json', 'no-clone')],
  update,
  add: [...remove, ...text('agent', 'plugin', 'id', 'preset'), ...many('secret')],
  remove,
  channels: [...text('C'), ...switches('json')],
  diff: update,
  check: [...text('C', 'from-scratch', 'config', 'openclaw', 'release'), ...switches('fix', 'json')],
  adopt: switches('yes', 'dry-run', 'json'),
  validate: [...text('release', 'from'), ...switches('json')],
  clone: [...text('C'), ...switches('json')],
  rehearse: [...text('C'), ...switches('json', 'stand-ins')],
  completion: switches('json'),
}

/** Every flag of a command; `words` may name further accounts, each of which has flags of its own. */
export function flagsOf(command: CommandName | 'create', catalog: ChannelCatalog, words: readonly string[]): readonly FlagSpec[] {
  return [...answersOf(command, catalog, words), ...own[command]]
}

/** The flags of a command that takes no answers. */
export function ownFlags(command: CommandName): readonly FlagSpec[] {
  return own[command]
}

/** The answers that a command takes as flags. */
export function answersOf(command: CommandName | 'create', catalog: ChannelCatalog, words: readonly string[]): readonly FlagSpec[] {
  if (command === 'create' || command === 'adopt') return answerFlags(catalog, words)
  // The release of an update is `--to`.
  if (command === 'update' || command === 'diff') return answerFlags(catalog, words).filter(({ name }) => name !== 'release')
  if (command === 'add') return answerFlags(catalog, words).filter(({ name }) => name.includes('.'))
  return []
}

/** Each question is a flag, and each channel's question is `--<channel>.<question>`. */
function answerFlags(catalog: ChannelCatalog, words: readonly string[]): readonly FlagSpec[] {
  const asked = questions.map(({ key, kind }: Question): FlagSpec => ({ name: key, type: 'string', multiple: kind === 'list' }))
  const channels = catalog.flatMap((channel) =>
    Object.entries(channel.questions).map(([name, { kind }]): FlagSpec => ({ name: `${channel.id}.${name}`, type: 'string', multiple: kind === 'list' })),
  )
  const places = catalog.flatMap((channel): FlagSpec[] => [{ name: `${channel.id}.agent`, type: 'string' }, { name: `${channel.id}.accounts`, type: 'string', multiple: true }])
  return [...asked, ...channels, ...places, ...accountFlags(catalog, words)]
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
