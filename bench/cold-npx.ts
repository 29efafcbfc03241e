import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { inTurns, ms, ratio, type Subject } from './measure.ts'
import type { Peer } from './peers.ts'
import type { Table } from './table.ts'

const ROUNDS = 3

/** What a person waits for who has never used it: npx with an empty cache, from a registry on this computer. */
export async function coldNpxTable(ours: Peer, tarball: string, others: readonly Peer[], scratch: string): Promise<Table> {
  const server = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'registry-server.ts'), ours.name, ours.version, tarball], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const registry = line.toString('utf8').trim()
    const subjects = [ours, ...others].map(({ name, version }): Subject => {
      const folder = join(scratch, 'cold', name.replace('/', '+'))
      mkdirSync(folder, { recursive: true })
      const env = { npm_config_registry: registry, npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' }
      let runs = 0
      return { name, words: () => ['npx', '--cache', join(folder, `cache-${runs++}`), '--yes', `${name}@${version}`, '--help'], cwd: folder, env }
    })
    // The first time fills the registry.
    inTurns(subjects, 1)
    const times = inTurns(subjects, ROUNDS)
    return {
      title: 'Cold `npx … --help`',
      note: `With an empty npm cache, from a registry on this computer that has everything in memory; median of ${ROUNDS} rounds in turns.`,
      head: ['', 'time', 'beside ours'],
      rows: [...times].map(([name, { wall }]) => [name, ms(wall), ratio(wall, times.get(ours.name)!.wall)]),
      bars: { unit: 'ms', values: [...times].map(([name, { wall }]) => [name, wall]) },
    }
  } finally {
    server.kill()
  }
}
