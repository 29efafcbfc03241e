import { isList, isTable, type KeyPath, type Table, type Value } from '../../merge/value.ts'
import type { Rule } from '../rule.ts'
import { tableOf } from '../subject/fly-toml.ts'
import { channelsIn } from '../subject/subject.ts'

export const w11: Rule = {
  id: 'W11',
  title: 'Strangers reach a shell',
  why: 'Everybody who finds the bot may tell it what to do, and it has tools that run commands in the machine.',
  needs: ['config'],
  look({ config }) {
    if (!mayExecute(tableOf(config!.at('tools')))) return []
    return channelsIn(config!).flatMap(([id, settings]) => openPolicies(settings, ['channels', id])).map((path) => ({
      what: `${path.join('.')} is open, and the agent may run commands`,
      where: config!.place(...path),
      cure: [`${String(path.at(-1))}: "${path.at(-1) === 'dmPolicy' ? 'pairing' : 'allowlist'}"`, 'or take the commands away: tools.profile: "messaging", tools.exec.security: "deny"'],
    }))
  },
}

/** Of the channel, and of each of its accounts. */
function openPolicies(settings: Table, path: KeyPath): readonly KeyPath[] {
  const own = ['dmPolicy', 'groupPolicy'].filter((key) => settings[key] === 'open').map((key) => [...path, key])
  return [...own, ...Object.entries(tableOf(settings.accounts)).flatMap(([id, account]) => (isTable(account) ? openPolicies(account, [...path, 'accounts', id]) : []))]
}

function mayExecute(tools: Table): boolean {
  const { security, mode } = tableOf(tools.exec)
  const names = (value: Value | undefined): readonly Value[] => (isList(value) ? value : [])
  const denied = names(tools.deny).some((name) => name === 'exec' || name === 'group:runtime' || name === '*')
  return tools.profile !== 'messaging' && tools.profile !== 'minimal' && security !== 'deny' && mode !== 'deny' && !denied
}
