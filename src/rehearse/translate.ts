/** What is called differently on this computer than in the machine on Fly. */
export interface Translation {
  /** Paths in the machine and where they are here. */
  readonly paths: readonly (readonly [guest: string, local: string])[]
  /** Ports in the machine and the free ones that stand for them here. */
  readonly ports: ReadonlyMap<number, number>
}

/** A word, or the value of a variable, with every path of the machine in it replaced by where that is here. */
export function toLocalPaths(text: string, { paths }: Translation): string {
  return replaceAll(text, paths)
}

/** The opposite, for what people read: paths as they are in the machine. */
export function toGuestPaths(text: string, { paths }: Translation): string {
  return replaceAll(text, paths.map(([guest, local]) => [local, guest] as const))
}

/** The longest path first, and whole names only: `/data` is not the start of `/database`. */
function replaceAll(text: string, pairs: readonly (readonly [string, string])[]): string {
  const longestFirst = pairs.toSorted(([a], [b]) => b.length - a.length)
  const names = longestFirst.map(([from]) => from.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
  if (names.length === 0) return text
  return text.replaceAll(new RegExp(`(?<![\\w.-])(?:${names.join('|')})(?![\\w.-])`, 'g'), (found) => pairs.find(([from]) => from === found)![1])
}

/** The ports that a command names: the value of `--port`. */
export function portsOf(words: readonly string[]): readonly number[] {
  return words.flatMap((word, index) => {
    const value = word === '--port' ? words[index + 1] : /^--port=(.*)$/s.exec(word)?.[1]
    return value !== undefined && /^\d{1,5}$/.test(value) ? [Number(value)] : []
  })
}

/** The words of the command as they are run here: paths, ports, and the private network's name, which only Fly knows. */
export function translateCommand(words: readonly string[], translation: Translation): readonly string[] {
  const port = (text: string): string => String(translation.ports.get(Number(text)) ?? text)
  return words.map((word, index) => {
    if (words[index - 1] === '--port') return port(word)
    if (word.startsWith('--port=')) return `--port=${port(word.slice('--port='.length))}`
    return word === '--relay=fly-local-6pn' ? '--relay=::1' : toLocalPaths(word, translation)
  })
}

const PORT_VARIABLE = 'OPENCLAW_GATEWAY_PORT'

/** The ports that the environment names. */
export function portsOfEnv(env: Readonly<Record<string, string>>): readonly number[] {
  return /^\d{1,5}$/.test(env[PORT_VARIABLE] ?? '') ? [Number(env[PORT_VARIABLE])] : []
}

export function translateEnv(env: Readonly<Record<string, string>>, translation: Translation): Record<string, string> {
  const entries = Object.entries(env).map(([name, value]) => [name, name === PORT_VARIABLE ? String(translation.ports.get(Number(value)) ?? value) : toLocalPaths(value, translation)] as const)
  return Object.fromEntries(entries)
}
