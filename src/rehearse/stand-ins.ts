import type { SecretSpec } from '../secret.ts'

/**
 * A value of the shape that a secret has, for a rehearsal without the real one. It is made from the secret's pattern, so
 * that a check of the shape is passed; nobody takes it for more.
 */
export function standIn({ name, pattern }: Pick<SecretSpec, 'name' | 'pattern'>): string {
  const plain = `stand-in-${name.toLowerCase()}`
  if (pattern === undefined) return plain
  return [plain, shortestMatch(pattern), ...documents].find((value) => value !== undefined && new RegExp(pattern).test(value)) ?? plain
}

/** Secrets that are more than a word: an address with a token in it, the key file of a Google service account. */
const documents: readonly string[] = [
  'https://stand-in.example.com/hook?token=stand-in',
  JSON.stringify({ type: 'service_account', client_email: 'stand-in@example.com', private_key: '-----BEGIN PRIVATE KEY-----\nc3RhbmQtaW4=\n-----END PRIVATE KEY-----\n' }),
]

/** Characters that fill a class, the least like a real secret first. */
const FILLING = 'x0XA1.-_ abcdefghijklmnopqrstuvwyzBCDEFGHIJKLMNOPQRSTUVWYZ23456789+/='

/**
 * A text for the patterns that presets write: letters, escaped characters, classes and groups, each with `{n}`, `{n,m}`,
 * `+`, `*` or `?`, between `^` and `$`. Of alternatives it takes the last.
 */
function shortestMatch(pattern: string): string | undefined {
  let text = ''
  for (let rest = pattern.replace(/^\^/, '').replace(/\$$/, ''); rest !== '';) {
    const [piece, unit = '', least, sign] = /^(\((?:\?:)?[^()]*\)|\[(?:[^\]\\]|\\.)+\]|\\.|[^[\](){}*+?|\\])(?:\{(\d+)(?:,\d*)?\}|([+*?]))?/.exec(rest) ?? []
    if (piece === undefined) return undefined
    const filling = unit.startsWith('(') ? shortestMatch(unit.replace(/^\((?:\?:)?/, '').slice(0, -1).split('|').at(-1)!) : unit.startsWith('[') || /^\\[dws]$/.test(unit) ? [...FILLING].find((one) => new RegExp(`^${unit}$`).test(one)) : unit.replace('\\', '')
    if (filling === undefined) return undefined
    text += filling.repeat(least !== undefined ? Number(least) : sign === '*' || sign === '?' ? 0 : 1)
    rest = rest.slice(piece.length)
  }
  return text
}
