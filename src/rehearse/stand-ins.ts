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
const FILLING = 'x0XA1.-_ '

/**
 * A text for the patterns that presets write: letters, escaped characters and classes, each with `{n}`, `{n,m}`, `+`,
 * `*` or `?`, between `^` and `$`.
 */
function shortestMatch(pattern: string): string | undefined {
  let text = ''
  for (let rest = pattern.replace(/^\^/, '').replace(/\$$/, ''); rest !== '';) {
    const [piece, unit = '', least, sign] = /^(\[(?:[^\]\\]|\\.)+\]|\\.|[^[\](){}*+?|\\])(?:\{(\d+)(?:,\d*)?\}|([+*?]))?/.exec(rest) ?? []
    if (piece === undefined) return undefined
    const filling = unit.startsWith('[') || /^\\[dws]$/.test(unit) ? [...FILLING].find((one) => new RegExp(`^${unit}$`).test(one)) : unit.replace('\\', '')
    if (filling === undefined) return undefined
    text += filling.repeat(least !== undefined ? Number(least) : sign === '*' || sign === '?' ? 0 : 1)
    rest = rest.slice(piece.length)
  }
  return text
}
