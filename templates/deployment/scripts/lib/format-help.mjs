// @ts-check
import { wrap } from './messages.mjs'

/** Windows that nobody made wider have so many. */
const columns = 80

/**
 * @param {string} about  a line for each paragraph, however long
 * @param {import('./flags.mjs').FlagSpec} spec
 * @param {readonly string[]} examples  as they are typed
 */
export function formatHelp(about, spec, examples) {
  const rows = Object.entries(spec).map(([name, { value, help }]) => ({ flag: `--${name}${value ? ` ${value}` : ''}`, help }))
  const width = Math.max(...rows.map(({ flag }) => flag.length)) + 2
  const lines = [about, '', 'Flags', ...rows.map(({ flag, help }) => `  ${flag.padEnd(width)}${help}`), '', 'Examples', ...examples.map((example) => `  ${example}`)]
  return lines.join('\n').split('\n').map((line) => wrap(line, columns)).join('\n')
}
