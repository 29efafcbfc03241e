// @ts-check

/**
 * Reads JSON5, which is what OpenClaw takes for its configuration: comments, trailing commas, keys without quotes,
 * single quotes, and the other numbers of https://spec.json5.org. Written here because the scripts have no dependencies.
 */

/** What is wrong with the text, and where. */
export class Json5Error extends Error {
  name = 'Json5Error'
}

const space = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)*/y
const word = /[\p{L}\p{Nl}$_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$_\u200c\u200d]*/uy
const number = /[+-]?(?:Infinity|NaN|0[xX][\dA-Fa-f]+|(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.$])/y
const string = /"((?:[^"\\\n\r]|\\(?:\r\n|[^]))*)"|'((?:[^'\\\n\r]|\\(?:\r\n|[^]))*)'/y
const escape = /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|(\r\n|[\n\r\u2028\u2029])|([^1-9xu]))/g

/** @type {Record<string, string>} */
const escaped = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', 0: '\0' }

/** @type {Record<string, unknown>} */
const literals = { true: true, false: false, null: null }

/** @param {string} body */
function unescape(body) {
  return body.replace(escape, (_, hex, unicode, lineEnd, letter) => {
    if (lineEnd !== undefined) return ''
    return letter === undefined ? String.fromCharCode(Number.parseInt(hex ?? unicode, 16)) : escaped[letter] ?? letter
  })
}

/** @param {string} text */
function toNumber(text) {
  const sign = text.startsWith('-') ? -1 : 1
  return sign * Number(text.replace(/^[+-]/, ''))
}

/**
 * @param {string} text
 * @returns {unknown}
 * @throws {Json5Error} with line and column; never with a piece of the text, which may be a secret
 */
export function parseJson5(text) {
  let at = 0

  /** @param {string} what */
  const fail = (what) => {
    const lines = text.slice(0, at).split('\n')
    return new Json5Error(`${what} at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`)
  }
  /** @param {RegExp} pattern  a sticky one */
  const take = (pattern) => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at = pattern.lastIndex
    return match
  }
  const peek = () => {
    take(space)
    return text[at]
  }

  /**
   * @param {string} close
   * @param {() => void} readOne
   */
  const readList = (close, readOne) => {
    at++
    while (peek() !== close) {
      readOne()
      if (peek() === ',') at++
      else if (text[at] !== close) throw fail(`expected "," or "${close}"`)
    }
    at++
  }

  const readString = () => {
    const match = take(string)
    const body = match?.[1] ?? match?.[2]
    if (body === undefined) throw fail('a text without its closing quote')
    return unescape(body)
  }

  const readKey = () => {
    const first = peek()
    const key = first === '"' || first === '\'' ? readString() : take(word)?.[0]
    if (key === undefined) throw fail('expected a key')
    if (peek() !== ':') throw fail('expected ":"')
    at++
    return key
  }

  /** @returns {unknown} */
  const readValue = () => {
    const first = peek()
    if (first === '{') {
      /** @type {[string, unknown][]} */
      const entries = []
      readList('}', () => entries.push([readKey(), readValue()]))
      return Object.fromEntries(entries)
    }
    if (first === '[') {
      /** @type {unknown[]} */
      const items = []
      readList(']', () => items.push(readValue()))
      return items
    }
    if (first === '"' || first === '\'') return readString()
    const digits = take(number)
    if (digits) return toNumber(digits[0])
    const start = at
    const name = take(word)?.[0] ?? ''
    if (Object.hasOwn(literals, name)) return literals[name]
    at = start
    throw fail(first === undefined ? 'it ends too early' : 'expected a value')
  }

  const value = readValue()
  if (peek() !== undefined) throw fail('something follows after its end')
  return value
}
