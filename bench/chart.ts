import type { Table } from './table.ts'

const WIDTH = 760
const NAMES = 210
const ROW = 22

/** The tables that compare times, as bars: an SVG for a light page and for a dark one. */
export function chart(tables: readonly Table[]): string {
  const parts: string[] = []
  let y = 8
  for (const { title, bars } of tables) {
    if (bars === undefined) continue
    parts.push(text(8, y + 14, title.replaceAll('`', ''), 'title'))
    y += 24
    const most = Math.max(...bars.values.map(([, value]) => value))
    for (const [name, value] of bars.values) {
      const width = Math.max(2, (value / most) * (WIDTH - NAMES - 90))
      const ours = name.startsWith('create-openclaw-fly')
      parts.push(text(NAMES - 8, y + 14, name, 'name'), `<rect x="${NAMES}" y="${y + 3}" width="${width.toFixed(1)}" height="${ROW - 7}" rx="2" class="${ours ? 'ours' : 'other'}"/>`, text(NAMES + width + 8, y + 14, `${value.toFixed(0)} ${bars.unit}`, 'value'))
      y += ROW
    }
    y += 14
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="Times side by side; the tables have the figures">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600 } .name { text-anchor: end } .other { fill: #8c959f } .ours { fill: #0969da }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .other { fill: #6e7681 } .ours { fill: #58a6ff } }
</style>
${parts.join('\n')}
</svg>
`
}

function text(x: number, y: number, words: string, kind: string): string {
  return `<text x="${x.toFixed(1)}" y="${y}" class="${kind}">${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
}
