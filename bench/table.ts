/** What one part of the bench found. */
export interface Table {
  readonly title: string
  /** What was measured, and how: a sentence or two. */
  readonly note: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Drawn as bars beside each other where it has numbers to compare: smaller is better. */
  readonly bars?: { readonly unit: string; readonly values: readonly (readonly [name: string, value: number])[] }
}

/** For a terminal. */
export function tableLines({ title, note, head, rows }: Table): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]!.length)))
  const line = (row: readonly string[]): string => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ').trimEnd()
  return [title, note, '', line(head), ...rows.map(line)].join('\n')
}

/** For bench/README.md. */
export function tableMarkdown({ title, note, head, rows }: Table): string {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`
  return [`## ${title}`, '', note, '', line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}
