import path from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** How this computer reaches the network, which on Fly needs no settings. */
const NETWORK = /^(?:https?_proxy|no_proxy|all_proxy|node_extra_ca_certs|npm_config_registry)$/i

/** Without these, programs do not start on Windows. */
const WINDOWS = /^(?:systemroot|systemdrive|windir|comspec|pathext)$/i

export interface EnvironmentInput {
  /** The person's environment, of which next to nothing is taken. */
  readonly own: Env
  readonly platform: NodeJS.Platform
  /** Temporary folder that becomes HOME. */
  readonly home: string
  /** Folders with programs: of Node first, then of npm. */
  readonly programs: readonly string[]
  readonly app: string
  readonly region: string
}

/**
 * What a machine's programs find in their environment before `[env]` and the secrets are added: what the official image
 * sets, what Fly sets (https://fly.io/docs/machines/runtime-environment/), and how this computer reaches the network.
 */
export function machineEnvironment({ own, platform, home, programs, app, region }: EnvironmentInput): Record<string, string> {
  const taken = Object.entries(own).filter(([name]) => NETWORK.test(name) || (platform === 'win32' && WINDOWS.test(name)))
  const system = platform === 'win32' ? [path.win32.join(own['SystemRoot'] ?? String.raw`C:\Windows`, 'System32')] : ['/usr/local/bin', '/usr/bin', '/bin']
  return {
    ...(Object.fromEntries(taken) as Record<string, string>),
    PATH: [...new Set([...programs, ...system])].join(path.delimiter),
    HOME: home,
    TMPDIR: path.join(home, 'tmp'),
    ...(platform === 'win32' && { USERPROFILE: home, APPDATA: path.join(home, 'AppData', 'Roaming'), LOCALAPPDATA: path.join(home, 'AppData', 'Local'), TEMP: path.join(home, 'tmp'), TMP: path.join(home, 'tmp') }),
    NODE_ENV: 'production',
    FLY_APP_NAME: app,
    FLY_REGION: region,
    PRIMARY_REGION: region,
    FLY_PROCESS_GROUP: 'app',
    // As on Fly, OpenClaw then announces nothing to the local network (its plugin bonjour).
    FLY_MACHINE_ID: '00000000000000',
  }
}
