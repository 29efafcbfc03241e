import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Package } from './module-graph.ts'

/** The licence text that a package ships; undefined where there is none. */
export function licenceOf({ folder }: Package): string | undefined {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(name))
  return file === undefined ? undefined : readFileSync(join(folder, file), 'utf8')
}

/**
 * The file that is shipped: each different text once, below the packages that it holds for. The MIT licence differs in
 * its copyright notices alone, which stand below each package.
 */
export function licenceFile(packages: readonly (readonly [Package, string])[]): string {
  const byText = new Map<string, { readonly text: string; readonly holders: Map<string, string[]> }>()
  for (const [{ name, version }, licence] of packages) {
    const plain = licence.replaceAll('\r\n', '\n').replace(/[ \t]+$/gm, '').trim()
    const start = Math.max(0, plain.indexOf(MIT))
    const [notice, text] = [plain.slice(0, start).trim(), plain.slice(start)]
    const words = text.replace(/\s+/g, ' ')
    const { holders } = byText.get(words) ?? byText.set(words, { text, holders: new Map() }).get(words)!
    holders.set(notice, [...(holders.get(notice) ?? []), `${name}@${version}`])
  }
  const parts = [...byText.values()].map(({ text, holders }) => [...[...holders].flatMap(([notice, names]) => [names.join('\n'), ...(notice === '' ? [] : [notice])]), `${text}\n`].join('\n\n'))
  return ['Parts of these packages are in create-openclaw-fly, each under the licence that stands below its name.\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`)
}

/** What its text begins with, after the notices. */
const MIT = 'Permission is hereby granted, free of charge'
