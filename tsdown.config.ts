import { cpSync, writeFileSync } from 'node:fs'
import { defineConfig } from 'tsdown'
import { readTemplateTexts } from './src/load.ts'
import { bundled } from './tools/build/bundled.ts'
import { checkBundle } from './tools/build/check-bundle.ts'
import { packTemplates } from './tools/build/pack-templates.ts'
import { shareLists } from './tools/build/share-lists.ts'
import { cuts, trimPackages } from './tools/build/trim-packages.ts'

/** What others import; their types are the only ones that are shipped. */
const library = { index: 'src/library/index.ts', load: 'src/load-package.ts' }

const program = defineConfig({
  // The presets are entries of their own: they are found by listing their folder, in dist as in src.
  entry: { cli: 'src/cli.ts', ...library, 'channels/presets/*': 'src/channels/presets/*.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: true,
  dts: false,
  // Functions keep their names, so that the stack in a report of a bug can be read.
  minify: { compress: true, mangle: { keepNames: true }, codegen: true },
  // As ES modules, of which only what is used is taken.
  alias: { handlebars: 'handlebars/lib/handlebars.js' },
  // Held to a list of ours, which the module graph is compared with (check-bundle.ts).
  deps: { onlyBundle: false },
  plugins: [trimPackages(cuts), shareLists(/src\/releases\/catalogue\.json$/), checkBundle(bundled)],
  hooks: {
    'build:done': () => {
      cpSync('src/releases/schemas.br', 'dist/releases/schemas.br')
      for (const file of ['keeper.mjs', 'processes.mjs', 'traces.mjs']) cpSync(`src/rehearse/${file}`, `dist/rehearse/${file}`)
      writeFileSync('dist/templates.br', packTemplates(readTemplateTexts()))
    },
  },
})

const types = defineConfig({ entry: library, format: 'esm', platform: 'node', fixedExtension: true, clean: false, dts: { emitDtsOnly: true } })

export default [program, types]
