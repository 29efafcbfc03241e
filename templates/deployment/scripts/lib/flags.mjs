// @ts-check
import { parseArgs } from 'node:util'
import { exitCodes, HelpWanted, UserError } from './messages.mjs'

/**
 * `value` is the word that stands for it in the help; a flag without it is on or off.
 * @typedef {Record<string, { help: string, value?: string, multiple?: boolean }>} FlagSpec
 * @typedef {{ has: (name: string) => boolean, values: (name: string) => string[], words: string[] }} Flags  `words` are what stands there beside flags
 */

/** Seconds that fly may take for one answer, unless the person says otherwise. */
const defaultTimeLimit = 60

/** The flag's part of a FlagSpec. */
export const timeLimitFlag = { value: 'SECONDS', help: `how long fly may take for one answer (default ${defaultTimeLimit})` }

/**
 * @param {string} a
 * @param {string} b
 */
function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/**
 * @param {string} word
 * @param {readonly string[]} known
 * @returns {string | undefined}
 */
export function suggest(word, known) {
  const lower = word.toLowerCase()
  const distance = (/** @type {string} */ name) => name.toLowerCase().includes(lower) ? 0 : editDistance(lower, name.toLowerCase())
  const ranked = known.map((name) => ({ name, distance: distance(name) }))
  ranked.sort((a, b) => a.distance - b.distance)
  const [best] = ranked
  return best && lower && best.distance <= Math.max(2, word.length / 3) ? best.name : undefined
}

/**
 * @param {string} message
 * @param {string} hint
 */
export function usageError(message, hint = 'All flags: --help') {
  return new UserError(message, hint, exitCodes.usage)
}

/** @param {FlagSpec} spec */
function parseTokens(spec, /** @type {string[]} */ argv) {
  const options = Object.fromEntries(Object.entries(spec).map(([name, { value }]) => {
    const type = /** @type {'string' | 'boolean'} */ (value ? 'string' : 'boolean')
    return [name, name === 'help' ? { type, short: 'h' } : { type }]
  }))
  return parseArgs({ args: argv, options, strict: false, allowPositionals: true, tokens: true }).tokens
}

/**
 * @param {string[]} argv
 * @param {FlagSpec} spec
 * @param {string} help  what `--help` shows
 * @param {number} [mostWords]  how many words beside flags it takes
 * @returns {Flags}
 * @throws HelpWanted, which is shown instead of doing anything; UserError
 */
export function readFlags(argv, spec, help, mostWords = 0) {
  /** @type {Map<string, string[]>} */
  const given = new Map()
  /** @type {string[]} */
  const words = []
  for (const token of parseTokens(spec, argv)) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional') {
      words.push(token.value)
      if (words.length > mostWords) throw usageError(`There is a word too many: this takes ${mostWords === 0 ? 'flags only' : `${mostWords} beside flags`}.`)
      continue
    }
    const { name, rawName, value } = token
    const flag = Object.hasOwn(spec, name) ? spec[name] : undefined
    if (!flag) throw unknownFlag(rawName, spec)
    if (!flag.value && value !== undefined) throw usageError(`${rawName} takes no value.`)
    if (flag.value && (!value || value.startsWith('-'))) throw usageError(`${rawName} needs a value: ${rawName} ${flag.value}`)
    if (given.has(name) && flag.value && !flag.multiple) throw usageError(`${rawName} can be given once only.`)
    given.set(name, [...given.get(name) ?? [], ...value === undefined ? [] : [value]])
  }
  if (given.has('help')) throw new HelpWanted(help)
  return { has: (name) => given.has(name), values: (name) => given.get(name) ?? [], words }
}

/**
 * @param {Flags} flags
 * @param {string} name  of the flag
 * @param {number} fallback
 * @param {number} [most]
 * @returns {number} seconds
 */
export function readSeconds(flags, name, fallback, most = 3600) {
  const seconds = Number(flags.values(name)[0] ?? fallback)
  if (!(seconds > 0 && seconds <= most)) throw usageError(`--${name} needs a number of seconds, at most ${most}.`)
  return seconds
}

/**
 * @param {Flags} flags
 * @param {number} [fallback]  seconds
 * @returns {number} milliseconds
 */
export function readTimeLimit(flags, fallback = defaultTimeLimit) {
  return readSeconds(flags, 'time-limit', fallback) * 1000
}

/**
 * For scripts with steps that take their time.
 * @param {Flags} flags
 * @param {number} fallback  seconds
 * @returns {{ quick: number, long: number }} milliseconds: for an answer that is looked up, and for what takes its time
 */
export function readTimeLimits(flags, fallback) {
  const seconds = readSeconds(flags, 'time-limit', fallback, 7200)
  return { quick: Math.min(defaultTimeLimit, seconds) * 1000, long: seconds * 1000 }
}

/**
 * Where a public gateway must answer.
 * @param {Flags} flags
 * @param {{ app: string, url?: string }} deployment  `url`, if it shall count: an own domain may not be ready yet
 */
export function readUrl(flags, { app, url: own = `https://${app}.fly.dev` }) {
  const url = flags.values('url')[0] ?? `${own}/`
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw usageError('--url needs an address such as https://claw.example.com/')
  return url
}

/**
 * What stands there may be a secret pasted in the wrong place, so only what looks like a flag is repeated.
 * @param {string} rawName
 * @param {FlagSpec} spec
 */
function unknownFlag(rawName, spec) {
  const close = suggest(rawName.replace(/^-+/, ''), Object.keys(spec))
  const flag = /^--?[\w-]{1,24}$/.test(rawName) ? `flag ${rawName}` : 'such flag'
  return usageError(`There is no ${flag}.`, close ? `Did you mean --${close}?` : undefined)
}
