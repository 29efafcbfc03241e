/**
 * The text of a CommonJS module that a script under test is started with (`node --require`). It makes `spawn` of a
 * program in the sandbox's `bin` talk to the test's own process directly: the same conversation as in client.ts, without
 * the tenth of a second that a process takes to start. A script under test starts a dozen, and there are hundreds of tests.
 */
export function standInModule(socketPath: string, bin: string): string {
  return `
const childProcess = require('node:child_process')
const { EventEmitter } = require('node:events')
const { connect } = require('node:net')
const { basename, dirname } = require('node:path')
const { PassThrough } = require('node:stream')
const { spawn } = childProcess

function standIn(file, args, options) {
  const stdio = typeof options.stdio === 'string' ? Array(3).fill(options.stdio) : options.stdio ?? Array(3).fill('pipe')
  const [stdin, stdout, stderr] = stdio.map((kind) => kind === 'pipe' ? new PassThrough() : null)
  const child = Object.assign(new EventEmitter(), { stdin, stdout, stderr, exitCode: null, signalCode: null, pid: process.pid })
  const socket = connect({ path: ${JSON.stringify(socketPath)}, allowHalfOpen: true })
  socket.write(JSON.stringify({ program: basename(file), argv: args, cwd: options.cwd ?? process.cwd(), env: options.env ?? process.env }) + '\\n')
  if (stdin) stdin.pipe(socket)
  else socket.end()
  const finish = (code, signal) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    Object.assign(child, { exitCode: code, signalCode: signal })
    socket.destroy()
    child.emit('exit', code, signal)
    const outputs = [stdout, stderr].filter((stream) => stream !== null)
    Promise.all(outputs.map((stream) => new Promise((resolve) => { stream.once('close', resolve).end() }))).then(() => child.emit('close', code, signal))
  }
  let rest = ''
  socket.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\\n')
    rest = lines.pop()
    for (const line of lines) {
      const { out, err, exit } = JSON.parse(line)
      if (out !== undefined) (stdout ?? process.stdout).write(Buffer.from(out, 'base64'))
      if (err !== undefined) (stderr ?? process.stderr).write(Buffer.from(err, 'base64'))
      if (exit !== undefined) finish(exit, null)
    }
  })
  socket.on('error', () => {}).on('close', () => finish(99, null))
  child.kill = (signal = 'SIGTERM') => { setImmediate(finish, null, signal); return true }
  return child
}

childProcess.spawn = (file, args, options = {}) => dirname(file) === ${JSON.stringify(bin)} ? standIn(file, args, options) : spawn(file, args, options)
require('node:module').syncBuiltinESMExports()
`
}
