import { licenceFile, licenceOf } from './licences.ts'
import { importsFromOutside, packagesIn, type Bundle, type Emitting, type Package } from './module-graph.ts'

export const LICENCES = 'THIRD-PARTY-LICENSES.txt'

/**
 * Holds the build to the list of what may be bundled, and ships the licences of what is. The build fails with every
 * mistake at once.
 * @param bundled names of the packages that may be in it, each of which must be
 */
export function checkBundle(bundled: readonly string[]): { readonly name: string; readonly generateBundle: (this: Emitting, options: unknown, bundle: Bundle) => void } {
  return {
    name: 'check-bundle',
    generateBundle(_, bundle) {
      const packages = packagesIn(bundle)
      const licences = packages.map((one) => [one, licenceOf(one)] as const)
      const faults = [
        ...importsFromOutside(bundle).map((name) => `${name} is imported and not bundled: who installs the package would not have it`),
        ...listFaults(packages, bundled),
        ...licences.flatMap(([{ name, version }, text]) => (text === undefined ? [`${name}@${version} comes without a licence text, so it must not be shipped`] : [])),
      ]
      if (faults.length > 0) throw new Error(`the package must not be built like this:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
      this.emitFile({ type: 'asset', fileName: LICENCES, source: licenceFile(licences.map(([one, text]) => [one, text!])) })
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
