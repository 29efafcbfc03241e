import { askFolder } from '../ask/ask-folder.ts'
import { showIntro } from '../ask/messages.ts'
import type { ExitCode } from '../errors.ts'
import { DEFAULT_FOLDER, proposeFolder } from '../workspace/propose-folder.ts'
import type { Io } from './io.ts'

/**
 * `create-openclaw-fly` with nothing after it, at a terminal: nothing can be wrong yet, so the first question is asked
 * at once, and everything that the others need is loaded while it is being answered.
 */
export async function begin(io: Io): Promise<ExitCode> {
  const { input, output, signal, cwd } = io
  showIntro(io)
  const ended = new AbortController()
  const end = (): void => ended.abort()
  signal.addEventListener('abort', end)
  const folder = askFolder({ input, output, signal: ended.signal }, proposeFolder(DEFAULT_FOLDER, cwd))
  // A cancel is heard where the answer is waited for, which may be later than it comes.
  folder.catch(() => {})
  try {
    const { create } = await import('./create.ts')
    return await create([], io, folder)
  } finally {
    // Where the rest cannot be loaded nobody waits for the answer any more.
    end()
    signal.removeEventListener('abort', end)
  }
}
