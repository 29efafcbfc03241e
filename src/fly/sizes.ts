/** A machine preset of Fly. All memory is in MB (1024-based). */
export interface MachineSize {
  readonly name: string
  readonly kind: 'shared' | 'performance'
  readonly cpus: number
  readonly minMb: number
  readonly maxMb: number
  readonly stepMb: number
}

/** fly-go v0.9.6 machine_types.go, MachinePresets; memory rules from Fly's machine sizing guide (2024-10-14). */
export const machineSizes: readonly MachineSize[] = [
  { name: 'shared-cpu-1x', kind: 'shared', cpus: 1, minMb: 256, maxMb: 2048, stepMb: 256 },
  { name: 'shared-cpu-2x', kind: 'shared', cpus: 2, minMb: 512, maxMb: 4096, stepMb: 256 },
  { name: 'shared-cpu-4x', kind: 'shared', cpus: 4, minMb: 1024, maxMb: 8192, stepMb: 256 },
  { name: 'shared-cpu-6x', kind: 'shared', cpus: 6, minMb: 1536, maxMb: 12288, stepMb: 256 },
  { name: 'shared-cpu-8x', kind: 'shared', cpus: 8, minMb: 2048, maxMb: 16384, stepMb: 256 },
  { name: 'performance-1x', kind: 'performance', cpus: 1, minMb: 2048, maxMb: 8192, stepMb: 2048 },
  { name: 'performance-2x', kind: 'performance', cpus: 2, minMb: 4096, maxMb: 16384, stepMb: 2048 },
  { name: 'performance-4x', kind: 'performance', cpus: 4, minMb: 8192, maxMb: 32768, stepMb: 2048 },
  { name: 'performance-6x', kind: 'performance', cpus: 6, minMb: 12288, maxMb: 49152, stepMb: 2048 },
  { name: 'performance-8x', kind: 'performance', cpus: 8, minMb: 16384, maxMb: 65536, stepMb: 2048 },
  { name: 'performance-10x', kind: 'performance', cpus: 10, minMb: 20480, maxMb: 81920, stepMb: 2048 },
  { name: 'performance-12x', kind: 'performance', cpus: 12, minMb: 24576, maxMb: 98304, stepMb: 2048 },
  { name: 'performance-14x', kind: 'performance', cpus: 14, minMb: 28672, maxMb: 114688, stepMb: 2048 },
  { name: 'performance-16x', kind: 'performance', cpus: 16, minMb: 32768, maxMb: 131072, stepMb: 2048 },
]

export function findSize(name: string): MachineSize | undefined {
  return machineSizes.find((size) => size.name === name)
}

/** What is wrong with this much memory on this size, or undefined. */
export function memoryFault(size: MachineSize, memoryMb: number): string | undefined {
  if (memoryMb < size.minMb || memoryMb > size.maxMb)
    return `${size.name} takes ${size.minMb} to ${size.maxMb} MB`
  if (memoryMb % size.stepMb !== 0) return `${size.name} takes memory in steps of ${size.stepMb} MB`
  return undefined
}

/** The amount nearest to `memoryMb` that the size takes, rounded up to its step. */
export function fittingMemory(size: MachineSize, memoryMb: number): number {
  const stepped = Math.ceil(memoryMb / size.stepMb) * size.stepMb
  return Math.min(size.maxMb, Math.max(size.minMb, stepped))
}

/**
 * Old-space limit for Node (MB): 70 % of the memory leaves room for native memory, CLI runs over SSH and plugin
 * installs; a browser in the machine wants 512 MB more, and channels' own programs what they say. Rounded down to 256.
 */
export function heapFor(memoryMb: number, browser: boolean, channelsMb = 0): number {
  const room = (memoryMb - channelsMb) * 0.7 - (browser ? 512 : 0)
  return Math.max(768, Math.floor(room / 256) * 256)
}
