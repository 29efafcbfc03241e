import { randomBytes } from 'node:crypto'
import type { SecretSpec } from '../secret.ts'
import { standIn } from './stand-ins.ts'

/** The secrets of a rehearsal, and where they come from. */
export interface Secrets {
  readonly values: ReadonlyMap<string, string>
  /** Names of those with a real value. */
  readonly real: readonly string[]
  /** Names of those with a stand-in. */
  readonly standIns: readonly string[]
}

/**
 * A value for every secret: the person's own, or a stand-in of the right shape. What the secrets script makes itself,
 * such as the gateway's token, is made for this rehearsal alone: a real one has no business outside of Fly.
 * @param own values from `.env`, by name
 */
export function gatherSecrets(specs: readonly SecretSpec[], more: readonly string[], own: ReadonlyMap<string, string>): Secrets {
  const all = [...specs, ...more.filter((name) => !specs.some((spec) => spec.name === name)).map((name) => ({ name }))] as readonly SecretSpec[]
  const wanted = all.filter(({ name, optional }) => own.has(name) || optional !== true)
  const values = wanted.map((spec) => [spec.name, spec.generate === undefined ? (own.get(spec.name) ?? standIn(spec)) : randomBytes(32).toString('hex')] as const)
  const given = wanted.filter(({ generate }) => generate === undefined).map(({ name }) => name)
  return { values: new Map(values), real: given.filter((name) => own.has(name)), standIns: given.filter((name) => !own.has(name)) }
}

/**
 * Names of environment variables that a configuration may take secrets from: `"id": "NAME"` of a secret reference, and
 * `${NAME}`. They are looked for in the text, as it may be JSON5.
 */
export function secretNamesIn(configuration: string): readonly string[] {
  const references = configuration.matchAll(/\bid["']?\s*:\s*["']([A-Z][A-Z0-9_]{2,})["']/g)
  const expansions = configuration.matchAll(/\$\{([A-Z][A-Z0-9_]{2,})\}/g)
  return [...new Set([...references, ...expansions].map(([, name]) => name!))]
}

/** A text without the values of secrets in it: their names stand there instead. */
export function withoutSecrets(text: string, { values }: Pick<Secrets, 'values'>): string {
  return [...values].filter(([, value]) => value.length >= 6).reduce((shown, [name, value]) => shown.replaceAll(value, `(${name})`), text)
}
