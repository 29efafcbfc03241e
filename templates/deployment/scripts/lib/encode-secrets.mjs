// @ts-check

/**
 * `fly secrets import` reads NAME=VALUE lines in a dialect of its own: no escapes, a `#` ends the value when an even
 * number of double quotes precede it on its line, and a line of 64 KiB ends the reading, silently. What follows picks the one
 * form of quotes that brings a value through unharmed, and refuses a value that none can carry.
 */

const longestLine = 64 * 1024 - 1

/**
 * @param {string} line
 * @returns {boolean}
 */
function hasHashAfterOddQuotes(line) {
  const hash = line.indexOf('#')
  return hash >= 0 && line.slice(0, hash).split('"').length % 2 === 0
}

/** @param {string} value */
function quoteSingleLine(value) {
  if (hasHashAfterOddQuotes(value)) return `'${value}'`
  const looksTripled = value.startsWith('""') || value === '"'
  return looksTripled ? `"""${value}"""` : `"${value}"`
}

/**
 * @param {string} value
 * @returns {string | undefined}
 */
function findMultiLineTrouble(value) {
  const lines = value.split('\n')
  const beforeLast = lines.slice(0, -1)
  if (beforeLast.some((line) => line.endsWith('\r'))) return 'it has Windows line ends (CRLF), of which fly drops a part; save it with LF'
  if (beforeLast.some((line) => line.endsWith('"""'))) return 'one of its lines ends with """, which fly takes for the end of the value'
  if (hasHashAfterOddQuotes(lines[0] ?? '')) return 'its first line has a # after a ", where fly would cut it off'
  return undefined
}

/**
 * Why a value cannot pass through fly unchanged, in words that follow "cannot be sent:"; nothing if it can.
 * @param {string} name
 * @param {string} value
 * @returns {string | undefined}
 */
export function findEncodingTrouble(name, value) {
  if (value === '') return 'it is empty'
  if (value.includes('\0')) return 'it has a NUL character, which no environment variable can hold'
  if (Buffer.from(value).toString() !== value) return 'it has half a character (a lone surrogate), which is not text'
  const trouble = value.includes('\n') ? findMultiLineTrouble(value) : undefined
  if (trouble) return trouble
  const lengths = encodeSecret(name, value).split('\n').map((line) => Buffer.byteLength(line))
  return Math.max(...lengths) >= longestLine ? 'it has a line of 64 KiB or more, which fly drops without a word' : undefined
}

/**
 * @param {string} name
 * @param {string} value  one in which findEncodingTrouble finds nothing
 */
function encodeSecret(name, value) {
  return `${name}=${value.includes('\n') ? `"""${value}"""` : quoteSingleLine(value)}`
}

/**
 * @param {ReadonlyMap<string, string>} values
 * @returns {string} the text for stdin
 */
export function encodeSecrets(values) {
  for (const [name, value] of values) {
    const trouble = findEncodingTrouble(name, value)
    if (trouble) throw new Error(`${name} cannot be sent: ${trouble}`)
  }
  return [...values].map(([name, value]) => `${encodeSecret(name, value)}\n`).join('')
}
