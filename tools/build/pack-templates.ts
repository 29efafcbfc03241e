import { brotliCompressSync } from 'node:zlib'
import Handlebars from 'handlebars'
import type { PackedTemplates } from '../../src/load.ts'
import { compileOptions } from '../../src/render/templates.ts'

/**
 * All templates of deployments in one file, which is read sooner than 150 are and has a quarter of their size. Those that
 * are filled in are compiled before: that takes longer than everything else that a run does.
 */
export function packTemplates(all: ReadonlyMap<string, string>): Buffer {
  const templates = [...all].filter(([path]) => /^(?:deployment|partials)\//.test(path))
  const compiled = templates.filter(([path]) => path.endsWith('.hbs')).map(([path, text]) => `${JSON.stringify(path)}:${String(Handlebars.precompile(text, compileOptions))}`)
  const texts = Object.fromEntries(templates.filter(([path]) => !path.endsWith('.hbs')))
  return brotliCompressSync(JSON.stringify({ texts, compiled: `{${compiled.join(',\n')}}` } satisfies PackedTemplates))
}
