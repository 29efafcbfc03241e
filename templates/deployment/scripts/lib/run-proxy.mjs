// @ts-check
import { connect, createServer } from 'node:net'
import { environmentForFly } from './fly.mjs'
import { exitCodes, note, UserError } from './messages.mjs'
import { quoteCommand, runStreamed } from './run-command.mjs'

/** @typedef {import('./fly.mjs').FlyContext} FlyContext */

/** @param {{ app: string, port: number }} deployment */
export function proxyArgs({ app, port }) {
  return ['proxy', `${port}:${port}`, '--app', app]
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  const server = createServer()
  return new Promise((resolve) => {
    server.on('error', () => resolve(false)).listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 })
    const end = (/** @type {boolean} */ result) => {
      socket.destroy()
      resolve(result)
    }
    socket.on('connect', () => end(true)).on('error', () => end(false)).on('timeout', () => end(false))
  })
}

/**
 * The way into the private network, open as long as this runs; Ctrl-C closes it.
 * @param {FlyContext} context
 * @param {() => Promise<void>} whenOpen
 * @returns {Promise<number>} exit code
 */
export async function runProxy({ fly, deployment }, whenOpen) {
  const { port } = deployment
  if (!await isFree(port)) throw explainTaken(port)
  const args = proxyArgs(deployment)
  note(`$ ${quoteCommand([fly.name, ...args])}`)
  const proxy = { ended: false }
  const running = runStreamed(fly, args, { cwd: deployment.folder, env: environmentForFly(deployment) }).finally(() => { proxy.ended = true })
  const opening = (async () => {
    while (!proxy.ended && !await answers(port)) await new Promise((resolve) => setTimeout(resolve, 200))
    if (!proxy.ended) await whenOpen()
  })()
  const [{ code, interrupted }] = await Promise.all([running, opening])
  if (interrupted) return exitCodes.ok
  throw new UserError(`The way into the private network closed by itself (exit code ${code}).`, `See what fly says above. Are you signed in? ${fly.name} auth whoami   Does the machine run? npm run status`)
}

/** @param {number} port */
function explainTaken(port) {
  return new UserError(
    `Port ${port} of this computer is in use, and the page must have just that one: the gateway lets in pages of http://localhost:${port} alone.`,
    `Does another window run this already? Then http://localhost:${port} is open.\nOtherwise end what has it: ${process.platform === 'win32' ? `netstat -ano | findstr :${port}` : `lsof -i :${port}`}   shows it.`,
  )
}
