import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Table } from './table.ts'

const counts = [1, 10, 100, 1000] as const

/** Rendering and updating many deployments in one process; each number of them in a process of its own. */
export function scaleTable(): Table {
  const rows = (['render', 'update'] as const).flatMap((kind) => counts.map((count) => [kind, count, measure(kind, count)] as const))
  return {
    title: 'Many deployments in one process',
    note: 'Rendering all files of a deployment, and planning the update of one with an edit in it to other answers; templates are compiled before. Memory is the most that the process ever had. The goal is 300 rendered in a second, and no more time for each when there are more.',
    head: ['', 'deployments', 'time', 'each', 'in a second', 'memory'],
    rows: rows.map(([kind, count, { ms, mb }]) => [kind, String(count), `${ms.toFixed(1)} ms`, `${(ms / count).toFixed(2)} ms`, (1000 / (ms / count)).toFixed(0), `${mb.toFixed(0)} MB`]),
  }
}

function measure(kind: string, count: number): { readonly ms: number; readonly mb: number } {
  return JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'scale-worker.ts'), kind, String(count)], { encoding: 'utf8' })) as { ms: number; mb: number }
}
