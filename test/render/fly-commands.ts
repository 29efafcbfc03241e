import { readFileSync } from 'node:fs'

/*
 * Checks fly command lines against flyctl's own grammar, without running flyctl. The grammar beside this file was read
 * out of flyctl's source, so a command that passes exists, takes these flags and takes this many words.
 */

interface FlagRule {
  readonly long: string
  readonly short?: string
  /** Missing: the flag is on or off. */
  readonly value?: 'text' | 'integer'
  /** The value, if any, must be attached with `=`. */
  readonly valueIsOptional?: boolean
  /** Further long names; short ones start with a dash. */
  readonly aliases?: readonly string[]
  readonly hidden?: boolean
}

interface CommandRule {
  /** Only holds other commands. */
  readonly group?: boolean
  readonly hidden?: boolean
  readonly deprecated?: string
  readonly min: number
  readonly max?: number
  readonly flags: readonly FlagRule[]
}

interface Grammar {
  readonly globalFlags: readonly FlagRule[]
  readonly aliases: Readonly<Record<string, string>>
  readonly commands: Readonly<Record<string, CommandRule>>
}

const grammar = JSON.parse(readFileSync(new URL('flyctl-grammar.json', import.meta.url), 'utf8')) as Grammar

/** What flyctl reads from a command line. */
export interface Reading {
  /** The command without aliases: `machine list`. */
  readonly path: string
  readonly positionals: readonly string[]
  /** Long names of the flags that were given, each with its values; one that is on or off has `true` or `false`. */
  readonly flags: ReadonlyMap<string, readonly string[]>
}

/** What is wrong with this command line (`['fly', 'status']`), or undefined. */
export function checkFlyCommand(words: readonly string[]): string | undefined {
  const reading = read(words)
  return typeof reading === 'string' ? reading : undefined
}

/** As `checkFlyCommand`, and the command must not ask anything either: it can be run where nobody answers. */
export function checkScriptedFlyCommand(words: readonly string[]): string | undefined {
  const reading = readScriptedFlyCommand(words)
  return typeof reading === 'string' ? reading : undefined
}

/** The same, and what was read. */
export function readScriptedFlyCommand(words: readonly string[]): Reading | string {
  const reading = read(words)
  if (typeof reading === 'string') return reading
  const silenced = silencers[reading.path]
  return silenced === undefined || silenced(reading) ? reading : `fly ${reading.path} asks a question here`
}

const has = (...names: readonly string[]) => ({ flags }: Reading) => names.every((name) => flags.has(name))
const named = ({ positionals }: Reading) => positionals.length > 0

/** Commands that ask, and when they do not: flyctl's source (internal/command, internal/prompt). */
const silencers: Readonly<Record<string, (reading: Reading) => boolean>> = {
  'apps create': (reading) => named(reading) && has('org')(reading),
  'apps destroy': has('yes'),
  'auth login': () => false,
  'ips allocate': () => false,
  'ips allocate-v4': ({ flags }) => flags.has('shared') || flags.has('yes'),
  'machine clone': named,
  'machine destroy': named,
  'machine exec': ({ positionals }) => positionals.length === 2,
  'machine restart': named,
  'machine start': named,
  'machine status': named,
  'machine stop': named,
  'machine update': (reading) => named(reading) && has('yes')(reading),
  'scale count': has('yes'),
  'volumes create': has('region', 'yes'),
  'volumes destroy': (reading) => named(reading) && has('yes')(reading),
  'volumes extend': named,
  'wireguard create': ({ positionals }) => positionals.length === 4,
}

function read(words: readonly string[]): Reading | string {
  const [program, ...rest] = words
  if (program !== 'fly' && program !== 'flyctl') return `${program ?? 'nothing'} is not fly`
  const found = findCommand(rest)
  if (found === undefined) return `fly has no command ${rest[0] ?? '(none given)'}`
  const { path, command, length } = found
  const next = rest[length]
  if (command.group) return next === undefined ? `fly ${path} only holds other commands` : `fly ${path} has no command ${next}`
  if (command.deprecated !== undefined) return `fly ${path} is deprecated: ${command.deprecated}`
  if (command.hidden) return `fly ${path} is hidden`
  const parsed = parseWords(rest.slice(length), [...command.flags, ...grammar.globalFlags])
  if (typeof parsed === 'string') return `fly ${path}: ${parsed}`
  if (parsed.flags.has('help')) return { path, ...parsed }
  const count = parsed.positionals.length
  const { min, max } = command
  if (count < min || (max !== undefined && count > max)) return `fly ${path} takes ${max === min ? min : `${min} to ${max ?? 'any number of'}`} words, not ${count}`
  return { path, ...parsed }
}

