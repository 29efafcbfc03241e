#!/usr/bin/env node
import { run } from './run.ts'

const stop = new AbortController()
// Once: a second Ctrl-C ends the process at once, whatever it is doing.
process.once('SIGINT', () => stop.abort())
process.once('SIGTERM', () => stop.abort())

process.exitCode = await run(process.argv.slice(2), {
  input: process.stdin,
  output: process.stdout,
  error: process.stderr,
  cwd: process.cwd(),
  env: process.env,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  signal: stop.signal,
})
