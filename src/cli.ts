#!/usr/bin/env node
import { run } from './run.ts'

const stop = new AbortController()
// Once: a second Ctrl-C ends the process at once, whatever it is doing.
process.once('SIGINT', () => stop.abort())
process.once('SIGTERM', () => stop.abort())

// Whoever read the output may have gone (`… | head -1`): the work is done all the same, and there is nobody to tell.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

process.exitCode = await run(process.argv.slice(2), {
  // Asked for only where they are wanted: each costs as much as the whole of --help.
  get input() {
    return process.stdin
  },
  get timeZone() {
    return Intl.DateTimeFormat().resolvedOptions().timeZone
  },
  output: process.stdout,
  error: process.stderr,
  cwd: currentFolder(),
  env: process.env,
  signal: stop.signal,
})

/** Empty where the folder was deleted meanwhile. */
function currentFolder(): string {
  try {
    return process.cwd()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
