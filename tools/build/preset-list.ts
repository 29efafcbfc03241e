import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Plugin } from 'rolldown'

/** The module that stands for the folder of presets: one file in the package, for opening some thirty takes longer than running them. */
const ALL = '\0all-presets'

/**
 * Presets are found by listing their folder. In the package the module that does so (src/preset-files.ts) is another
 * one, with the same functions: the list is that of the day of the build.
 */
export function listPresets(module: RegExp, folder: string): Plugin {
  const ids = readdirSync(folder).filter((name) => name.endsWith('.ts')).map((name) => basename(name, '.ts')).toSorted()
  const all = `${ids.map((id, at) => `import p${at} from ${JSON.stringify(join(folder, `${id}.ts`))}`).join('\n')}\nexport const presets = [${ids.map((_, at) => `p${at}`).join(', ')}]\n`
  const listed = `export const loadChannelIds = async () => ${JSON.stringify(ids)}\nexport const loadPresets = async () => (await import(${JSON.stringify(ALL)})).presets\n`
  let wasFound = false
  return {
    name: 'list-presets',
    resolveId: (id) => (id === ALL ? ALL : null),
    load(id) {
      if (id === ALL) return all
      if (!module.test(id.replaceAll('\\', '/'))) return null
      wasFound = true
      return listed
    },
    buildEnd(error) {
      if (error === undefined && !wasFound) throw new Error(`no module is ${module.source}, which tools/build/preset-list.ts was to replace by a list`)
    },
  }
}
