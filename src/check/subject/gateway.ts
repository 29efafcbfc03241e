import { isTable, type KeyPath, type Value } from '../../merge/value.ts'
import type { Place } from '../rule.ts'
import { commandIn, variableIn } from './dockerfile.ts'
import { stringOf } from './fly-toml.ts'
import type { Subject } from './subject.ts'
import { readPort } from './units.ts'

/** OpenClaw's own port where nothing else is said. */
const DEFAULT_PORT = 18_789

/** The command line that starts the gateway, as far as files tell: that of a script is not seen. */
export function gatewayCommand({ fly, dockerfile }: Subject): string | undefined {
  const own = fly?.gatewayProcess?.command
  const command = own ?? (fly?.image !== undefined && /\/openclaw\/openclaw[:@]?/.test(fly.image) ? OFFICIAL_COMMAND : dockerfile && commandIn(dockerfile))
  return command !== undefined && /\bgateway\b/.test(command) ? command : undefined
}

/** What the official image starts (its `CMD` in 2026.9.6). */
const OFFICIAL_COMMAND = 'node openclaw.mjs gateway --allow-unconfigured'

/** The value of a flag in a command line: `--port 3000`, `--port=3000`. */
export function flagIn(command: string | undefined, flag: string): string | undefined {
  return new RegExp(`(?:^|\\s)--${flag}(?:=|\\s+)["']?([^\\s"']+)`).exec(command ?? '')?.[1]
}

/** A value and where it is said; `path` where an edit can change it. */
export interface Said {
  readonly port: number
  readonly where: Place
  readonly path: KeyPath | undefined
}

/** A variable of the machine: of the Fly file, of the command, or of the Dockerfile. */
export function variable(subject: Subject, name: string): { readonly value: string; readonly where: Place } | undefined {
  const { fly, dockerfile } = subject
  const inEnv = fly === undefined || !Object.hasOwn(fly.env, name) ? undefined : fly.env[name]
  if (fly !== undefined && inEnv !== undefined && !isTable(inEnv)) return { value: String(inEnv), where: fly.place('env', name) }
  const inCommand = new RegExp(`\\b${name}=["']?([^\\s"']+)`).exec(fly?.commands ?? '')?.[1]
  if (fly !== undefined && inCommand !== undefined) return { value: inCommand, where: fly.place(...(fly.gatewayProcess?.path ?? ['processes'])) }
  const inImage = fly?.image === undefined && dockerfile !== undefined ? variableIn(dockerfile, name) : undefined
  return inImage === undefined ? undefined : { value: inImage, where: { file: dockerfile!.name } }
}

/** Each place that says a port for the gateway, the one that counts first (flag, variable, configuration; 2026.9.6). */
export function saidPorts(subject: Subject): readonly Said[] {
  const { fly, config } = subject
  const flag = readPort(flagIn(gatewayCommand(subject), 'port'))
  const env = variable(subject, 'OPENCLAW_GATEWAY_PORT')
  const [envPort, configPort] = [readPort(env?.value), readPort(config?.at('gateway', 'port'))]
  return [
    ...(flag === undefined || fly === undefined ? [] : [{ port: flag, where: fly.place(...(fly.gatewayProcess?.path ?? [])), path: undefined }]),
    ...(envPort === undefined ? [] : [{ port: envPort, where: env!.where, path: ['env', 'OPENCLAW_GATEWAY_PORT'] }]),
    ...(configPort === undefined ? [] : [{ port: configPort, where: config!.place('gateway', 'port'), path: ['gateway', 'port'] }]),
  ]
}

/** The port that the gateway listens on; undefined where a script decides. */
export function gatewayPort(subject: Subject): number | undefined {
  return saidPorts(subject)[0]?.port ?? (gatewayCommand(subject) === undefined ? undefined : DEFAULT_PORT)
}

/** `lan`, `loopback` …: the flag, or else the configuration. */
export function gatewayBind(subject: Subject): { readonly bind: string; readonly where: Place } | undefined {
  const flag = flagIn(gatewayCommand(subject), 'bind')
  if (flag !== undefined && subject.fly !== undefined) return { bind: flag, where: subject.fly.place(...(subject.fly.gatewayProcess?.path ?? [])) }
  const bind = stringOf(subject.config?.at('gateway', 'bind'))
  return bind === undefined ? undefined : { bind, where: subject.config!.place('gateway', 'bind') }
}

/** Programs that bring callers to the gateway from inside the machine. */
const tunnels = /\b(?:cloudflared|tailscaled?|ngrok|socat|frpc|zerotier|wireguard|caddy|nginx|traefik|haproxy|envoy)\b/i
const identityProxies = /\b(?:cloudflared|oauth2-proxy|pomerium|authelia|authentik|tailscaled?)\b/i

/** Whether something in the machine, as far as files tell, passes callers on to the gateway. */
export function hasTunnel(subject: Subject): boolean {
  const mode = stringOf(subject.config?.at('gateway', 'tailscale', 'mode'))
  return tunnels.test(textsOf(subject)) || (mode !== undefined && mode !== 'off')
}

/** Whether something that knows who calls may stand before the gateway. */
export function hasIdentityProxy(subject: Subject): boolean {
  return identityProxies.test(textsOf(subject))
}

function textsOf({ fly, dockerfile }: Subject): string {
  return [fly?.commands, fly?.image, dockerfile?.text].join('\n')
}

/** The value as a reference to a variable or a provider, which holds no secret. */
export function isReference(value: Value | undefined): boolean {
  return isTable(value) ? typeof value.source === 'string' : typeof value === 'string' && /^\$\{[A-Z_][A-Z0-9_]*(?::-)?\}$/.test(value)
}
