/** The anchor that GitHub gives to a heading. */
export function anchorOf(heading: string): string {
  return heading.replaceAll('`', '').trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replaceAll(' ', '-')
}

interface Block {
  readonly language: string
  readonly lines: readonly string[]
}

/** Splits Markdown into fenced blocks and everything else; a fence may be indented below a list item. */
export function parseMarkdown(markdown: string): { blocks: readonly Block[]; prose: string } {
  const blocks: Block[] = []
  const prose: string[] = []
  let open: { language: string; lines: string[]; indent: number } | undefined
  for (const line of markdown.split('\n')) {
    const fence = /^( *)```(.*)$/.exec(line)
    if (fence && open) {
      blocks.push(open)
      prose.push('(block)')
      open = undefined
    } else if (fence) open = { language: fence[2]!, lines: [], indent: fence[1]!.length }
    else if (open) open.lines.push(line.slice(open.indent))
    else prose.push(line)
  }
  if (open) throw new TypeError('a fence is not closed')
  return { blocks, prose: prose.join('\n') }
}

export function codeSpans(prose: string): readonly string[] {
  return [...prose.matchAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)].map((match) => match[2]!)
}

export function withoutCode(prose: string): string {
  return prose.replaceAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, '')
}
