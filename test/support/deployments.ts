import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { tidyAway } from './one-folder.ts'
import { temporaryFolders } from './folders.ts'
import { runCli, type CliResult } from './run-cli.ts'

/** A deployment on the disk, and somebody in its folder. */
export interface OnDisk {
  readonly folder: string
  readonly read: (path: string) => string
  /** An edit by hand. @throws where `from` is not there */
  readonly change: (path: string, from: string, to: string) => void
  readonly config: () => Config
  /** Runs a command in it. */
  readonly run: (...words: readonly string[]) => Promise<CliResult>
}

/** openclaw.json, as far as tests of channels look at it. */
export interface Config {
  readonly channels: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly bindings?: readonly object[]
  readonly agents: object
  readonly plugins?: { readonly entries: Readonly<Record<string, object>> }
}

/**
 * Makes a deployment `my-claw` from the official image: `of` one for a test alone, `shared` one that all tests of the same
 * flags look at and none changes. Called by each file.
 */
export function deployments(): { readonly of: (...flags: readonly string[]) => Promise<OnDisk>; readonly shared: (...flags: readonly string[]) => Promise<OnDisk> } {
  const newFolder = temporaryFolders()
  const made = new Map<string, Promise<string>>()
  const make = async (flags: readonly string[]): Promise<string> => {
    const cwd = newFolder()
    const { code, stderr } = await runCli(['my-claw', '--yes', '--build', 'image', ...flags], { cwd })
    if (code !== 0) throw new Error(stderr)
    return join(cwd, 'my-claw')
  }
  const shared = async (...flags: readonly string[]): Promise<OnDisk> => {
    const key = JSON.stringify(flags)
    if (!made.has(key)) made.set(key, make(flags))
    return onDisk(await made.get(key)!)
  }
  const of = async (...flags: readonly string[]): Promise<OnDisk> => {
    const folder = join(newFolder(), 'my-claw')
    onTestFinished(() => tidyAway(dirname(folder)))
    cpSync((await shared(...flags)).folder, folder, { recursive: true, preserveTimestamps: true })
    return onDisk(folder)
  }
  return { of, shared }
}

function onDisk(folder: string): OnDisk {
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
  return {
    folder, read,
    change(path, from, to) {
      if (!read(path).includes(from)) throw new Error(`${path} has no ${from}`)
      writeFileSync(join(folder, path), read(path).replace(from, to))
    },
    config: () => JSON.parse(read('openclaw.json')) as Config,
    run: (...words) => runCli(words, { cwd: folder }),
  }
}

/** What was printed, without the line breaks of wrapping. */
export function unwrapped(text: string): string {
  return text.replace(/\s+/g, ' ')
}
