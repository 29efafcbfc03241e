import type { Readable } from 'node:stream'
import type { Reading } from '../../render/fly-commands.ts'
import { FlyError } from './fly-error.ts'
import { loadConfig, type FlyToml } from './fly-toml.ts'
import type { MachineFiles } from './machine-files.ts'
import type { App, Organisation, State } from './state.ts'

/** One call of `fly`, after its words were read: what a command needs to answer it. */
export interface Invocation extends Reading {
  readonly state: State
  readonly files: MachineFiles
  /** Changes as flyctl changes it: `deploy DIR` moves there before it looks for anything. */
  cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly stdin: Readable
  readonly readStdin: () => Promise<string>
  readonly out: (text: string | Buffer) => void
  readonly err: (text: string | Buffer) => void
  /** What ends when the caller is gone, so that nothing is left running. */
  readonly onGone: (end: () => void) => void
  /** A moment after all earlier ones, as Fly writes it. */
  readonly now: () => string
  /** Text that no earlier call gave, in the letters of Fly's identifiers. */
  readonly newId: () => string
}

export const value = ({ flags }: Invocation, name: string): string | undefined => flags.get(name)?.at(-1)
export const isOn = (call: Invocation, name: string): boolean => value(call, name) === 'true'

export function printJson({ out }: Invocation, data: unknown): void {
  out(`${JSON.stringify(data, null, 4)}\n`)
}

/** internal/command/command.go, RequireSession. */
export function requireSession({ state }: Invocation): void {
  if (!state.signedIn) throw new FlyError("No access token available. Please login with 'flyctl auth login'")
}

/** `-a`, else FLY_APP, else the `app` of the configuration (internal/command/command.go, RequireAppName). */
export function requireAppName(call: Invocation): { readonly name: string; readonly config: FlyToml | undefined } {
  requireSession(call)
  const config = loadConfig(call.cwd, value(call, 'config'))
  const name = value(call, 'app') ?? call.env.FLY_APP ?? config?.app
  if (!name) throw new FlyError('the config for your app is missing an app name, add an app field to the fly.toml file or specify with the -a flag')
  return { name, config }
}

/** Fly does not tell an app of another account from one that does not exist. */
export function requireApp(call: Invocation, prefix = ''): App {
  const { name } = requireAppName(call)
  return findApp(call, name, prefix)
}

export function findApp({ state }: Invocation, name: string, prefix = ''): App {
  const app = state.apps.find((one) => one.name === name)
  if (app === undefined) throw new FlyError(`${prefix}Could not find App "${name}"`)
  return app
}

export function organisationOf({ state }: Invocation, slug: string): Organisation {
  const found = state.organisations.find((one) => one.slug === slug)
  if (found === undefined) throw new FlyError(`organization ${slug} not found`)
  return found
}
