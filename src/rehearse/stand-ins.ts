import type { SecretSpec } from '../secret.ts'

/**
 * A value of the shape that a secret has, for a rehearsal without the real one. It is made from the secret's pattern, so
 * that a check of the shape is passed; nobody takes it for more.
 */
export function standIn({ name, pattern }: Pick<SecretSpec, 'name' | 'pattern'>): string {
  const plain = `stand-in-${name.toLowerCase()}`
  if (pattern === undefined || new RegExp(pattern).test(plain)) return plain
  const value = shortestMatch(pattern)
  return value !== undefined && new RegExp(pattern).test(value) ? value : plain
}

/** Characters that fill a class, the least like a real secret first. */
const FILLING = `x0XA1.-_ ${String.fromCharCode(...Array.from({ length: 94 }, (_, index) => index + 33))}`

/**
 * A text for the patterns that presets write: letters, escaped characters, classes and groups, each with `{n}`, `{n,m}`,
 * `+`, `*` or `?`, between `^` and `$`. Of alternatives the first is taken; what only looks ahead is passed over.
 */
function shortestMatch(pattern: string): string | undefined {
  let text = ''
  for (let rest = firstAlternative(pattern.replace(/^\^/, '').replace(/\$$/, '')); rest !== '';) {
    const unit = unitOf(rest)
    if (unit === undefined) return undefined
    const [times = '', least, sign] = /^(?:\{(\d+)(?:,\d*)?\}|([+*?]))?/.exec(rest.slice(unit.length)) ?? []
    const filling = fillingOf(unit)
    if (filling === undefined) return undefined
    text += filling.repeat(least !== undefined ? Number(least) : sign === '*' || sign === '?' ? 0 : 1)
    rest = rest.slice(unit.length + times.length)
  }
  return text
}

/** What stands at the beginning of a pattern: a class, a group with all that is in it, or one character. */
function unitOf(pattern: string): string | undefined {
  if (!pattern.startsWith('(')) return /^(?:\[(?:[^\]\\]|\\.)+\]|\\.|[^[\](){}*+?|\\])/.exec(pattern)?.[0]
  const end = places(pattern).find(({ character, depth }) => character === ')' && depth === 0)
  return end && pattern.slice(0, end.at + 1)
}

function fillingOf(unit: string): string | undefined {
  if (/^\(\?<?[=!]/.test(unit)) return ''
  if (unit.startsWith('(')) return shortestMatch(unit.slice(1, -1).replace(/^\?(?::|<\w+>)/, ''))
  return unit.startsWith('[') || unit === '.' || /^\\[dws]$/i.test(unit) ? [...FILLING].find((one) => new RegExp(`^${unit}$`).test(one)) : unit.replace('\\', '')
}

function firstAlternative(pattern: string): string {
  const bar = places(pattern).find(({ character, depth }) => character === '|' && depth === 0)
  return bar === undefined ? pattern : pattern.slice(0, bar.at)
}

/** The characters that mean something outside of classes, each with how many groups are open behind it. */
function places(pattern: string): readonly { readonly at: number; readonly character: string; readonly depth: number }[] {
  let depth = 0
  return [...pattern.matchAll(/\\.|\[(?:[^\]\\]|\\.)+\]|[()|]/gs)].filter(({ 0: found }) => found.length === 1).map(({ 0: character, index }) => {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0
    return { at: index, character, depth }
  })
}
