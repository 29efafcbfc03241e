import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Package } from './module-graph.ts'

/** The licence text that a package ships; undefined where there is none. */
export function licenceOf({ folder }: Package): string | undefined {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(name))
  return file === undefined ? undefined : readFileSync(join(folder, file), 'utf8')
}

/** The file that is shipped: each different text once, below the packages that it holds for. */
export function licenceFile(packages: readonly (readonly [Package, string])[]): string {
  const byText = new Map<string, string[]>()
  for (const [{ name, version }, text] of packages) {
    const plain = text.replaceAll('\r\n', '\n').replace(/[ \t]+$/gm, '').trim()
    byText.set(plain, [...(byText.get(plain) ?? []), `${name}@${version}`])
  }
  const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
  return ['Parts of these packages are in create-openclaw-fly, each under the licence that stands below its name.\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`)
}
