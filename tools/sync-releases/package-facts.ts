import { createReadStream } from 'node:fs'
import { readTarGz } from '../../src/clone/tar.ts'
import type { ReleaseFacts, SchemaVersions } from '../../src/releases/facts.ts'
import type { Release } from '../../src/releases/release.ts'

/** The files of the package that say something about it; the manifests were not below `dist` before 2026.3.22. */
const telling = /^package\/(?:package\.json|dist\/build-info\.json|dist\/channel-catalog\.json|(?:dist\/)?extensions\/[^/]+\/openclaw\.plugin\.json)$/

/** What a package is made of, as far as we ask: text of the telling files, and every path. Paths start at its root. */
export interface PackageContent {
  readonly texts: ReadonlyMap<string, string>
  readonly paths: ReadonlySet<string>
}

/** Reads the `.tgz` that `npm pack` fetched. @throws DamagedArchive */
export async function readPackage(tarball: string): Promise<PackageContent> {
  const [texts, paths] = [new Map<string, string>(), new Set<string>()]
  let parts: Buffer[] | undefined
  let at = ''
  await readTarGz(createReadStream(tarball), {
    begin: ({ path }) => {
      at = path.replace(/^package\//, '')
      paths.add(at)
      parts = telling.test(path) ? [] : undefined
    },
    piece: (bytes) => void parts?.push(bytes),
    end: () => {
      if (parts !== undefined) texts.set(at, Buffer.concat(parts).toString('utf8'))
    },
  })
  return { texts, paths }
}

/** @throws TypeError naming the file of the package that is not as it was in every release until now */
export function packageFacts(release: Release, { texts, paths }: PackageContent): ReleaseFacts {
  const json = (path: string): Record<string, unknown> => record(path, parse(path, texts.get(path)))
  const manifest = json('package.json')
  if (manifest.version !== release) throw new TypeError(`package.json is of ${String(manifest.version)}`)
  const entry = text('package.json: bin.openclaw', record('package.json: bin', manifest.bin).openclaw).replace(/^\.\//, '')
  if (!paths.has(entry)) throw new TypeError(`${entry}, which package.json names, is not in the package`)
  const schemaVersions = versions((manifest.openclaw as { schemaVersions?: unknown } | undefined)?.schemaVersions)
  const bundled = sorted([...texts].filter(([path]) => path.endsWith('/openclaw.plugin.json')).flatMap(([path]) => channelsOf(path, json(path))))
  const catalog = texts.has('dist/channel-catalog.json') ? externalChannels(json('dist/channel-catalog.json')) : []
  return {
    release,
    built: day(json('dist/build-info.json').builtAt),
    node: text('package.json: engines.node', record('package.json: engines', manifest.engines).node),
    entry,
    ...(schemaVersions && { schemaVersions }),
    bundled,
    external: sorted(catalog.filter((id) => !bundled.includes(id))),
  }
}

function parse(path: string, content = 'null'): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    throw new TypeError(`${path} is not JSON`, { cause: error })
  }
}

function versions(value: unknown): SchemaVersions | undefined {
  if (value === undefined) return undefined
  const { state, agent } = record('package.json: openclaw.schemaVersions', value)
  if (!Number.isSafeInteger(state) || !Number.isSafeInteger(agent)) throw new TypeError('package.json: openclaw.schemaVersions has no state or no agent')
  return { state, agent } as SchemaVersions
}

function channelsOf(path: string, { channels }: Record<string, unknown>): readonly string[] {
  return channels === undefined ? [] : list(`${path}: channels`, channels).map((id) => text(`${path}: channels`, id))
}

/** `entries[].openclaw.channel.id`; entries without a channel are plugins of another kind. */
function externalChannels({ entries }: Record<string, unknown>): readonly string[] {
  const name = 'dist/channel-catalog.json'
  return list(`${name}: entries`, entries).flatMap((entry) => {
    const { channel } = record(`${name}: openclaw`, record(`${name}: entry`, entry).openclaw)
    return channel === undefined ? [] : [text(`${name}: channel.id`, record(`${name}: channel`, channel).id)]
  })
}

function record(what: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`${what} is not there, or not an object`)
  return value as Record<string, unknown>
}

function list(what: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${what} is not a list`)
  return value
}

function text(what: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${what} is not there, or not text`)
  return value
}

function day(builtAt: unknown): string {
  const [date] = /^\d{4}-\d\d-\d\d(?=T)/.exec(text('dist/build-info.json: builtAt', builtAt)) ?? []
  if (date === undefined) throw new TypeError('dist/build-info.json: builtAt is not a time')
  return date
}

function sorted(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].toSorted()
}
