import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { ReleaseFacts } from '../../src/releases/facts.ts'
import { compareReleases, type Release } from '../../src/releases/release.ts'
import { releasesOf, schemaSet, type Schema } from '../../src/releases/schemas.ts'
import { packSchemas } from './pack-schemas.ts'

/**
 * The two files of recorded data. Each is replaced as a whole, by renaming, so that a kill leaves the old or the new
 * one; both are read anew each time, so that what is recorded is always what the files say.
 */
export class Store {
  readonly #catalogue: string
  readonly #schemas: string

  constructor(folder: string) {
    this.#catalogue = join(folder, 'catalogue.json')
    this.#schemas = join(folder, 'schemas.br')
  }

  facts(): readonly ReleaseFacts[] {
    return existsSync(this.#catalogue) ? (JSON.parse(readFileSync(this.#catalogue, 'utf8')) as readonly ReleaseFacts[]) : []
  }

  releasesWithSchema(): readonly Release[] {
    return existsSync(this.#schemas) ? releasesOf(this.#unpacked()) : []
  }

  putFacts(facts: ReleaseFacts): void {
    const others = this.facts().filter(({ release }) => release !== facts.release)
    const all = [...others, facts].toSorted((a, b) => compareReleases(a.release, b.release))
    // A line for each release: what a sync changed can be read in a diff.
    replace(this.#catalogue, `[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`)
  }

  putSchema(release: Release, schema: Schema): void {
    const known = existsSync(this.#schemas) ? schemaSet(this.#unpacked()) : undefined
    const others = this.releasesWithSchema().map((other): [Release, Schema] => [other, known!.get(other)])
    replace(this.#schemas, compress(packSchemas(new Map([...others, [release, schema]]))))
  }

  #unpacked(): Buffer {
    return brotliDecompressSync(readFileSync(this.#schemas))
  }
}

function compress(bytes: Buffer): Buffer {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_MODE, BROTLI_PARAM_SIZE_HINT, BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT } = constants
  return brotliCompressSync(bytes, {
    params: { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_LGWIN]: BROTLI_MAX_WINDOW_BITS, [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT, [BROTLI_PARAM_SIZE_HINT]: bytes.length },
  })
}

function replace(path: string, content: string | Buffer): void {
  const half = `${path}.half-${process.pid}`
  writeFileSync(half, content)
  renameSync(half, path)
}
