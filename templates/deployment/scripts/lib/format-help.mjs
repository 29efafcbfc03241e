// @ts-check

/** Windows that nobody made wider have so many. */
const columns = 80

/**
 * What does not fit goes on in the column of the text, not below the flag or the word that stands before it.
 * @param {string} line
 */
function wrap(line) {
  const [before = ''] = /^ +(?:\S.*? {2,})?/.exec(line) ?? []
  const parts = line.slice(before.length).match(new RegExp(`\\S.{0,${columns - before.length - 1}}(?= |$)|\\S+`, 'g')) ?? []
  return before + parts.join(`\n${' '.repeat(before.length)}`)
}

/**
 * @param {string} about  a line for each paragraph, however long
 * @param {import('./flags.mjs').FlagSpec} spec
 * @param {readonly string[]} examples  as they are typed
 */
export function formatHelp(about, spec, examples) {
  const rows = Object.entries(spec).map(([name, { value, help }]) => ({ flag: `--${name}${value ? ` ${value}` : ''}`, help }))
  const width = Math.max(...rows.map(({ flag }) => flag.length)) + 2
  const lines = [about, '', 'Flags', ...rows.map(({ flag, help }) => `  ${flag.padEnd(width)}${help}`), '', 'Examples', ...examples.map((example) => `  ${example}`)]
  return lines.join('\n').split('\n').map(wrap).join('\n')
}
