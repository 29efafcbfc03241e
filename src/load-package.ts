import type { ChannelCatalog } from './channels/catalog.ts'
import { loadChannels, loadSchemas, loadTemplates } from './load.ts'
import type { SchemaSet } from './releases/schemas.ts'
import type { TemplateSet } from './render/templates.ts'
import { loadVersion } from './own-files.ts'

/** What the functions of the library want besides answers. */
export interface LoadedPackage {
  readonly catalog: ChannelCatalog
  readonly templates: TemplateSet
  readonly schemas: SchemaSet
  /** Version of the package, which deployments name. */
  readonly generator: string
}

/**
 * Reads what the package ships; nothing else of it is impure.
 * @param deployment its folder, where it may have channel presets of its own
 * @throws Error with every mistake in those
 */
export async function load(deployment?: string): Promise<LoadedPackage> {
  return { catalog: await loadChannels(deployment), templates: loadTemplates(), schemas: loadSchemas(), generator: loadVersion() }
}
