import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The ids of our channels in the order of the alphabet, without loading them: each file is named by its id. */
export async function loadChannelIds(): Promise<readonly string[]> {
  if (existsSync(here('./channel-ids.mjs'))) return importDefault<readonly string[]>('./channel-ids.mjs')
  return readdirSync(here('./channels/presets/')).map((name) => name.replace(/\.ts$/, '')).toSorted()
}

/** What a module beside this one, or beside the built program, exports as its default. */
export async function importDefault<T>(path: string): Promise<T> {
  return ((await import(new URL(path, import.meta.url).href)) as { default: T }).default
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
