/** One secret that a deployment needs: only its name ever reaches a file. */
export interface SecretSpec {
  /** Name of the environment variable, and of the secret at Fly. */
  readonly name: string
  /** What it is, in the person's words: `Discord bot token`. */
  readonly label: string
  /** Where to get it: a page, or a short instruction. */
  readonly where: string
  /** Regular expression (anchored, no flags) that every real value matches. */
  readonly pattern?: string
  /** Shape of a value, never a real one. */
  readonly example?: string
  readonly optional?: boolean
  readonly multiline?: boolean
  /** The secrets script makes the value itself when Fly has none. */
  readonly generate?: 'hex32'
  /** Of one that is made: why the person should keep it too. Absent: nobody but the gateway ever needs it. */
  readonly keep?: string
}

/** How openclaw.json names a secret without its value (OpenClaw's SecretRef; docs/gateway/secrets.md of 2026.9.6). */
export interface SecretRef {
  readonly source: 'env'
  readonly provider: 'default'
  readonly id: string
}

export function secretRef(name: string): SecretRef {
  return { source: 'env', provider: 'default', id: name }
}

/**
 * OpenClaw refuses to bind beyond loopback without a token. It generates none itself on Fly, so the secrets script does.
 */
export const gatewayToken: SecretSpec = {
  name: 'OPENCLAW_GATEWAY_TOKEN',
  label: 'Gateway token',
  where: 'made for you by npm run secrets',
  pattern: '^[A-Za-z0-9_-]{32,256}$',
  generate: 'hex32',
  keep: 'You need it to log in to the Control UI (npm run open).',
}
