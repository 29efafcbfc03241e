import { brotliCompressSync } from 'node:zlib'
import Handlebars from 'handlebars'
import { writePackedTemplates } from '../../src/packed-templates.ts'
import { compileOptions } from '../../src/render/templates.ts'

/**
 * All templates of deployments in one file, which is read sooner than 150 are and has a quarter of their size. Those that
 * are filled in are compiled before: that takes longer than everything else that a run does.
 */
export function packTemplates(all: ReadonlyMap<string, string>): Buffer {
  const templates = [...all].filter(([path]) => /^(?:deployment|partials)\//.test(path))
  const compiled = templates.filter(([path]) => path.endsWith('.hbs')).map(([path, text]) => `${JSON.stringify(path)}:${String(Handlebars.precompile(text, compileOptions))}`)
  const texts = new Map(templates.filter(([path]) => !path.endsWith('.hbs')))
  // Escaped, it is ASCII, which is read sooner.
  return brotliCompressSync(writePackedTemplates({ texts, compiled: `{${compiled.join(',\n')}}`.replaceAll(/[^\0-\x7F]/g, escaped) }))
}

/** In strings, the only place where there are others, this is the same character. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
