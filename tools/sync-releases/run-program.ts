import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface RunOptions {
  readonly cwd: string
  readonly signal: AbortSignal
  /** Seconds. */
  readonly timeout: number
  /** The whole environment; the caller's own where it is left out. */
  readonly env?: NodeJS.ProcessEnv
}

/** A program that ended with a failure. `message` is the one line that says why. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure'
}

/** Runs a program to its end and returns what it printed. @throws ProgramFailure; an AbortError on Ctrl-C */
export async function runProgram(program: string, args: readonly string[], { timeout, ...options }: RunOptions): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, { ...options, timeout: timeout * 1000, maxBuffer: 1 << 28 })
    return stdout
  } catch (error) {
    options.signal.throwIfAborted()
    const { killed, stderr, message } = error as Error & { killed?: boolean; stderr?: string }
    throw new ProgramFailure(killed === true ? `it was not done in ${timeout} seconds` : reason(stderr ?? message), { cause: error })
  }
}

/**
 * The line that says why, without places on this machine: npm's code and what it did not find, or else the first line
 * that is not a stack.
 */
export function reason(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  const code = lines.map((line) => /^npm (?:error|ERR!) code (\S+)$/.exec(line)?.[1]).find((found) => found !== undefined)
  const subject = lines.map((line) => /^npm (?:error|ERR!) (?:404|notarget|git)?\s*(.*\S)/.exec(line)?.[1]).find((found) => found !== undefined && !found.startsWith('code '))
  if (code !== undefined) return [code, subject].filter((part) => part !== undefined).join(': ')
  return lines.find((line) => /error/i.test(line)) ?? lines[0] ?? 'it said nothing'
}
