import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { ChannelCatalog } from './channels/catalog.ts'
import { here } from './own-files.ts'
import { loadOwnPresets, withOwnPresets } from './own-presets.ts'
import { readPackedTemplates } from './packed-templates.ts'
import { loadPresets } from './preset-files.ts'
import { schemaSet, type SchemaSet } from './releases/schemas.ts'
import type { CompiledTemplate, Template, TemplateSet } from './render/templates.ts'

/*
 * Reads what the program ships: channel presets, templates and schemas. The pure layers get them as values.
 * Schemas lie at the same place beside src/load.ts and in dist; the templates are one file there, and so are the presets.
 */

/**
 * Every preset, in the order of their labels.
 * @param deployment its folder, where one is worked on: it may have presets of its own
 * @throws ProblemsError with every mistake in those
 */
export async function loadChannels(deployment?: string): Promise<ChannelCatalog> {
  const ours = await (presets ??= loadOurChannels())
  return deployment === undefined ? ours : withOwnPresets(ours, loadOwnPresets(deployment))
}

/** Loaded once: a command asks for them from several sides, and each look goes through some thirty files. */
let presets: Promise<ChannelCatalog> | undefined

async function loadOurChannels(): Promise<ChannelCatalog> {
  return (await loadPresets()).toSorted((a, b) => (a.label.toLowerCase() < b.label.toLowerCase() ? -1 : 1))
}

let templates: TemplateSet | undefined

/** Every file below `templates/`, by its path there; always the same set, by which the renderer knows what it has compiled. */
export function loadTemplates(): TemplateSet {
  return (templates ??= readTemplates())
}

function readTemplates(): TemplateSet {
  const file = here('./templates.br')
  if (!existsSync(file)) return readTemplateTexts()
  const { texts, compiled } = readPackedTemplates(unpack(file))
  // As Handlebars itself does with what it compiles.
  const specifications = new Function(`return ${compiled}`)() as Record<string, CompiledTemplate>
  return new Map<string, Template>([...texts, ...Object.entries(specifications)])
}

/** The texts, as the sources have them. */
export function readTemplateTexts(): ReadonlyMap<string, string> {
  const folder = here('../templates/')
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    paths.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8').replaceAll('\r\n', '\n')]
    }),
  )
}

/** Room for a file in one or two pieces: to join small ones takes time, and so does room that is not filled. */
const ROOM = 1024 * 1024

function unpack(file: string): Buffer {
  return brotliDecompressSync(readFileSync(file), { chunkSize: ROOM })
}

let schemas: SchemaSet | undefined

/** The recorded configuration schemas of OpenClaw, unpacked once: one command looks at them from several sides. */
export function loadSchemas(): SchemaSet {
  schemas ??= schemaSet(unpack(here('./releases/schemas.br')))
  return schemas
}

/** The program that keeps a rehearsal's processes: Node runs it as it is, from src as from dist. */
export function keeperProgram(): string {
  return here('./rehearse/keeper.mjs')
}

/** Reads the secrets of these names from a deployment's `.env`. */
export type ReadEnvFile = (folder: string, names: readonly string[]) => ReadonlyMap<string, string>

/** As the deployment's own scripts read it: the same file does it, so that both refuse the same. */
export async function loadEnvFileReader(): Promise<ReadEnvFile> {
  // @ts-expect-error: it is a part of deployments and has no declarations; tsconfig.emitted.json checks it.
  return ((await import('../templates/deployment/scripts/lib/env-file.mjs')) as { readEnvFile: ReadEnvFile }).readEnvFile
}
