import { MIN_MEMORY_MB } from '../../fly/constants.ts'
import { findSize, heapFor } from '../../fly/sizes.ts'
import type { Table } from '../../merge/value.ts'
import type { Rule, Sighting } from '../rule.ts'
import { stringOf, type FlyToml } from '../subject/fly-toml.ts'
import { variable } from '../subject/gateway.ts'
import type { Subject } from '../subject/subject.ts'
import { readMegabytes } from '../subject/units.ts'

export const e12: Rule = {
  id: 'E12',
  title: 'Too little memory',
  why: 'The gateway is killed while it works: 512 MB do not start it, 1 GB ends in "heap out of memory", and a heap that takes nearly all leaves nothing for plugins and commands.',
  needs: ['fly'],
  look: (subject) => [subject.fly!, ...(subject.otherFly === undefined ? [] : [subject.otherFly])].flatMap((fly) => [...lookAtMemory(fly), ...lookAtHeap(fly, subject)]),
}

function lookAtMemory(fly: FlyToml): readonly Sighting[] {
  if (fly.vm === undefined) {
    const cure = ['[[vm]]', '  size = "shared-cpu-2x"', '  memory = "3072mb"']
    return [{ severity: 'warning', what: 'there is no [[vm]]: Fly makes the first machine with 256 MB, unless fly scale said otherwise', where: fly.place('vm'), cure }]
  }
  const { path, table } = fly.vm
  const both: readonly Sighting[] = table.memory === undefined || table.memory_mb === undefined ? [] : [{ what: 'both memory and memory_mb are given', why: 'flyctl refuses the two together.', where: fly.place(...path, 'memory_mb'), cure: ['keep memory, and take memory_mb out'] }]
  const memory = memoryOf(table)
  if (memory === undefined || memory >= MIN_MEMORY_MB) return both
  const said = table.memory ?? table.memory_mb
  return [...both, {
    what: `the machine has ${memory} MB${said === undefined ? `, which is what ${stringOf(table.size) ?? 'its size'} comes with` : ''}; OpenClaw needs ${MIN_MEMORY_MB} at least`,
    where: fly.place(...path, table.memory === undefined && table.memory_mb !== undefined ? 'memory_mb' : 'memory'),
    cure: [`memory = "${MIN_MEMORY_MB}mb" at least, better "3072mb"; it costs a few dollars a month more`],
  }]
}

/** MB of a `[[vm]]`; a size that says nothing else comes with its least. */
export function memoryOf(vm: Table): number | undefined {
  const said = readMegabytes(vm.memory ?? vm.memory_mb)
  if (said !== undefined) return said
  const size = findSize(stringOf(vm.size) ?? (vm.cpus === undefined && vm.cpu_kind === undefined ? 'shared-cpu-1x' : sizeOf(vm) ?? ''))
  return size?.minMb
}

/** The preset of so many processors of a kind. */
export function sizeOf(vm: Table): string | undefined {
  const name = stringOf(vm.size) ?? `${vm.cpu_kind === 'performance' ? 'performance-' : 'shared-cpu-'}${String(vm.cpus ?? 1)}x`
  return findSize(name)?.name
}

/** MB of Node's heap, as its options give it. */
export function heapIn(options: string | undefined): number | undefined {
  const amount = /--max[-_]old[-_]space[-_]size[= ](\d+)/.exec(options ?? '')?.[1]
  return amount === undefined ? undefined : Number(amount)
}

function lookAtHeap(fly: FlyToml, subject: Subject): readonly Sighting[] {
  const options = variable({ ...subject, fly }, 'NODE_OPTIONS')
  const heap = heapIn(options?.value) ?? heapIn(fly.commands)
  const memory = fly.vm && memoryOf(fly.vm.table)
  // Of a machine that is too small anyway, more is said above.
  if (heap === undefined || memory === undefined || memory < MIN_MEMORY_MB || heap <= memory - 512) return []
  const fitting = heapFor(memory, /-browser\b/.test(fly.image ?? ''))
  const env = fly.at('env', 'NODE_OPTIONS')
  return [{
    what: `Node's heap may take ${heap} of the machine's ${memory} MB; at least 512 must be left`,
    where: options?.where ?? fly.place(...(fly.gatewayProcess?.path ?? [])),
    cure: [`NODE_OPTIONS = "--max-old-space-size=${fitting}"`],
    ...(typeof env === 'string' && heapIn(env) !== undefined && { fix: { file: fly.name, edits: [{ kind: 'set' as const, path: ['env', 'NODE_OPTIONS'], value: env.replace(/(?<=--max[-_]old[-_]space[-_]size[= ])\d+/, String(fitting)) }] } }),
  }]
}
