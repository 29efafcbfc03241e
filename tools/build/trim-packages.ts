/** A cut in the file of a package: the text that is taken out of it, and what stands there instead. */
export interface Cut {
  /** End of the module's path, as `node_modules/<package>/<file>`. */
  readonly file: RegExp
  readonly from: string
  readonly to: string
}

/**
 * What packages bring along and we never use. Bundling leaves out what nothing refers to; these cuts take away the
 * references. The packed package's tests run what is left.
 */
export const cuts: readonly Cut[] = [
  // Source maps, which its own file for browsers goes without too.
  { file: /handlebars\/lib\/handlebars\/compiler\/code-gen\.js$/, from: "let SourceMap = require('source-map');\n    SourceNode = SourceMap.SourceNode;", to: '' },
  // For a minifier a direct eval means that no name may change; it is wanted for the texts of errors alone.
  { file: /@iarna\/toml\/lib\/toml-parser\.js$/, from: `eval("require('util').inspect")`, to: 'undefined' },
  // Lines and signs that prompts are drawn with are as wide as letters; else each is looked for among the emoji of all
  // languages first, and to have those ready takes 1 of the 14 ms until the first question.
  { file: /fast-string-truncated-width\/dist\/index\.js$/, from: '\\x20-\\x7E\\xA0-\\xFF](?!', to: '\\x20-\\x7E\\xA0-\\xFF\\u2013-\\u2026\\u2500-\\u259F\\u25C6\\u25C7\\u25CB\\u25CF](?!' },
  // Only parsing is used.
  { file: /@iarna\/toml\/toml\.js$/, from: "exports.stringify = require('./stringify.js')", to: '' },
  { file: /@iarna\/toml\/parse\.js$/, from: "module.exports.async = require('./parse-async.js')", to: '' },
  { file: /@iarna\/toml\/parse\.js$/, from: "module.exports.stream = require('./parse-stream.js')", to: '' },
]

interface Plugin {
  readonly name: string
  readonly transform: (code: string, id: string) => { readonly code: string; readonly map: null } | undefined
  readonly buildEnd: (error?: Error) => void
}

/** Makes the cuts; one that finds nothing to cut fails the build, for the package has changed. */
export function trimPackages(all: readonly Cut[]): Plugin {
  const made = new Set<Cut>()
  return {
    name: 'trim-packages',
    transform(code, id) {
      const path = id.replaceAll('\\', '/')
      const own = path.includes('/node_modules/') ? all.filter(({ file }) => file.test(path)) : []
      if (own.length === 0) return undefined
      return { map: null, code: own.reduce((text, cut) => cutFrom(text, cut, made), code) }
    },
    buildEnd(error) {
      const missed = all.filter((cut) => !made.has(cut))
      if (error === undefined && missed.length > 0) throw new Error(`packages have changed, so these cuts of tools/build/trim-packages.ts find nothing:\n${missed.map(({ file, from }) => `- ${file.source}: ${from}`).join('\n')}`)
    },
  }
}

function cutFrom(text: string, cut: Cut, made: Set<Cut>): string {
  const result = text.replace(cut.from, () => cut.to)
  if (result !== text) made.add(cut)
  return result
}
