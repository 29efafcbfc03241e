import { accountsFault } from '../channels/availability.ts'
import type { Channel, ChannelAnswers } from '../channels/define.ts'
import type { Problem } from '../errors.ts'
import type { Answers } from './answers.ts'
import { answersOf } from './channel-answers.ts'
import type { Given, GivenValue } from './given.ts'
import { accept, parseEach, parseText, problemsIn, refuse, type Parsed } from './values.ts'

/** The agent that answers where nothing else is said. */
export const MAIN_AGENT = 'main'

type More = Pick<Answers, 'accounts' | 'agents'> & { readonly problems: readonly Problem[] }

/** Further accounts of the chosen channels, and which agent answers in each of their places. */
export function resolveAccounts(channels: readonly Channel[], release: string | undefined, given: Given): More {
  const problems: Problem[] = []
  const accounts: Record<string, Readonly<Record<string, ChannelAnswers>>> = {}
  const agents: Record<string, string> = {}
  for (const channel of channels) {
    readAgent(given.get(`${channel.id}.agent`), channel, channel.id, agents, problems)
    const own: Record<string, ChannelAnswers> = {}
    for (const name of accountNames(channel, release, given, problems)) {
      const at = `${channel.id}.accounts.${name}`
      own[name] = answersOf(channel, given, problems, at)
      readAgent(given.get(`${at}.agent`), channel, `${channel.id}.${name}`, agents, problems)
    }
    if (Object.keys(own).length > 0) accounts[channel.id] = own
  }
  return { ...(Object.keys(accounts).length > 0 && { accounts }), ...(Object.keys(agents).length > 0 && { agents }), problems: [...problems, ...strayAccounts(channels, accounts, given)] }
}

function accountNames(channel: Channel, release: string | undefined, given: Given, problems: Problem[]): readonly string[] {
  const value = given.get(`${channel.id}.accounts`)
  if (value === undefined) return []
  const fault = accountsFault(channel, release)
  if (fault !== undefined) {
    problems.push({ where: value.where, message: fault })
    return []
  }
  const parsed = parseEach(value, parseAccountName)
  problems.push(...problemsIn(parsed))
  return parsed.ok ? parsed.value.toSorted() : []
}

export function parseAccountName(given: GivenValue): Parsed<string> {
  const parsed = parseText(given)
  if (!parsed.ok) return parsed
  if (parsed.value === 'default') return refuse(given, 'default is the account that the channel has without this', 'give another name, such as work')
  return /^[a-z][a-z0-9]{0,29}$/.test(parsed.value) ? accept(parsed.value) : refuse(given, `${JSON.stringify(parsed.value)} is no name of an account`, 'lowercase letters and digits, such as work')
}

function readAgent(value: GivenValue | undefined, channel: Channel, place: string, agents: Record<string, string>, problems: Problem[]): void {
  if (value === undefined) return
  const parsed = parseText(value)
  if (!parsed.ok) problems.push(...problemsIn(parsed))
  else if (channel.place === 'plugin') problems.push({ where: value.where, message: `${channel.label} is bound to no agent` })
  else if (!/^[a-z][a-z0-9_-]{0,63}$/.test(parsed.value)) problems.push({ where: value.where, message: `${JSON.stringify(parsed.value)} is no name of an agent`, hint: 'lowercase letters, digits and dashes, such as work' })
  else if (parsed.value !== MAIN_AGENT) agents[place] = parsed.value
}

/** Answers for accounts that are not there. */
function strayAccounts(channels: readonly Channel[], accounts: Readonly<Record<string, object>>, given: Given): readonly Problem[] {
  return [...given].flatMap(([key, { where }]): Problem[] => {
    const [, id, name, question] = /^([^.]+)[.]accounts[.]([^.]+)[.](.+)$/.exec(key) ?? []
    const channel = channels.find((one) => one.id === id)
    if (channel === undefined || name === undefined) return []
    if (!Object.hasOwn(accounts[channel.id] ?? {}, name)) return [{ where, message: `${channel.label} has no account of this name`, hint: `add --${channel.id}.accounts NAME` }]
    return question === 'agent' || Object.hasOwn(channel.questions, question!) ? [] : [{ where, message: `${channel.label} has no such question`, hint: `it has ${Object.keys(channel.questions).join(', ') || 'none'}` }]
  })
}