/** The longest run of words that names a command; words after it are its arguments. */
function findCommand(words: readonly string[]): { path: string; command: CommandRule; length: number } | undefined {
  const flag = words.findIndex((word) => word.startsWith('-'))
  for (let length = flag === -1 ? words.length : flag; length > 0; length--) {
    const given = words.slice(0, length).join(' ')
    const path = Object.hasOwn(grammar.aliases, given) ? grammar.aliases[given]! : given
    if (Object.hasOwn(grammar.commands, path)) return { path, command: grammar.commands[path]!, length }
  }
  return undefined
}

/** Flags as pflag reads them: `--long v`, `--long=v`, `-s v`, `-sv`; one that is on or off never takes the next word. */
function parseWords(words: readonly string[], rules: readonly FlagRule[]): Omit<Reading, 'path'> | string {
  const positionals: string[] = []
  const flags = new Map<string, readonly string[]>()
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    if (word === '--') return { positionals: [...positionals, ...words.slice(index + 1)], flags }
    if (!word.startsWith('-') || word === '-') {
      positionals.push(word)
      continue
    }
    const flag = word.startsWith('--') ? longFlag(word, rules) : shortFlag(word, rules)
    if (typeof flag === 'string') return flag
    const { rule, attached } = flag
    const next = words[index + 1]
    const takesNext = rule.value !== undefined && !rule.valueIsOptional && attached === undefined
    const fault = takesNext ? valueFault(rule, next) : attachedFault(rule, attached, next)
    if (fault !== undefined) return fault
    if (takesNext) index++
    const value = takesNext ? next! : attached ?? 'true'
    flags.set(rule.long, [...(flags.get(rule.long) ?? []), value])
  }
  return { positionals, flags }
}

interface GivenFlag {
  readonly rule: FlagRule
  readonly attached: string | undefined
}

function longFlag(word: string, rules: readonly FlagRule[]): GivenFlag | string {
  const [name, attached] = splitAt(word.slice(2), '=')
  const rule = rules.find(({ long, aliases }) => long === name || aliases?.includes(name))
  if (rule === undefined) return `no flag --${name}`
  return rule.hidden ? `the flag --${name} is hidden` : { rule, attached }
}

/** Every letter but the last must be a flag that is on or off; the last may have its value attached. */
function shortFlag(word: string, rules: readonly FlagRule[]): GivenFlag | string {
  const letter = word[1]!
  const rule = rules.find(({ short, aliases }) => short === letter || aliases?.includes(`-${letter}`))
  if (rule === undefined) return `no flag -${letter}`
  const rest = word.slice(2)
  if (rest === '') return { rule, attached: undefined }
  if (rule.value !== undefined || rest.startsWith('=')) return { rule, attached: rest.replace(/^=/, '') }
  return shortFlag(`-${rest}`, rules)
}

function valueFault(rule: FlagRule, value: string | undefined): string | undefined {
  if (value === undefined || value === '' || value.startsWith('-')) return `--${rule.long} needs a value`
  return rule.value === 'integer' && !/^\d+$/.test(value) ? `--${rule.long} takes a whole number, not ${value}` : undefined
}

function attachedFault(rule: FlagRule, attached: string | undefined, next: string | undefined): string | undefined {
  if (rule.value !== undefined) return attached === undefined ? undefined : valueFault(rule, attached)
  if (attached !== undefined && attached !== 'true' && attached !== 'false') return `--${rule.long} is on or off, not ${attached}`
  return next === 'true' || next === 'false' ? `--${rule.long} does not take the next word: write --${rule.long}=${next}` : undefined
}

function splitAt(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)]
}

/**
 * Splits a command line into words as a POSIX shell does, quotes and backslashes taken off, a comment left out.
 * Anything that a shell would act on (variables, pipes, redirections, patterns) is refused: such a line would mean
 * something else on Windows.
 */
export function splitWords(line: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  for (let index = 0; index < line.length; index++) {
    const character = line[index]!
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (character === '#' && word === undefined) {
      break
    } else if (character === "'" || character === '"') {
      const quoted = readQuoted(line, index)
      word = (word ?? '') + quoted.text
      index = quoted.end
    } else if (/[$`|&;<>()*?]/.test(character)) {
      throw new TypeError(`the shell would act on ${character} in: ${line}`)
    } else {
      if (character === '\\') index++
      word = (word ?? '') + (line[index] ?? '')
    }
  }
  return word === undefined ? words : [...words, word]
}

function readQuoted(line: string, start: number): { text: string; end: number } {
  const quote = line[start]!
  let text = ''
  for (let index = start + 1; index < line.length; index++) {
    const character = line[index]!
    if (character === quote) return { text, end: index }
    if (quote === '"' && /[$`]/.test(character)) throw new TypeError(`the shell would act on ${character} in: ${line}`)
    if (quote === '"' && character === '\\' && /["\\$`]/.test(line[index + 1] ?? '')) index++
    text += line[index]!
  }
  throw new TypeError(`a quote is not closed in: ${line}`)
}
