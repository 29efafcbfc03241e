import type { Bundle, Emitting } from './module-graph.ts'

/**
 * The build is CommonJS, which Node starts sooner: an ES module costs it a loader first, and more for each file (3 of 14 ms
 * until the first question on Node 20). Who writes `import` gets these entries by an ES module that hands them on: Node
 * would guess at names of CommonJS, and take its exports for the default one.
 * @param entries names of entries of the build
 */
export function moduleFaces(entries: readonly string[]): { readonly name: string; readonly generateBundle: (this: Emitting, options: unknown, bundle: Bundle) => void } {
  return {
    name: 'module-faces',
    generateBundle(_, bundle) {
      for (const entry of entries) {
        const output = bundle[`${entry}.cjs`]
        if (output?.type !== 'chunk') throw new Error(`the build has no ${entry}.cjs, of which tools/build/module-faces.ts is to make ${entry}.mjs`)
        const names = output.exports.filter((name) => name !== 'default')
        const lines = [`import own from './${entry}.cjs'`, `export const { ${names.join(', ')} } = own`, ...(output.exports.includes('default') ? ['export default own.default'] : [])]
        this.emitFile({ type: 'asset', fileName: `${entry}.mjs`, source: `${lines.join('\n')}\n` })
      }
    },
  }
}
