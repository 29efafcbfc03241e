import type { KeyPath } from '../../merge/value.ts'
import type { Place, Rule, Sighting } from '../rule.ts'
import { tableOf, type FlyToml } from '../subject/fly-toml.ts'
import { flagIn, gatewayBind, gatewayCommand, gatewayPort, hasTunnel, saidPorts, variable } from '../subject/gateway.ts'
import { channelsIn, type Subject } from '../subject/subject.ts'

export const e05: Rule = {
  id: 'E05',
  title: 'Ports do not agree',
  why: 'Fly calls a port that nothing listens on: the page answers 502, the check fails, and commands in the machine do not find the gateway.',
  needs: ['fly'],
  look: (subject) => [...lookAtPorts(subject), ...lookAtKnowledge(subject), ...lookAtBind(subject), ...lookAtIgnored(subject)],
}

/** Everything that names a port must name the one that the gateway takes. */
function lookAtPorts(subject: Subject): readonly Sighting[] {
  const { fly, config } = subject
  const port = gatewayPort(subject)
  if (port === undefined) return []
  const [, ...others] = saidPorts(subject)
  return [
    ...fly!.services.filter(({ internalPort }) => internalPort !== undefined && internalPort !== port && !channelPorts(subject).includes(internalPort)).map(({ path, table, internalPort }) =>
      differs(table.internal_port === undefined ? 'internal_port is missing, so Fly calls 8080' : `internal_port is ${internalPort}`, fly!, [...path, 'internal_port'], port)),
    ...fly!.checks.filter((check) => check.port !== undefined && check.port !== port).map(({ path, port: asked }) => differs(`the check asks at port ${asked}`, fly!, [...path, 'port'], port)),
    ...others.filter((said) => said.port !== port).map((said) => {
      const file = said.where.file === config?.name ? config : fly!
      const value = file === config ? port : String(port)
      const editable = said.path !== undefined && file.at(...said.path) !== undefined
      return { ...different(`${said.path?.join('.') ?? 'the command'} is ${said.port}`, said.where, port), ...(editable && { fix: { file: file.name, edits: [{ kind: 'set' as const, path: said.path!, value }] } }) }
    }),
  ]
}

/** Ports on which channels that are set up listen themselves: a service may lead there. */
function channelPorts({ config, catalog }: Subject): readonly number[] {
  const ids = config === undefined ? [] : [...channelsIn(config).map(([id]) => id), ...Object.keys(tableOf(tableOf(config.at('plugins')).entries))]
  return catalog.flatMap(({ id, plugin, fly }) => (fly?.webhook?.port !== undefined && (ids.includes(id) || (plugin !== undefined && ids.includes(plugin.id))) ? [fly.webhook.port] : []))
}

function differs(what: string, fly: FlyToml, path: KeyPath, port: number): Sighting {
  return { ...different(what, fly.place(...path), port), fix: { file: fly.name, edits: [{ kind: 'set', path, value: port }] } }
}

function different(what: string, where: Place, port: number): Sighting {
  return { what: `${what}, and the gateway listens on ${port}`, where, cure: [`write ${port} there`] }
}

/** Commands in the machine do not see the gateway's command line. */
function lookAtKnowledge(subject: Subject): readonly Sighting[] {
  const { fly, config } = subject
  const flag = flagIn(gatewayCommand(subject), 'port')
  const port = gatewayPort(subject)
  if (flag === undefined || config === undefined || variable(subject, 'OPENCLAW_GATEWAY_PORT') !== undefined || config.at('gateway', 'port') !== undefined) return []
  return [{
    severity: 'warning',
    what: `the port ${flag} is on the command line alone`,
    why: 'Commands in the machine look for the gateway at 18789, so "openclaw devices list" and with it the approval of a browser fail.',
    where: fly!.place(...(fly!.gatewayProcess?.path ?? [])),
    cure: [`below [env]: OPENCLAW_GATEWAY_PORT = "${flag}"`],
    fix: { file: fly!.name, edits: [{ kind: 'set', path: ['env', 'OPENCLAW_GATEWAY_PORT'], value: String(port) }] },
  }]
}

/** Fly's edge and its checks come from outside the loopback. */
function lookAtBind(subject: Subject): readonly Sighting[] {
  const bind = gatewayBind(subject)
  if (bind?.bind !== 'loopback' || subject.fly!.services.length === 0 || gatewayCommand(subject) === undefined || hasTunnel(subject)) return []
  return [{
    what: 'the gateway listens on the loopback alone, and a service leads to it',
    why: 'Fly says "not listening on the expected address", and nobody gets in.',
    where: bind.where,
    cure: ['"--bind lan" in the start command, or gateway.bind: "lan"'],
  }]
}

/** Names that guides give and OpenClaw does not read. */
function lookAtIgnored({ fly }: Subject): readonly Sighting[] {
  const instead: Readonly<Record<string, string>> = { PORT: 'OPENCLAW_GATEWAY_PORT = "3000"', OPENCLAW_PORT: 'OPENCLAW_GATEWAY_PORT = "3000"', OPENCLAW_GATEWAY_BIND: '"--bind lan" in the start command' }
  return Object.entries(instead).flatMap(([name, cure]): Sighting[] => {
    const counts = name === 'OPENCLAW_GATEWAY_BIND' ? /--bind\b/ : /--port\b/
    if (!Object.hasOwn(fly!.env, name) || counts.test(fly!.commands) || !/\bgateway\b/.test(fly!.commands) || Object.hasOwn(fly!.env, 'OPENCLAW_GATEWAY_PORT')) return []
    return [{ severity: 'warning', what: `OpenClaw does not read ${name}`, why: 'It looks as if it decided where the gateway listens, and decides nothing.', where: fly!.place('env', name), cure: [cure] }]
  })
}
