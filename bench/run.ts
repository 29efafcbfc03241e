import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { newScratch } from '../test/support/scratch.ts'
import { chart } from './chart.ts'
import { CLONE_BYTES, cloneTable } from './clone.ts'
import { mergeTable } from './merge.ts'
import { programTables } from './program.ts'
import { scaleTable } from './scale.ts'
import { tableLines, tableMarkdown, type Table } from './table.ts'

/*
 * `npm run bench`: everything side by side, in one run and in turns, so that all meet the same machine. It prints, it
 * never judges; `npm run bench -- --write` makes bench/README.md and its chart of what it found.
 */

const root = join(import.meta.dirname, '..')
if (!existsSync(join(root, 'dist', 'cli.cjs'))) throw new Error('dist/cli.cjs is missing: npm run build makes it')
const [disk, memory] = [mkdtempSync(join(tmpdir(), 'openclaw-fly-bench-')), newScratch('openclaw-fly-bench-', CLONE_BYTES)]

try {
  // Nothing is removed before the end: ext4 without a journal is slow to make files for five minutes after others were
  // removed. So leave the machine alone for that long before.
  const clones = await cloneTable(memory)
  const tables = [...(await programTables(root, disk, memory)), clones, scaleTable(), mergeTable()]
  for (const table of tables) console.log(`${tableLines(table)}\n`)
  if (process.argv.includes('--write')) write(tables)
} finally {
  for (const folder of [disk, memory.folder]) rmSync(folder, { recursive: true, force: true })
}

function write(tables: readonly Table[]): void {
  const intro = `Made by \`npm run bench -- --write\` on ${cpus().length} cores with Node ${process.version}; only figures of one run can be compared.`
  writeFileSync(join(import.meta.dirname, 'chart.svg'), chart(tables))
  writeFileSync(join(import.meta.dirname, 'README.md'), `${['# How long it takes, beside others', intro, '![The times below as bars](chart.svg)', ...tables.map(tableMarkdown)].join('\n\n')}\n`)
}
