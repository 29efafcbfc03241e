import type { Table } from '../../merge/value.ts'
import type { Rule } from '../rule.ts'
import { channelsIn } from '../subject/subject.ts'

export const e14: Rule = {
  id: 'E14',
  title: 'The machine is stopped under its channels',
  why: 'A channel holds a connection open from inside, which Fly does not count as traffic: a machine that is stopped hears no message, and cron and heartbeat end with it.',
  needs: ['fly', 'config'],
  look({ fly, config }) {
    const listening = channelsIn(config!).filter(([id, settings]) => holdsConnection(id, settings)).map(([id]) => id)
    if (listening.length === 0) return []
    return fly!.services.filter(({ table }) => stops(table)).map(({ path, table }) => ({
      what: `auto_stop_machines is ${JSON.stringify(table.auto_stop_machines)}, and ${listening.join(', ')} ${listening.length === 1 ? 'needs' : 'need'} a machine that runs`,
      where: fly!.place(...path, 'auto_stop_machines'),
      cure: ['auto_stop_machines = "off"'],
      fix: { file: fly!.name, edits: [{ kind: 'set', path: [...path, 'auto_stop_machines'], value: 'off' }] },
    }))
  },
}

/** Fly stops none of the first `min_machines_running`. */
function stops({ auto_stop_machines: stop, min_machines_running: least }: Table): boolean {
  return stop !== undefined && stop !== false && stop !== 'off' && !(Number(least ?? 0) >= 1)
}

/** Channels that are called from outside; all others hold a connection, or ask again and again. */
const webhookChannels = new Set(['googlechat', 'msteams', 'line', 'sms', 'synology-chat', 'nextcloud-talk', 'zalo', 'wecom'])

function holdsConnection(id: string, settings: Table): boolean {
  if (id === 'slack') return settings.mode !== 'http'
  if (id === 'telegram') return settings.webhookUrl === undefined
  return !webhookChannels.has(id)
}
