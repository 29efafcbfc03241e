import { readdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Channel } from './channels/define.ts'
import { here } from './own-files.ts'

/*
 * Our channel presets, found by listing their folder: to add a channel is to add a file. In the package this module is
 * another one, which the build makes of the same list (tools/build/preset-list.ts): opening thirty files takes longer
 * than running them.
 */

/** The ids of our channels in the order of the alphabet, without loading them: each file is named by its id. */
export async function loadChannelIds(): Promise<readonly string[]> {
  return readdirSync(here('./channels/presets/')).map((name) => name.replace(/\.ts$/, '')).toSorted()
}

export async function loadPresets(): Promise<readonly Channel[]> {
  return Promise.all((await loadChannelIds()).map(async (id) => ((await import(pathToFileURL(here(`./channels/presets/${id}.ts`)).href)) as { default: Channel }).default))
}
