import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * Where the package's own files are, and the little that `--version` reads of them. This file lies beside src/load.ts,
 * and its code in dist beside the built dist/cli.cjs, so that both find everything at the same places.
 */

/** Where something of the package lies, by its path from here. */
export function here(path: string): string {
  return join(import.meta.dirname, path)
}

/** Version of this program, from its package.json. */
export function loadVersion(): string {
  return (JSON.parse(readFileSync(here('../package.json'), 'utf8')) as { version: string }).version
}
