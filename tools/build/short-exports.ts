import type { WrittenBundle } from './module-graph.ts'

/** How rolldown writes what a file of CommonJS gives to others: by a getter, so that what changes later changes there too. */
const ONE = /Object\.defineProperty\(exports,`(?!__proto__`)([\w$]+)`,\{enumerable:!0,get:function\(\)\{return ?([^{}]+)\}\}\)/g
const ALL = new RegExp(`${ONE.source}(?:,${ONE.source})*`, 'g')

/** The same getters in an eighth of the words: those of 300 exports would take 20 kB of the package's 1 MB. */
export function shortExports(): { readonly name: string; readonly generateBundle: (options: unknown, bundle: WrittenBundle) => void } {
  return {
    name: 'short-exports',
    generateBundle(_, bundle) {
      for (const [name, output] of Object.entries(bundle)) {
        if (output.type !== 'chunk') continue
        output.code = output.code.replace(ALL, shorten)
        const left = /defineProperty\(exports,(?!Symbol\.|e,\{get,)[^]{0,80}/.exec(output.code)
        if (left !== null) throw new Error(`${name} gives something in a form that tools/build/short-exports.ts does not know: ${left[0]}`)
      }
    },
  }
}

function shorten(all: string): string {
  const getters = [...all.matchAll(ONE)].map(([, name, value]) => `${name}:()=>${value}`)
  return `Object.entries({${getters.join(',')}}).forEach(([e,get])=>Object.defineProperty(exports,e,{get,enumerable:!0}))`
}
