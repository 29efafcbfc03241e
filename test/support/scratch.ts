import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
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
 * @param prefix of its name
 * @param bytes of all files that will be in it
 */
export function newScratch(prefix: string, bytes: number): Scratch {
  const isMemory = existsSync(MEMORY) && Math.min(freemem(), roomIn(MEMORY)) > 2 * bytes && runsPrograms(MEMORY)
  return { folder: mkdtempSync(join(isMemory ? MEMORY : tmpdir(), prefix)), isMemory }
}

function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** Containers may have it without leave to run what is in it. */
function runsPrograms(place: string): boolean {
  const folder = mkdtempSync(join(place, 'openclaw-fly-try-'))
  const program = join(folder, 'program')
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
  const { status } = spawnSync(program)
  rmSync(folder, { recursive: true })
  return status === 0
}
