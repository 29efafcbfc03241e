import type { WrittenBundle } from './module-graph.ts'

/**
 * Takes what a chunk wants of Node from the process. For an import Node makes a module first, with the value of each
 * property that there is, wanted or not: with `node:fs` that loads its streams, 1 to 2 ms of the 20 before a first question.
 * https://nodejs.org/api/process.html#processgetbuiltinmoduleid (since 20.16 and 22.3)
 */
export function straightBuiltins(): { readonly name: string; readonly generateBundle: (options: unknown, bundle: WrittenBundle) => void } {
  return {
    name: 'straight-builtins',
    generateBundle(_, bundle) {
      for (const [name, output] of Object.entries(bundle)) {
        if (output.type !== 'chunk') continue
        output.code = withoutImports(output.code)
        const left = /(?:^|[;}])import[^;(]*["']node:[^;]*/.exec(output.code)
        if (left !== null) throw new Error(`${name} has an import of Node in a form that tools/build/straight-builtins.ts does not know: ${left[0]}`)
      }
    },
  }
}

/** A statement as the minifier writes it, at the beginning of the code or after another one. */
const IMPORT = /(?<=^|[;}]|\n)import(?: ?([\w$]+) ?)?,?(?:\{([^}]*)\})?(?:from)?"(node:[\w/]+)";/g

function withoutImports(code: string): string {
  return code.replace(IMPORT, (_, whole: string | undefined, names: string | undefined, id: string) => {
    const module = `process.getBuiltinModule("${id}")`
    const taken = names === undefined ? [] : [`{${names.split(',').map((name) => name.replace(' as ', ':')).join(',')}}=${whole ?? module}`]
    const declared = [...(whole === undefined ? [] : [`${whole}=${module}`]), ...taken]
    return declared.length === 0 ? '' : `const ${declared.join(',')};`
  })
}
