import type { Vendored } from './bundled.ts'
import { licenceFile, licencesOf } from './licences.ts'
import { importsFromOutside, packagesIn, type Bundle, type Package } from './module-graph.ts'

export interface BundleRules {
  /** Names of the packages that may be bundled, each of which must be. */
  readonly bundled: readonly string[]
  readonly vendored: Readonly<Record<string, Vendored>>
  /** Folder of the licences of packages inside other packages' files. */
  readonly licences: string
}

const FILE = 'THIRD-PARTY-LICENSES.txt'

interface Emitting {
  readonly emitFile: (file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }) => unknown
}

/**
 * Holds the build to the list of what may be bundled, and ships the licences of what is. The build fails with every
 * mistake at once.
 */
export function checkBundle(rules: BundleRules): { readonly name: string; readonly generateBundle: (this: Emitting, options: unknown, bundle: Bundle) => void } {
  return {
    name: 'check-bundle',
    generateBundle(_, bundle) {
      const packages = packagesIn(bundle)
      const licences = packages.flatMap((one) => licencesOf(one, rules.vendored[one.name], rules.licences))
      const faults = [
        ...importsFromOutside(bundle).map((name) => `${name} is imported and not bundled: whoever installs the package would not have it`),
        ...listFaults(packages, rules.bundled),
        ...versionFaults(packages, rules.vendored),
        ...licences.flatMap(({ of, text }) => (text === undefined ? [`${of} has no licence text: what has none must not be shipped`] : [])),
      ]
      if (faults.length > 0) throw new Error(`the package must not be built like this:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
      this.emitFile({ type: 'asset', fileName: FILE, source: licenceFile(licences) })
    },
  }
}

function listFaults(packages: readonly Package[], bundled: readonly string[]): readonly string[] {
  const found = packages.map(({ name }) => name)
  return [
    ...packages.filter(({ name }) => !bundled.includes(name)).map(({ name, version }) => `${name}@${version} is bundled and not on the list in tools/build/bundled.ts: do without it, or put it there knowingly`),
    ...bundled.filter((name) => !found.includes(name)).map((name) => `${name} is on the list in tools/build/bundled.ts and not bundled: take it off`),
  ]
}

function versionFaults(packages: readonly Package[], vendored: BundleRules['vendored']): readonly string[] {
  return packages.flatMap(({ name, version }) => {
    const seen = vendored[name]
    return seen === undefined || seen.version === version ? [] : [`${name} is ${version}, and ${seen.version} was looked into: see which packages its files hold, and say so in tools/build/bundled.ts`]
  })
}
