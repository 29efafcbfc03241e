import { existsSync, mkdtempSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system that Linux keeps in memory. */
const MEMORY = '/dev/shm'

export interface Scratch {
  readonly folder: string
  readonly isMemory: boolean
}

/**
 * A new folder for files of this size in all, in memory where there is twice as much of it: what a disk is still doing,
 * and where it last removed files, decides over ten thousand new ones more than the program that makes them.
 * @param bytes of all files that will be in it
 */
export function newScratch(bytes: number): Scratch {
  const isMemory = existsSync(MEMORY) && Math.min(freemem(), roomIn(MEMORY)) > 2 * bytes
  return { folder: mkdtempSync(join(isMemory ? MEMORY : tmpdir(), 'openclaw-fly-bench-')), isMemory }
}

function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
