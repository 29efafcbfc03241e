import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import process from 'node:process'
import { UserError } from '../errors.ts'

/** A program to start: a file, its words, the folder it starts in and everything in its environment. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

export interface Running {
  /** Everything it printed so far, both streams in the order of arrival. */
  readonly log: () => string
  /** What it printed on stdout alone. */
  readonly stdout: () => string
  /** Exit code, or how else it ended: a signal, or why it could not start. */
  readonly ended: Promise<number | string>
  /** Most memory that it and all it started had in use at once, in bytes; null where that cannot be measured. */
  readonly peak: () => number | null
  /** Ends it, and all that it started. */
  readonly end: () => void
}

/** Runs programs in a temporary folder; nothing of both outlives this program, however it ends. */
export interface Keeper {
  readonly folder: string
  /** OPENCLAW_PROFILE for programs whose log files could not be told from others. */
  readonly profile: string
  readonly start: (command: Command, options?: { readonly measured?: boolean }) => Running
  /** Has a further folder removed at the end, should it still be there. */
  readonly remove: (folder: string) => void
  /** Ends what still runs, and removes the folder. */
  readonly close: () => Promise<void>
}

type Report = { readonly folder?: string; readonly profile?: string; readonly id?: number; readonly text?: string; readonly stream?: 'stdout' | 'stderr'; readonly ended?: number | string; readonly peak?: number }

interface Entry {
  readonly hear: (report: Report) => void
}

/**
 * @param program path of keeper.mjs
 * @throws UserError where the temporary folder cannot be made, and from `close` where it cannot be removed
 */
export async function startKeeper(program: string): Promise<Keeper> {
  // In a group of its own, so that Ctrl-C in the terminal does not end the keeper before it has cleaned up.
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: process.platform !== 'win32', windowsHide: true })
  const entries = new Map<number, Entry>()
  const exited = once(child, 'exit')
  const over: Report = { ended: 'the rehearsal is over' }
  exited.then(() => entries.forEach(({ hear }) => hear(over)), () => undefined)
  const { folder, profile } = await Promise.race([once(child, 'message').then(([report]) => report as Report), exited.then((): Report => ({}))])
  if (folder === undefined || profile === undefined) throw new UserError('rehearsal-folder', `no temporary folder could be made in ${tmpdir()}`, 'see that the disk is not full and that you may write there')
  child.on('message', (report: Report) => entries.get(report.id ?? -1)?.hear(report))
  let last = 0
  /** Whether the keeper is still there to hear it; should it just be going, `exited` tells the rest. */
  const send = (message: object): boolean => child.connected && (child.send(message, () => undefined), true)
  return {
    folder,
    profile,
    start(command, options = {}) {
      const id = ++last
      const { entry, running } = follow(() => send({ id, end: true }))
      entries.set(id, entry)
      if (!send({ id, ...command, ...options })) entry.hear(over)
      return running
    },
    remove: (further) => void send({ remove: further }),
    async close() {
      if (child.connected) child.disconnect()
      await exited
      if (existsSync(folder)) throw new UserError('rehearsal-folder', `the temporary folder of the rehearsal could not be removed: ${folder}`, 'remove it yourself')
    },
  }
}

function follow(end: () => unknown): { readonly entry: Entry; readonly running: Running } {
  let [log, stdout] = ['', '']
  let peak: number | null = null
  let settle: (how: number | string) => void = () => undefined
  const ended = new Promise<number | string>((resolve) => (settle = resolve))
  const hear = (report: Report): void => {
    log += report.text ?? ''
    if (report.stream === 'stdout') stdout += report.text ?? ''
    if (report.peak !== undefined) peak = Math.max(peak ?? 0, report.peak)
    if (report.ended !== undefined) settle(report.ended)
  }
  return { entry: { hear }, running: { log: () => log, stdout: () => stdout, ended, peak: () => peak, end: () => void end() } }
}
