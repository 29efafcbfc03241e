import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Plugin } from 'rolldown'

/** The modules that stand for the folder of presets in the package, as entries of the build. */
export const presetEntries = { presets: 'folder:presets', 'channel-ids': 'folder:channel-ids' } as const

/**
 * Presets are found by listing their folder; in the package they are one file, for opening some thirty takes longer than
 * running them. Their ids are another one, for whoever wants no more.
 */
export function listPresets(folder: string): Plugin {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts')).toSorted()
  const ids = files.map((name) => basename(name, '.ts'))
  const sources: Readonly<Record<string, string>> = {
    [presetEntries.presets]: `${files.map((name, at) => `import p${at} from ${JSON.stringify(join(folder, name))}`).join('\n')}\nexport default [${files.map((_, at) => `p${at}`).join(', ')}]\n`,
    [presetEntries['channel-ids']]: `export default ${JSON.stringify(ids)}\n`,
  }
  return {
    name: 'list-presets',
    resolveId: (id) => (Object.hasOwn(sources, id) ? `\0${id}` : null),
    load: (id) => sources[id.replace(/^\0/, '')] ?? null,
  }
}
