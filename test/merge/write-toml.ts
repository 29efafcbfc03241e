import type { Whims } from './arbitrary.ts'

type Table = Readonly<Record<string, unknown>>

/** TOML as people write it: tables under headers, in braces or by dotted keys, lists on one line or many, comments. */
export function writeToml(table: Table, whim: Whims): string {
  return writeTable(table, [], whim)
}

function writeTable(table: Table, path: readonly string[], whim: Whims): string {
  const indent = path.length > 0 ? whim.one('', '  ', '\t') : ''
  const line = (text: string): string => `${whim.one('', '', '', `${indent}# above\n`, '\n')}${indent}${text}${whim.one('', '', '  # behind')}\n`
  const pairs: string[] = []
  const below: string[] = []
  for (const [key, value] of Object.entries(table)) {
    const at = [...path, key]
    if (isTable(value)) {
      const style = whim.one('header', 'header', 'braces', 'dots')
      if (style === 'dots' && isFlat(value)) pairs.push(...Object.entries(value).map(([inner, item]) => line(`${writeKey(key, whim)}.${writeKey(inner, whim)} = ${writeInline(item, whim)}`)))
      else if (style === 'braces') pairs.push(line(`${writeKey(key, whim)} = ${writeInline(value, whim)}`))
      else below.push(`${whim.one('', '\n')}[${at.map((part) => writeKey(part, whim)).join(whim.one('.', ' . '))}]\n${writeTable(value, at, whim)}`)
    } else if (Array.isArray(value) && value.length > 0 && value.every(isTable) && whim.one(true, true, false)) {
      below.push(...value.map((item) => `${whim.one('', '\n')}[[${at.map((part) => writeKey(part, whim)).join('.')}]]${whim.one('', ' # one of them')}\n${writeTable(item as Table, at, whim)}`))
    } else pairs.push(line(`${writeKey(key, whim)}${whim.one(' = ', '=')}${Array.isArray(value) ? writeList(value, whim) : writeInline(value, whim)}`))
  }
  return [...pairs, ...below].join('')
}

function writeList(list: readonly unknown[], whim: Whims): string {
  if (list.length === 0 || whim.one(true, true, false)) return writeInline(list, whim)
  const lines = list.map((item, index) => `${whim.one('', '  # of the next\n')}  ${writeInline(item, whim)}${index < list.length - 1 ? ',' : whim.one('', ',')}${whim.one('', ' # an item')}\n`)
  return `[\n${lines.join('')}]`
}

function writeInline(value: unknown, whim: Whims): string {
  if (Array.isArray(value)) return `[${value.map((item) => writeInline(item, whim)).join(whim.one(', ', ','))}]`
  if (isTable(value)) return Object.keys(value).length === 0 ? '{}' : `{ ${Object.entries(value).map(([key, item]) => `${writeKey(key, whim)} = ${writeInline(item, whim)}`).join(', ')} }`
  return typeof value === 'string' && /^[^'\n]*$/.test(value) && whim.one(true, false, false) ? `'${value}'` : JSON.stringify(value)
}

function writeKey(key: string, whim: Whims): string {
  return /^[\w-]+$/.test(key) && whim.one(true, true, false) ? key : JSON.stringify(key)
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFlat(table: Table): boolean {
  const values = Object.values(table)
  return values.length > 0 && !values.some((value) => typeof value === 'object')
}
