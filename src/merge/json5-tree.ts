import { endOf } from './text-places.ts'
import type { Value } from './value.ts'

/** Part of a JSON5 text with its place: offsets of its first character and behind its last. */
export type Json5Node = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'object'; readonly members: readonly Json5Member[] }
  | { readonly kind: 'array'; readonly items: readonly Json5Node[] }
  | { readonly kind: 'scalar'; readonly value: Value }
)

export interface Json5Member {
  readonly key: string
  /** Offset of the key's first character. */
  readonly start: number
  readonly value: Json5Node
}

/** The text is not JSON5. `offset` is where reading stopped. */
export class Json5Error extends SyntaxError {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/**
 * Reads JSON5 (https://spec.json5.org), which OpenClaw takes for openclaw.json, and keeps where everything stands, so that
 * one value can be changed without touching a comment.
 * @throws Json5Error
 */
export function parseJson5(text: string): Json5Node {
  const reader = new Reader(text)
  const root = reader.value()
  reader.skip()
  if (reader.at < text.length) reader.fail('the text goes on behind its end')
  return root
}

/** What the text means. A key that stands twice means its last value, as in JSON. */
export function json5Value(node: Json5Node): Value {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'array') return node.items.map(json5Value)
  return Object.fromEntries(node.members.map(({ key, value }) => [key, json5Value(value)]))
}

/** JavaScript's white space is JSON5's. */
const blank = /(?:\s+|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)*/y
const word = /[^\s{}[\],:"'/]*/y
const plain = { '"': /[^"\\\n\r]*/y, "'": /[^'\\\n\r]*/y }
const identifier = /^[\p{L}\p{Nl}$_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$\u200c\u200d]*$/u
const number = /^[+-]?(?:Infinity|NaN|0[xX][\da-fA-F]+|(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)$/
const words: Readonly<Record<string, Value>> = { true: true, false: false, null: null }
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', 0: '\0', '\n': '', '\r': '', '\u2028': '', '\u2029': '' }

/** Offset behind white space and comments that begin at `at`; undefined where a comment is not closed. */
export function skipBlank(text: string, at: number): number | undefined {
  const end = endOf(blank, text, at)
  return text.startsWith('/*', end) ? undefined : end
}

/** Offset behind what matches at `at`; each pattern matches nothing, too. */
/** Deeper than any configuration; a text that goes on would exhaust the stack. */
const MAX_DEPTH = 200

class Reader {
  at = 0
  #depth = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  fail(message: string): never {
    throw new Json5Error(message, this.at)
  }

  skip(): void {
    const next = skipBlank(this.#text, this.at)
    this.at = next ?? this.fail('a comment is not closed')
  }

  value(): Json5Node {
    this.skip()
    const start = this.at
    const first = this.#text[start]
    if (first === '{') return { start, kind: 'object', members: this.#items('}', () => this.#member()), end: this.at }
    if (first === '[') return { start, kind: 'array', items: this.#items(']', () => this.value()), end: this.at }
    const value = first === '"' || first === "'" ? this.#string(first) : this.#bare()
    return { start, kind: 'scalar', value, end: this.at }
  }

  /** Everything up to the closing bracket; a comma may stand before it. */
  #items<T>(close: string, read: () => T): readonly T[] {
    const items: T[] = []
    if (++this.#depth > MAX_DEPTH) this.fail('brackets are nested too deeply')
    this.at++
    for (;;) {
      this.skip()
      if (this.#text[this.at] === close) break
      items.push(read())
      this.skip()
      if (this.#text[this.at] === ',') this.at++
      else if (this.#text[this.at] !== close) this.fail(`a comma or ${close} is missing`)
    }
    this.at++
    this.#depth--
    return items
  }

  #member(): Json5Member {
    const start = this.at
    const quote = this.#text[start]
    const key = quote === '"' || quote === "'" ? this.#string(quote) : this.#word()
    if (quote !== '"' && quote !== "'" && !identifier.test(key)) this.fail('a key is missing')
    this.skip()
    if (this.#text[this.at] !== ':') this.fail('a colon is missing')
    this.at++
    return { key, start, value: this.value() }
  }

  #word(): string {
    const start = this.at
    this.at = endOf(word, this.#text, start)
    return this.#text.slice(start, this.at)
  }

  #bare(): Value {
    const text = this.#word()
    if (Object.hasOwn(words, text)) return words[text]!
    if (!number.test(text)) this.fail(text === '' ? 'a value is missing' : 'this is not a value')
    const magnitude = Number(text.replace(/^[+-]/, ''))
    return text.startsWith('-') ? -magnitude : magnitude
  }

  #string(quote: '"' | "'"): string {
    let text = ''
    for (this.at++; ; this.at++) {
      const start = this.at
      this.at = endOf(plain[quote], this.#text, start)
      text += this.#text.slice(start, this.at)
      if (this.#text[this.at] === quote) break
      if (this.#text[this.at] !== '\\') this.fail('a string is not closed')
      text += this.#escape()
    }
    this.at++
    return text
  }

  #escape(): string {
    const letter = this.#text[++this.at] ?? this.fail('a string is not closed')
    const digits = letter === 'u' ? 4 : letter === 'x' ? 2 : 0
    if (digits > 0) {
      const hex = this.#text.slice(this.at + 1, this.at + 1 + digits)
      if (!/^[\da-fA-F]+$/.test(hex) || hex.length < digits) this.fail('an escape has no number')
      this.at += digits
      return String.fromCharCode(Number.parseInt(hex, 16))
    }
    if (letter === '\r' && this.#text[this.at + 1] === '\n') this.at++
    if (/[1-9]/.test(letter)) this.fail('an escape is not known')
    return escapes[letter] ?? letter
  }
}
