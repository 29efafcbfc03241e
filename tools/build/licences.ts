import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Package } from './module-graph.ts'
import type { Vendored } from './bundled.ts'

/** A package's name, and the licence under which what we ship of it stands. */
export interface Licence {
  /** `name@version`, or for one inside another: `name, in other@version`. */
  readonly of: string
  /** Undefined where there is none. */
  readonly text: string | undefined
}

/** The licence of a package as it ships it, and those of the packages inside it, from `folder` (`licences/`). */
export function licencesOf({ name, version, folder: own }: Package, inside: Vendored | undefined, folder: string): readonly Licence[] {
  const file = readdirSync(own).find((one) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(one))
  const text = file === undefined ? undefined : readFileSync(join(own, file), 'utf8')
  const others = inside?.packages ?? []
  return [{ of: `${name}@${version}`, text }, ...others.map((other) => ({ of: `${other}, in ${name}@${version}`, text: readWritten(join(folder, name, `${other.replace('@', '').replace('/', '+')}.txt`)) }))]
}

function readWritten(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** The file that is shipped: each different text once, under the names of all that it holds for. */
export function licenceFile(licences: readonly Licence[]): string {
  const byText = new Map<string, string[]>()
  for (const { of, text } of licences) {
    const plain = normalise(text ?? '')
    byText.set(plain, [...(byText.get(plain) ?? []), of])
  }
  const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
  return ['Parts of the packages below are in create-openclaw-fly. Each stands under the licence that follows its name.\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`)
}

function normalise(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/[ \t]+$/gm, '').trim()
}
