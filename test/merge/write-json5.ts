import type { Whims } from './arbitrary.ts'

/** JSON5 as people write it: comments anywhere, keys bare, commas left behind, everything on one line or not. */
export function writeJson5(value: unknown, whim: Whims, indent = ''): string {
  const gap = (): string => whim.one('', '', '', ' ', ' /* why */ ')
  if (typeof value !== 'object' || value === null) return typeof value === 'string' && whim.one(true, false) ? quoteOnce(value) : JSON.stringify(value)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const items = Array.isArray(value) ? value.map((item) => (inner: string) => writeJson5(item, whim, inner)) : Object.entries(value).map(([key, item]) => (inner: string) => `${writeKey(key, whim)}:${gap() || ' '}${writeJson5(item, whim, inner)}`)
  if (items.length === 0) return `${open}${whim.one('', ' ', ' /* empty */ ', `\n${indent}  // empty\n${indent}`)}${close}`
  const last = whim.one('', ',')
  if (whim.one(true, true, false)) {
    const inner = `${indent}${whim.one('  ', '\t')}`
    const lines = items.map((item, index) => `${whim.one('', '', `\n${inner}// above`)}\n${inner}${item(inner)}${gap()}${index < items.length - 1 ? ',' : last}${whim.one('', '', ' // behind, with a comma')}`)
    return `${open}${lines.join('')}\n${whim.one('', `${inner}// at the end\n`)}${indent}${close}`
  }
  return `${open}${gap()}${items.map((item) => item(indent)).join(`${gap()},${gap()}`)}${gap()}${last}${gap()}${close}`
}

function writeKey(key: string, whim: Whims): string {
  return /^[a-z]+$/.test(key) && whim.one(true, false) ? key : JSON.stringify(key)
}

function quoteOnce(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}
