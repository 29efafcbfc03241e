import { findAll } from '../../src/check/find.ts'
import type { Finding } from '../../src/check/rule.ts'
import { readSubject, type Read, type SubjectFiles } from '../../src/check/subject/subject.ts'
import { catalog, schemas } from './answers.ts'

/** A sound deployment made by hand: no rule has anything to say about it. */
export const soundFly = `app = "lobster"
primary_region = "fra"
kill_signal = "SIGTERM"
kill_timeout = "300s"

[build]
  image = "ghcr.io/openclaw/openclaw:2026.9.6"

[env]
  OPENCLAW_STATE_DIR = "/data"
  OPENCLAW_GATEWAY_PORT = "3000"
  NODE_OPTIONS = "--max-old-space-size=2048"

[processes]
  app = "node openclaw.mjs gateway --allow-unconfigured --bind lan --port 3000"

[http_service]
  internal_port = 3000
  auto_stop_machines = "off"

  [[http_service.checks]]
    grace_period = "1m"
    path = "/healthz"

[[restart]]
  policy = "always"

[[vm]]
  size = "shared-cpu-2x"
  memory = "3gb"

[mounts]
  source = "openclaw_data"
  destination = "/data"
  initial_size = "3gb"
  snapshot_retention = 14
`

export const soundConfig = `{
  // what everybody needs
  gateway: {
    mode: 'local',
    port: 3000,
    auth: { mode: 'token', rateLimit: { maxAttempts: 10 } },
    trustedProxies: ['172.16.0.0/12', '2a09:8280:1::1'],
    controlUi: { allowedOrigins: ['https://lobster.fly.dev'] },
    terminal: { enabled: false },
  },
  channels: {
    discord: { enabled: true, dmPolicy: 'pairing' },
  },
  plugins: { entries: { discord: { enabled: true } } },
}
`

type Change = readonly [from: string, to: string]

export interface Changes {
  /** Each replaces a part of the sound file; `all` stands in its place. */
  readonly fly?: readonly Change[] | string
  readonly config?: readonly Change[] | string | null
  readonly dockerfile?: string
  readonly files?: Partial<SubjectFiles>
}

export function filesWith({ fly = [], config = [], dockerfile, files }: Changes): SubjectFiles {
  return {
    fly: { name: 'fly.toml', text: changed(soundFly, fly) },
    ...(config !== null && { config: { name: 'openclaw.json', text: changed(soundConfig, config) } }),
    ...(dockerfile !== undefined && { dockerfile: { name: 'Dockerfile', text: dockerfile } }),
    isOurs: false,
    ...files,
  }
}

export function readWith(changes: Changes): Read {
  return readSubject(filesWith(changes), catalog, schemas)
}

/** Findings of one rule, each as `(warning: )?` and the line that it names, or the file where it names none. */
export function found(id: string, changes: Changes): readonly string[] {
  const files = filesWith(changes)
  const { findings } = findAll(readSubject(files, catalog, schemas))
  return findings.filter((finding) => finding.id === id).map((finding) => described(finding, files))
}

function described({ id, severity, where }: Finding, files: SubjectFiles): string {
  const file = [files.fly, files.otherFly, files.config, files.dockerfile].find((one) => one?.name === where.file)
  const line = where.line === undefined || file === undefined || !('text' in file) ? where.file : file.text.split(/\r?\n/)[where.line - 1]!.trim()
  return `${severity === 'warning' && id.startsWith('E') ? 'warning: ' : ''}${line}`
}

function changed(text: string, changes: readonly Change[] | string): string {
  if (typeof changes === 'string') return changes
  return changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`nothing to replace: ${from}`)
    return before.replace(from, () => to)
  }, text)
}
