import { cpSync, writeFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import { defineConfig } from 'tsdown'
import { loadTemplates } from './src/load.ts'
import { compileOptions } from './src/render/templates.ts'

/** What may end up in the package. A dependency of a dependency that is not here fails the build. */
const bundled = [
  '@clack/core',
  '@clack/prompts',
  '@iarna/toml',
  'diff',
  'fast-string-truncated-width',
  'fast-string-width',
  'fast-wrap-ansi',
  'handlebars',
  'node-diff3',
  'sisteransi',
]

/** Compiling takes longer than everything else that a run does, so it is done once, here. */
function compiledTemplates(): string {
  const own = [...loadTemplates()].filter(([path]) => /^(?:deployment|partials)\/.+\.hbs$/.test(path))
  const entries = own.map(([path, text]) => `${JSON.stringify(path)}: ${String(Handlebars.precompile(text, compileOptions))}`)
  return `export default {\n${entries.join(',\n')}\n}\n`
}

export default defineConfig({
  // The presets are entries of their own: they are found by listing their folder, in dist as in src.
  entry: { cli: 'src/cli.ts', 'channels/presets/*': 'src/channels/presets/*.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: true,
  dts: false,
  // The file for browsers has no source-map in it, is a third of the size and the same code.
  alias: { handlebars: 'handlebars/dist/handlebars.min.js' },
  deps: { onlyBundle: bundled },
  hooks: {
    'build:done': () => {
      cpSync('src/releases/schemas.br', 'dist/releases/schemas.br')
      for (const file of ['keeper.mjs', 'processes.mjs', 'traces.mjs']) cpSync(`src/rehearse/${file}`, `dist/rehearse/${file}`)
      writeFileSync('dist/templates.mjs', compiledTemplates())
    },
  },
})
