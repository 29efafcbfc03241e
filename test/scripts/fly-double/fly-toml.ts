import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import toml from '@iarna/toml'
import { FlyError } from './fly-error.ts'

/** The parts of fly.toml that the double acts on. */
export interface FlyToml {
  readonly file: string
  readonly app?: string
  readonly primary_region?: string
  readonly build?: { readonly image?: string; readonly dockerfile?: string }
  readonly env?: Readonly<Record<string, unknown>>
  readonly processes?: Readonly<Record<string, string>>
  readonly files?: readonly { readonly guest_path: string; readonly local_path?: string; readonly raw_value?: string }[]
  readonly http_service?: Readonly<Record<string, unknown>>
  readonly services?: readonly unknown[]
  readonly checks?: Readonly<Record<string, unknown>>
  readonly mounts?: Mount | readonly Mount[]
  readonly vm?: readonly { readonly memory?: string }[]
}

interface Mount {
  readonly source: string
  readonly destination: string
  readonly initial_size?: string
  readonly snapshot_retention?: number
}

export const mountsOf = ({ mounts }: FlyToml): readonly Mount[] => (mounts === undefined ? [] : [mounts].flat())
export const hasService = ({ http_service: http, services }: FlyToml): boolean => http !== undefined || (services ?? []).length > 0

/**
 * `-c` as flyctl looks for it (internal/command/command.go, LoadAppConfigIfPresent): a file or a folder, relative to the
 * working folder; without it, fly.toml there, if any.
 */
export function loadConfig(cwd: string, given: string | undefined): FlyToml | undefined {
  const candidates = given === undefined ? [join(cwd, 'fly.toml')] : [resolve(cwd, given), resolve(cwd, given, 'fly.toml')]
  const file = candidates.find((path) => existsSync(path) && path.endsWith('.toml'))
  if (file !== undefined) return parseConfig(file)
  if (given === undefined) return undefined
  throw new FlyError(`config file not found at specified path: ${given} (also tried: ${join(given, 'fly.toml')})`)
}

function parseConfig(file: string): FlyToml {
  try {
    return { ...toml.parse(readFileSync(file, 'utf8')), file } as unknown as FlyToml
  } catch (error) {
    throw new FlyError(`failed loading app config from ${file}: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
  }
}

/** `[[files]]` are read from the working folder, the Dockerfile from beside the configuration (deploy_build.go, config.go). */
export function checkLocalFiles(config: FlyToml, cwd: string): readonly { readonly guest_path: string; readonly raw_value: string }[] {
  const dockerfile = config.build?.dockerfile
  if (dockerfile !== undefined && !existsSync(join(dirname(config.file), dockerfile))) {
    throw new FlyError(`failed to fetch an image or build from source: dockerfile '${join(dirname(config.file), dockerfile)}' not found`)
  }
  return (config.files ?? []).map(({ guest_path: guestPath, local_path: localPath, raw_value: raw }) => ({
    guest_path: guestPath,
    raw_value: Buffer.from(raw ?? readLocal(resolve(cwd, localPath ?? ''), localPath ?? '')).toString('base64'),
  }))
}

function readLocal(path: string, shown: string): string {
  if (!existsSync(path)) throw new FlyError(`could not read file ${shown}: open ${shown}: no such file or directory`)
  return readFileSync(path, 'utf8')
}
