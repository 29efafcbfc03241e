/**
 * The words of a command as flyctl splits `[processes]` (google/shlex, as a POSIX shell does without expanding
 * anything): single quotes keep all, in double quotes a backslash escapes, outside it does too; `#` at the start of a
 * word begins a comment.
 * @returns undefined where a quote is never closed, which flyctl refuses
 */
export function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  for (let rest = text; rest !== '';) {
    const between = /^(?:\s+|#.*)/.exec(rest)?.[0]
    if (between !== undefined && (word === undefined || !between.startsWith('#'))) {
      if (word !== undefined) words.push(word)
      word = undefined
      rest = rest.slice(between.length)
      continue
    }
    const [piece, single, double, escaped, plain] = /^(?:'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])|([^\s'"\\]+))/.exec(rest) ?? []
    if (piece === undefined) return undefined
    word = (word ?? '') + (single ?? double?.replaceAll(/\\([^])/g, '$1') ?? escaped ?? plain ?? '')
    rest = rest.slice(piece.length)
  }
  return word === undefined ? words : [...words, word]
}
