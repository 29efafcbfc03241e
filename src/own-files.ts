import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/*
 * What `--help` and `--version` read of the package, and nothing more. This file lies beside src/load.ts, and its code in
 * dist beside the built dist/cli.mjs, so that both find everything at the same places.
 */

/** Where something of the package lies, by its path from here. */
export function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

/** What a module of the package exports as its default. */
export async function importDefault<T>(path: string): Promise<T> {
  return ((await import(new URL(path, import.meta.url).href)) as { default: T }).default
}

/** The ids of our channels in the order of the alphabet, without loading them: each file is named by its id. */
export async function loadChannelIds(): Promise<readonly string[]> {
  if (existsSync(here('./channel-ids.mjs'))) return importDefault<readonly string[]>('./channel-ids.mjs')
  return readdirSync(here('./channels/presets/')).map((name) => name.replace(/\.ts$/, '')).toSorted()
}

/** Version of this program, from its package.json. */
export function loadVersion(): string {
  return (JSON.parse(readFileSync(here('../package.json'), 'utf8')) as { version: string }).version
}
