/** Breaks a text between words at `width` columns; a word that is longer stays whole, so that it can be copied. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** The first line begins with `mark`, the others stand below its text; line feeds and a line's own indent stay. */
export function hanging(mark: string, text: string, width: number): readonly string[] {
  const lines = text.split('\n').flatMap((line) => {
    const own = /^ */.exec(line)![0]
    return wrapWords(line.slice(own.length), Math.max(20, width - mark.length - own.length)).map((part) => own + part)
  })
  return lines.map((line, index) => `${index === 0 ? mark : ' '.repeat(mark.length)}${line}`.trimEnd())
}

/** Letters that a terminal draws two columns wide: Chinese, Japanese, Korean, and pictures. */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu

/** How many columns a text takes in a terminal. */
export function columnsOf(text: string): number {
  return text.replace(WIDE, '  ').length
}
