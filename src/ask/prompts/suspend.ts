import type { Readable, Writable } from 'node:stream'

type Terminal = Readable & { readonly setRawMode?: (raw: boolean) => unknown }

/** By then the program is stopped, or nothing stops it: what no shell has started has nobody who could say `fg`. */
const STOPPED_AFTER = 50

/**
 * Stops the program until the shell's `fg`, and with it whoever started it: readline stops us alone, so that under `npx`
 * npm would keep the terminal, and leaves an input behind that keeps the program from ending. First the key is heard by
 * everybody: what clack draws for it belongs above the shell's lines.
 * @returns calls it off, and with it that keys are heard again though nothing has stopped the program
 */
export function suspend(input: Terminal, output: Writable): () => void {
  let waiting: NodeJS.Timeout | undefined
  const stopping = setImmediate(() => {
    input.setRawMode?.(false)
    output.write(SHOW_CURSOR)
    process.kill(0, 'SIGTSTP')
    waiting = setTimeout(() => hear(input, output), STOPPED_AFTER)
  })
  return () => {
    clearImmediate(stopping)
    clearTimeout(waiting)
  }
}

/**
 * After the shell's `fg`: keys are heard again, and the prompt is drawn once more, below what the shell wrote meanwhile.
 * Clack draws only what changes, up from where the cursor is, and draws nothing while nothing changes. Who is stopped
 * does not hear that the window has another size.
 */
export function resume(prompt: object, input: Terminal, output: Writable): void {
  hear(input, output)
  Reflect.set(prompt, '_prevFrame', '')
  process.emit('SIGWINCH', 'SIGWINCH')
  output.emit('resize')
}

/** A shell gives the terminal back as it had it itself. */
function hear(input: Terminal, output: Writable): void {
  if (input.destroyed) return
  input.setRawMode?.(true)
  output.write(HIDE_CURSOR)
}

const [SHOW_CURSOR, HIDE_CURSOR] = ['\u001b[?25h', '\u001b[?25l']
