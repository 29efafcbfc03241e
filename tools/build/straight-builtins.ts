import type { BuiltChunk } from './module-graph.ts'

type Output = Record<string, (BuiltChunk & { code: string }) | { readonly type: 'asset' }>

/**
 * Takes what a chunk wants of Node from the process. For an import Node makes a module first, with the value of each
 * property that there is, wanted or not: of `node:fs` that takes longer than the whole of `--help` otherwise does.
 * https://nodejs.org/api/process.html#processgetbuiltinmoduleid (since 20.16)
 */
export function straightBuiltins(): { readonly name: string; readonly generateBundle: (options: unknown, bundle: Output) => void } {
  return {
    name: 'straight-builtins',
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle)) if (output.type === 'chunk') output.code = withoutImports(output.code)
    },
  }
}

const IMPORT = /\bimport(?: ?([\w$]+) ?)?,?(?:\{([^}]*)\})?(?:from)?"(node:[\w/]+)";/g

function withoutImports(code: string): string {
  return code.replace(IMPORT, (_, whole: string | undefined, names: string | undefined, id: string) => {
    const module = `process.getBuiltinModule("${id}")`
    const taken = names === undefined ? [] : [`{${names.split(',').map((name) => name.replace(' as ', ':')).join(',')}}=${whole ?? module}`]
    const declared = [...(whole === undefined ? [] : [`${whole}=${module}`]), ...taken]
    return declared.length === 0 ? '' : `const ${declared.join(',')};`
  })
}
