import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Version of this program, from its package.json. */
export function loadVersion(): string {
  return (JSON.parse(readFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8')) as { version: string }).version
}
