import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'

/** A chunk of the build as rolldown hands it to plugins: what is looked at here. */
export interface BuiltChunk {
  readonly type: 'chunk'
  /** Names of other chunks, and of what was not bundled. */
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  readonly exports: readonly string[]
  readonly modules: Readonly<Record<string, { readonly renderedLength: number }>>
}

export type Bundle = Readonly<Record<string, BuiltChunk | { readonly type: 'asset' }>>

/** The same where its code is written, and may still be changed. */
export type WrittenBundle = Readonly<Record<string, (BuiltChunk & { code: string }) | { readonly type: 'asset' }>>

/** What rolldown gives a plugin that adds a file to the build. */
export interface Emitting {
  readonly emitFile: (file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }) => unknown
}

/** A package of which something is in the build. */
export interface Package {
  readonly name: string
  readonly version: string
  readonly folder: string
}

/** The packages of which code is in the chunks, sorted by name. */
export function packagesIn(bundle: Bundle): readonly Package[] {
  const ids = chunksOf(bundle).flatMap(({ modules }) => Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])))
  const folders = new Set(ids.flatMap((id) => packageFolder(id) ?? []))
  return [...folders].map(readPackage).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** What the chunks import that is neither another chunk nor part of Node: it would have to be installed beside us. */
export function importsFromOutside(bundle: Bundle): readonly string[] {
  const all = chunksOf(bundle).flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
  return [...new Set(all)].filter((name) => !(name in bundle) && !isBuiltin(name)).toSorted()
}

function chunksOf(bundle: Bundle): readonly BuiltChunk[] {
  return Object.values(bundle).filter((output) => output.type === 'chunk')
}

/** Folder of the package that a module belongs to, the innermost one; undefined for our own modules. */
function packageFolder(id: string): string | undefined {
  return /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1]
}

function readPackage(folder: string): Package {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package
  return { name, version, folder }
}
