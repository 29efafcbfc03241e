/** Colours of the drawing, by SGR number. */
const colours: Readonly<Record<number, string>> = {
  30: '#1d1f21', 31: '#f07178', 32: '#8ccf7e', 33: '#e5c76b', 34: '#6791c9', 35: '#bc83e3', 36: '#67c6c0', 37: '#dadada', 90: '#6b7280',
}
const CELL = { width: 8.4, height: 18 } as const
const MARGIN = 16

interface Style {
  readonly colour: string | undefined
  readonly dim: boolean
  readonly bold: boolean
  readonly struck: boolean
}

const plain: Style = { colour: undefined, dim: false, bold: false, struck: false }

/** Draws what a terminal shows, given as text with SGR sequences (tmux capture-pane -e). */
export function screenToSvg(screen: string): string {
  const lines = screen.split('\n')
  const columns = Math.max(...lines.map((line) => [...line.replace(/\u001B\[[0-9;]*m/g, '')].length))
  const [width, height] = [Math.ceil(columns * CELL.width) + 2 * MARGIN, lines.length * CELL.height + 2 * MARGIN]
  let style = plain
  const rows = lines.map((line, row) => {
    const spans: string[] = []
    let column = 0
    for (const part of line.split(/(\u001B\[[0-9;]*m)/)) {
      const codes = /^\u001B\[([0-9;]*)m$/.exec(part)
      if (codes !== null) style = codes[1]!.split(';').map(Number).reduce(apply, style)
      else if (part.trim() !== '') spans.push(span(part, column, row, style))
      if (codes === null) column += [...part].length
    }
    return spans.join('')
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A session of npm create openclaw-fly in a terminal">
<rect width="100%" height="100%" rx="8" fill="#16181d"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="#dadada">
${rows.filter((row) => row !== '').join('\n')}
</g>
</svg>
`
}

function apply(style: Style, code: number): Style {
  if (code === 0) return plain
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 22) return { ...style, bold: false, dim: false }
  if (code === 9) return { ...style, struck: true }
  if (code === 29) return { ...style, struck: false }
  if (code === 39) return { ...style, colour: undefined }
  return colours[code] === undefined ? style : { ...style, colour: colours[code] }
}

function span(text: string, column: number, row: number, { colour, dim, bold, struck }: Style): string {
  const leading = text.length - text.trimStart().length
  const shown = text.trim()
  const attributes = [
    `x="${(MARGIN + (column + leading) * CELL.width).toFixed(1)}"`,
    `y="${MARGIN + (row + 1) * CELL.height - 5}"`,
    `textLength="${([...shown].length * CELL.width).toFixed(1)}"`,
    colour === undefined ? '' : `fill="${colour}"`,
    dim ? 'opacity="0.6"' : '',
    bold ? 'font-weight="bold"' : '',
    struck ? 'text-decoration="line-through"' : '',
  ]
  return `<text xml:space="preserve" ${attributes.filter((attribute) => attribute !== '').join(' ')}>${shown.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</text>`
}
