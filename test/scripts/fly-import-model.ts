/**
 * What `fly secrets import` makes of its standard input: a model of its own, written from the measured rules
 * (secrets-import-vectors.json proves it), so that our encoder is not checked against itself.
 */

const longestLine = 64 * 1024 - 1

export class Rejected extends Error {}

/** Lines as Go's scanner gives them: without `\r` at their end, and none from the first that is too long. */
function readLines(stdin: string): string[] {
  const lines = stdin.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const tooLong = lines.findIndex((line) => Buffer.byteLength(line) > longestLine)
  return (tooLong < 0 ? lines : lines.slice(0, tooLong)).map((line) => line.replace(/\r$/, ''))
}

function cutComment(value: string): string {
  const [before = '', ...after] = value.split('#')
  const quotes = before.length - before.replaceAll('"', '').length
  return after.length > 0 && quotes % 2 === 0 ? before.replace(/ +$/, '') : value
}

function stripQuotes(value: string): string {
  for (const quote of ['"', '\'']) {
    if (!value.startsWith(quote) || !value.endsWith(quote)) continue
    if (value.length < 2) throw new Rejected('fly itself crashes on a lone quote')
    return value.slice(1, -1)
  }
  return value
}

export function importLikeFly(stdin: string): Map<string, string> {
  const secrets = new Map<string, string>()
  let open: { name: string, text: string } | undefined
  for (const line of readLines(stdin)) {
    if (open) {
      open.text += line.endsWith('"""') ? line.slice(0, -3) : `${line}\n`
      if (!line.endsWith('"""')) continue
      secrets.set(open.name, open.text)
      open = undefined
      continue
    }
    if (line.startsWith('#') || line.trim() === '') continue
    const equals = line.indexOf('=')
    if (equals < 0) throw new Rejected('a line without =')
    const name = line.slice(0, equals).trim()
    const value = cutComment(line.slice(equals + 1).replace(/^ +/, ''))
    const inTriples = /^"""([^]*)"""$/.exec(value)
    if (inTriples) secrets.set(name, inTriples[1] ?? '')
    else if (value.startsWith('"""')) open = { name, text: `${value.slice(3)}\n` }
    else secrets.set(name, stripQuotes(value))
  }
  return secrets
}
