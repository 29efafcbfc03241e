import { PORT } from '../fly/constants.ts'
import { callerInsteadOfRelay, callerThroughEdge, callerThroughRelay, type Caller } from './caller.ts'
import { createCertificate } from './certificate.ts'
import { startEdge } from './edge.ts'
import type { HealthCheck } from './fly-file.ts'
import type { Keeper, Running } from './keeper.ts'
import type { Programs } from './openclaw.ts'
import type { OwnAddresses } from './place.ts'
import type { Stage } from './stage.ts'
import { HEALTH_PATH } from './start.ts'
import type { Deployment } from './tools.ts'

/** Addresses for documentation (RFC 5737): nobody has them. */
const CLIENT_ADDRESS = '192.0.2.77'
const APP_ADDRESS = '198.51.100.10'

/** A machine that was started, and the way to it from outside. */
export interface Machine {
  readonly running: Running
  readonly caller: Caller
  /** What kept the caller from coming as on Fly; null where nothing did. */
  readonly detour: string | null
  /** Fly's checks, and our own look at the health path, to the ports as they are here. */
  readonly checks: readonly HealthCheck[]
  readonly close: () => Promise<void>
}

/** Addresses that the gateway is called from here, and that its copy of the configuration trusts. */
export function trustedHere({ fly }: Pick<Deployment, 'fly'>, { ipv4 }: OwnAddresses): readonly string[] {
  return fly.edgePort === null ? [ipv4 ?? [], '127.0.0.1'].flat() : ['127.0.0.1', APP_ADDRESS]
}

/** Starts the deployment's command, with an edge in front where Fly has one. */
export async function startMachine(deployment: Deployment, stage: Stage, env: Readonly<Record<string, string>>, { openclaw, node }: Programs, addresses: OwnAddresses, keeper: Keeper): Promise<Machine> {
  const { caller, detour, close } = deployment.fly.edgePort === null ? wayThroughRelay(deployment, stage, addresses) : await wayThroughEdge(deployment, stage, deployment.fly.edgePort)
  const [program = '', ...args] = stage.command
  const running = keeper.start({ file: program === 'node' ? node.file : program, args, cwd: openclaw.folder, env }, { measured: true })
  return { running, caller, detour, checks: checksHere(deployment, stage), close }
}

interface Way extends Pick<Machine, 'caller' | 'detour' | 'close'> {}

async function wayThroughEdge({ host, fly }: Deployment, { translation }: Stage, port: number): Promise<Way> {
  const name = host ?? `${fly.app}.fly.dev`
  const certificate = createCertificate([name], new Date())
  const edge = await startEdge({ upstream: { host: '127.0.0.1', port: translation.ports.get(port)! }, certificate, appAddress: APP_ADDRESS, clientAddress: () => CLIENT_ADDRESS })
  return { caller: callerThroughEdge(name, edge.port, certificate.cert), detour: null, close: edge.close }
}

function wayThroughRelay({ fly }: Deployment, { translation }: Stage, { ipv4, ipv6 }: OwnAddresses): Way {
  const shown = Number(fly.env['OPENCLAW_GATEWAY_PORT'] ?? PORT)
  const port = translation.ports.get(shown) ?? shown
  const close = (): Promise<void> => Promise.resolve()
  const lacks = ipv4 === undefined ? 'no IPv4 address' : ipv6 === undefined ? 'no IPv6 address' : null
  // A command without a relay is reached by nobody on the private network; that is found out by calling.
  if (lacks === null || !fly.command.some((word) => word.startsWith('--relay='))) return { caller: callerThroughRelay(shown, port, ipv6 ?? '::1'), detour: null, close }
  return { caller: callerInsteadOfRelay(shown, port), detour: `this computer has ${lacks} beside its own loopback, so the relay was not called; the gateway was called as the relay would`, close }
}

function checksHere({ fly }: Deployment, { translation }: Stage): readonly HealthCheck[] {
  const named = fly.checks.map((check) => ({ ...check, port: translation.ports.get(check.port) ?? check.port }))
  const port = named[0]?.port ?? translation.ports.get(fly.edgePort ?? Number(fly.env['OPENCLAW_GATEWAY_PORT']))
  return named.some(({ path }) => path === HEALTH_PATH) || port === undefined ? named : [...named, { port, path: HEALTH_PATH, method: 'GET', headers: {} }]
}
