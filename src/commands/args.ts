import { parseArgs, type ParseArgsConfig } from 'node:util'
import { looksLikeSecret, namesSecret } from '../answers/secret-shapes.ts'
import { nearest } from '../answers/suggest.ts'
import { ProblemsError, type Problem } from '../errors.ts'

/** A flag of a command: whether it takes a value, and whether it may be repeated. */
export interface FlagSpec {
  readonly name: string
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
}

export interface ParsedArgs {
  readonly positionals: readonly string[]
  readonly values: ReadonlyMap<string, string | boolean | readonly string[]>
  /** Everything that is wrong with the words (exit code 2). */
  readonly mistake: ProblemsError | undefined
}

/**
 * Reads argv words by the flags that a command has. Every mistake is reported at once; a value is never repeated in a
 * message, for it may be a secret (`--discord.token …`).
 */
export function parseFlags(words: readonly string[], specs: readonly FlagSpec[], maxPositionals: number): ParsedArgs {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    specs.map(({ name, type, multiple }) => [name, { type, multiple: multiple ?? false, ...shortOf(name) }]),
  )
  const { tokens } = parseArgs({ args: [...words], options, strict: false, tokens: true, allowPositionals: true })
  const problems: Problem[] = []
  const values = new Map<string, string | boolean | readonly string[]>()
  const positionals: string[] = []
  // By place: parseArgs takes `-abc` for three flags, and a token pasted with a dash before it for forty.
  const unknown = new Map<number, Problem>()
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const spec = specs.find(({ name }) => name === token.name)
    if (spec === undefined) unknown.set(token.index, unknownFlag(isShort(token.rawName) ? words[token.index]! : token.rawName, specs))
    else if (spec.type === 'boolean') {
      values.set(spec.name, true)
      if (token.value !== undefined) problems.push({ where: `--${spec.name}`, message: 'this flag takes no value' })
    } else if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--')))
      problems.push({ where: `--${spec.name}`, message: 'its value is missing', hint: `a value that starts with dashes is given as --${spec.name}=VALUE` })
    else if (spec.multiple) values.set(spec.name, [...((values.get(spec.name) as readonly string[] | undefined) ?? []), token.value])
    else if (values.has(spec.name) && values.get(spec.name) !== token.value) problems.push({ where: `--${spec.name}`, message: 'this was given twice, with different values' })
    else values.set(spec.name, token.value)
  }
  problems.unshift(...unknown.values())
  problems.push(...surplus(positionals, maxPositionals, problems.length > 0, specs))
  return { positionals, values, mistake: problems.length === 0 ? undefined : new ProblemsError('usage', 'The command line has a mistake.', 'the same command with --help lists its flags', problems) }
}

function shortOf(name: string): { short?: string } {
  return name === 'C' ? { short: 'C' } : {}
}

function isShort(rawName: string): boolean {
  return /^-[^-]/u.test(rawName)
}

function unknownFlag(flag: string, specs: readonly FlagSpec[]): Problem {
  const rawName = flag.replace(/=.*/s, '')
  const word = rawName.replace(/^-+/, '')
  const shown = looksLikeSecret(rawName) || !/^[\w.-]{1,40}$/.test(rawName) ? 'a flag' : rawName
  if (namesSecret(word))
    return { where: shown, message: 'secrets are never given as flags', hint: 'npm run secrets in the deployment asks for them and sends them to Fly alone' }
  const near = nearest(word, specs.map(({ name }) => name))
  return { where: shown, message: 'there is no such flag', ...(near !== undefined && { hint: `did you mean --${near}?` }) }
}

/** Words beyond the folder. After an unknown flag they may be its value, so they are not reported on top. */
function surplus(positionals: readonly string[], max: number, excused: boolean, specs: readonly FlagSpec[]): Problem[] {
  const extra = positionals.slice(max)
  if (extra.length === 0 || excused) return []
  const shown = extra.some((word) => looksLikeSecret(word)) ? '' : `: ${extra.map((word) => JSON.stringify(word)).join(', ')}`
  return [{ where: 'command line', message: `${extra.length === 1 ? 'one word' : `${extra.length} words`} too many${shown}`, hint: max === 0 && specs.some(({ name }) => name === 'C') ? 'a deployment elsewhere is given as -C DIR' : 'quote a name that has a space in it' }]
}
