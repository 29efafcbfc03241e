import { PassThrough } from 'node:stream'
import { run } from '../../src/run.ts'

export interface CliOptions {
  /** What is typed. */
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Whether somebody sits at a terminal. */
  readonly tty?: boolean
  /** Whether stderr is seen at a terminal, whatever becomes of stdout. */
  readonly errorTty?: boolean
  readonly signal?: AbortSignal
}

export interface CliResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command line in this process, as src/cli.ts does, with streams in memory. */
export async function runCli(words: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { input = '', env = {}, cwd = process.cwd(), tty = false, errorTty = false, signal = new AbortController().signal } = options
  const [output, error] = [collector(), collector()]
  const keyboard = new PassThrough()
  keyboard.end(input)
  const code = await run(words, {
    input: Object.assign(keyboard, { isTTY: tty }),
    output: Object.assign(output.stream, { isTTY: tty }),
    error: Object.assign(error.stream, { isTTY: errorTty }),
    cwd,
    env,
    timeZone: 'Europe/Berlin',
    signal,
  })
  return { code, stdout: output.text(), stderr: error.text() }
}

function collector(): { readonly stream: PassThrough; readonly text: () => string } {
  const stream = new PassThrough({ highWaterMark: 1 << 24 })
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return { stream, text: () => Buffer.concat([...chunks, stream.read() as Buffer | null ?? Buffer.alloc(0)]).toString('utf8') }
}
