/** A cut in the file of a package: the text that is taken out of it, and what stands there instead. */
export interface Cut {
  /** End of the module's path, as `node_modules/<package>/<file>`. */
  readonly file: RegExp
  readonly from: string | RegExp
  readonly to: string | ((cut: string) => string)
}

/**
 * What packages bring along and we never use. Bundling leaves out what nothing refers to; these cuts take away the
 * references. The packed package's tests run what is left.
 */
export const cuts: readonly Cut[] = [
  // degit's own Git client and its own download, for those who give it none: src/clone/unpack.ts always does.
  { file: /degit\/dist\/src-[\w-]+\.js$/, from: /import\(`\.\/client-[\w-]+\.js`\)/, to: "Promise.reject(new Error('no Git client was given'))" },
  { file: /degit\/dist\/src-[\w-]+\.js$/, from: 'this.fetch=n.fetch||e,', to: 'this.fetch=n.fetch,' },
  // The agent for proxies that its download has, and what that one needs.
  { file: /degit\/dist\/utils-[\w-]+\.js$/, from: /D=m\(f\(\(\(e,t\)=>\{let n=.{1,250}?t\.exports=r\}\)\)\(\),1\);/, to: 'D=undefined;' },
  { file: /degit\/dist\/utils-[\w-]+\.js$/, from: /(?<=[,=\s])\w=f\(\(/g, to: (call: string) => call.replace('=f', '=/* @__PURE__ */ f') },
  // The commands of tar, of which degit calls two; what makes one does nothing else, but for the last, which looks at the one before it.
  { file: /degit\/dist\/src-[\w-]+\.js$/, from: 'Mn(Go.syncFile,Go.asyncFile,Go.syncNoFile,Go.asyncNoFile,(e,t=[])=>{Go.validate?.(e,t),Ko(e)});', to: '' },
  { file: /degit\/dist\/src-[\w-]+\.js$/, from: /(?<=[,;=])Mn\((?=\w+=>|\w+,|\w+\.)/g, to: '/* @__PURE__ */ Mn(' },
  // Source maps, which its own file for browsers goes without too.
  { file: /handlebars\/lib\/handlebars\/compiler\/code-gen\.js$/, from: "let SourceMap = require('source-map');\n    SourceNode = SourceMap.SourceNode;", to: '' },
  // Fails in an ES module and is caught; for a minifier a direct eval means that no name may change.
  { file: /@iarna\/toml\/lib\/toml-parser\.js$/, from: `eval("require('util').inspect")`, to: 'undefined' },
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
      if (error === undefined && missed.length > 0) throw new Error(`packages have changed, so these cuts of tools/build/trim-packages.ts find nothing:\n${missed.map(({ file, from }) => `- ${file.source}: ${String(from)}`).join('\n')}`)
    },
  }
}

function cutFrom(text: string, cut: Cut, made: Set<Cut>): string {
  const { from, to } = cut
  const result = typeof to === 'string' ? text.replace(from, () => to) : text.replace(from, to)
  if (result !== text) made.add(cut)
  return result
}
