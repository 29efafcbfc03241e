import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'tsdown'
import { readTemplateTexts } from './src/load.ts'
import { bundled } from './tools/build/bundled.ts'
import { checkBundle } from './tools/build/check-bundle.ts'
import { moduleFaces } from './tools/build/module-faces.ts'
import { packTemplates } from './tools/build/pack-templates.ts'
import { listPresets } from './tools/build/preset-list.ts'
import { shareLists } from './tools/build/share-lists.ts'
import { shortExports } from './tools/build/short-exports.ts'
import { cuts, trimPackages } from './tools/build/trim-packages.ts'

/** What others import; their types are the only ones that are shipped. */
const library = { index: 'src/library/index.ts', load: 'src/load-package.ts' }

/** What every run begins with. */
const start = /[\\/]src[\\/](?:run|time-zone|commands[\\/](?:names|io|help|command-help)|report[\\/]wrap|workspace[\\/]propose-folder)\.ts$/

/** The little of pure layers that `--help` and the first question want, which the library is made of too. */
const common = /[\\/]src[\\/](?:errors|record|answers[\\/](?:questions|values|secret-shapes|suggest)|fly[\\/]price)\.ts$/

/** What asks the first question at once, with what it is made of; the rest is loaded meanwhile. */
const first = /[\\/]src[\\/]commands[\\/]begin\.ts$/

/** What reads a little of the package, and lists the presets: `--help` wants no more. */
const ownFiles = /[\\/]src[\\/](?:own-files|preset-files)\.ts$/

/** What rendering is made of. The library is made of it too: it must not come to import what Node has. */
const pure = /[\\/]src[\\/](?:secret|answers[\\/](?!read-file).*|(?:channels|fly|models)[\\/].*|releases[\\/](?!migrations).*|render[\\/](?!base).*|check[\\/](?:emitted|json-schema|eras))\.ts$/

/** What the library has beyond that: updating and checking. */
const pureLater = /[\\/]src[\\/](?:check|merge|releases)[\\/].*\.ts$/

/** What makes a new deployment, with all that it wants: the command that must be quick. */
const create = /[\\/]src[\\/]commands[\\/]create\.ts$/

const program = defineConfig({
  entry: { cli: 'src/cli.ts', ...library },
  format: 'cjs',
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
  // What several commands have in common is one file, not forty: each that is opened costs more than what is in it.
  outputOptions: {
    exports: 'named',
    // As the sources are, which are ES modules: else a write to what is frozen would be silent in the package alone.
    strict: true,
    // Who reads CommonJS by its mark would take the default for the whole (tools/build/module-faces.ts).
    esModule: false,
    generatedCode: { symbols: false },
    advancedChunks: {
      groups: [
        { name: 'common', test: common, priority: 8 },
        { name: 'start', test: start, priority: 7 },
        { name: 'own-files', test: ownFiles, priority: 6 },
        { name: 'first', test: first, priority: 5 },
        { name: 'pure', test: pure, minShareCount: 3, priority: 4 },
        { name: 'later', test: pureLater, minShareCount: 3, priority: 3 },
        { name: 'create', test: create, priority: 2 },
        { name: 'shared', test: /[\\/]src[\\/](?!ask[\\/])/, minShareCount: 3, priority: 1 },
      ],
    },
  },
  plugins: [listPresets(/\/src\/preset-files\.ts$/, join(import.meta.dirname, 'src', 'channels', 'presets')), trimPackages(cuts), shareLists(/src\/releases\/catalogue\.json$/), checkBundle(bundled), shortExports(), moduleFaces(Object.keys(library))],
  hooks: {
    'build:done': () => {
      cpSync('src/releases/schemas.br', 'dist/releases/schemas.br')
      for (const file of ['rehearse/keeper.mjs', 'rehearse/processes.mjs', 'rehearse/traces.mjs', 'clone/batch.mjs', 'clone/batch-thread.mjs']) cpSync(`src/${file}`, `dist/${file}`)
      writeFileSync('dist/templates.br', packTemplates(readTemplateTexts()))
    },
  },
})

const types = defineConfig({ entry: library, format: 'esm', platform: 'node', fixedExtension: true, clean: false, dts: { emitDtsOnly: true } })

export default [program, types]
