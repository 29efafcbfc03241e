import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'tsdown'
import { readTemplateTexts } from './src/load.ts'
import { bundled, vendored } from './tools/build/bundled.ts'
import { checkBundle } from './tools/build/check-bundle.ts'
import { packTemplates } from './tools/build/pack-templates.ts'
import { cuts, trimPackages } from './tools/build/trim-packages.ts'

export default defineConfig({
  // The presets are entries of their own: they are found by listing their folder, in dist as in src.
  entry: { cli: 'src/cli.ts', 'channels/presets/*': 'src/channels/presets/*.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: true,
  dts: false,
  // Names stay, so that the stack in a report of a bug can be read.
  minify: true,
  // The file for browsers has no source-map in it, is a third of the size and the same code.
  alias: { handlebars: 'handlebars/lib/handlebars.js' },
  // Held to a list of ours, which the module graph is compared with (check-bundle.ts).
  deps: { onlyBundle: false },
  plugins: [trimPackages(cuts), checkBundle({ bundled, vendored, licences: join(import.meta.dirname, 'tools', 'build', 'licences') })],
  hooks: {
    'build:done': () => {
      cpSync('src/releases/schemas.br', 'dist/releases/schemas.br')
      for (const file of ['keeper.mjs', 'processes.mjs', 'traces.mjs']) cpSync(`src/rehearse/${file}`, `dist/rehearse/${file}`)
      writeFileSync('dist/templates.br', packTemplates(readTemplateTexts()))
    },
  },
})
