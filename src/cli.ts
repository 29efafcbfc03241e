#!/usr/bin/env node
import { run } from './run.ts'
import { localTimeZone } from './time-zone.ts'

// What an older one lacks would end in a stack.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || major === 21 || (major === 20 && minor < 19)) {
  console.error(`create-openclaw-fly needs Node 20.19 or 22, or newer, and this is ${process.version}. Get it from https://nodejs.org, then run the same command again.`)
  process.exit(2)
}

const stop = new AbortController()
// Once: a second Ctrl-C ends the process at once, whatever it is doing.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort())

/** Whether somebody who is still there was not told all. */
let unwritten = false

void main()

/** The build is CommonJS, which has no `await` outside of a function. */
async function main(): Promise<void> {
  // What never ends is no success: Node would leave with 0 once nothing is left to wait for.
  process.exitCode = 1
  const code = await run(process.argv.slice(2), {
    // Asked for only where they are wanted: each takes a part of what the whole of --help takes.
    get input() {
      return process.stdin
    },
    get timeZone() {
      return localTimeZone(process.env)
    },
    get output() {
      return sized(heard(process.stdout))
    },
    get error() {
      return heard(process.stderr)
    },
    cwd: currentFolder(),
    env: process.env,
    signal: stop.signal,
  })
  process.exitCode = unwritten ? 1 : code
}

/** Whoever read the output may have gone (`… | head -1`): the work is done all the same, and there is nobody to tell. */
function heard<T extends NodeJS.WriteStream>(stream: T): T {
  if (!stream.listeners('error').includes(onWriteError)) stream.on('error', onWriteError)
  return stream
}

function onWriteError({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE' || unwritten) return
  unwritten = true
  process.exitCode = 1
  heard(process.stderr).write(`What was to be shown here cannot be written: ${message}\n`)
}

/** A terminal that was not told its size says 0 (`docker exec -t`, expect), and prompts would have one letter on each line. */
function sized(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (stream.columns === 0) stream.columns = 80
  if (stream.rows === 0) stream.rows = 24
  return stream
}

/** Empty where the folder was deleted meanwhile. */
function currentFolder(): string {
  try {
    return process.cwd()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
