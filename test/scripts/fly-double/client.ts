/**
 * The text of the program that stands on PATH as `fly` (or `npx`). It knows nothing: it hands its words, its folder, its
 * environment and its standard input to the test's own process over a socket, and prints what comes back.
 */
export function clientProgram(socketPath: string): string {
  return `#!${process.execPath}
const { basename } = require('node:path')
const socket = require('node:net').connect({ path: ${JSON.stringify(socketPath)}, allowHalfOpen: true })
const call = { program: basename(__filename), argv: process.argv.slice(2), cwd: process.cwd(), env: process.env }
socket.write(JSON.stringify(call) + '\\n')
process.stdin.on('error', () => {}).pipe(socket)
let rest = ''
let answered = false
socket.setEncoding('utf8').on('data', (text) => {
  const lines = (rest + text).split('\\n')
  rest = lines.pop()
  for (const line of lines) {
    const { out, err, exit } = JSON.parse(line)
    if (out !== undefined) process.stdout.write(Buffer.from(out, 'base64'))
    if (err !== undefined) process.stderr.write(Buffer.from(err, 'base64'))
    if (exit !== undefined) { answered = true; process.exit(exit) }
  }
})
socket.on('error', () => {})
socket.on('close', () => { if (!answered) process.exit(99) })
`
}
