// @ts-check
// Runs on the machine before the gateway, as the image's own user:
//   node boot.mjs [--relay=HOST] COMMAND…
// 1. At the very first start it puts openclaw.seed.json (your openclaw.json) on the volume; never again after that.
// 2. It starts COMMAND, passes signals on to it, and ends with its exit code.
// 3. With --relay it also answers on HOST, the app's private IPv6 address, and hands requests on to the gateway, which
//    listens on IPv4 alone. It says who really called, so that the gateway counts nobody as being on this machine.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { constants, networkInterfaces } from 'node:os'
import { join } from 'node:path'

const stateDir = process.env.OPENCLAW_STATE_DIR ?? '/data'
const port = Number(process.env.OPENCLAW_GATEWAY_PORT ?? 3000)

/** @param {string} text */
const log = (text) => console.log(`[boot] ${text}`)

/** Puts the seed on the volume if there is no configuration yet: whole or not at all, readable by this user alone. */
function seed() {
  const config = join(stateDir, 'openclaw.json')
  const half = `${config}.seed-${process.pid}`
  if (existsSync(config)) return log(`configuration: ${config}`)
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 })
    chmodSync(stateDir, 0o700)
    writeFileSync(half, readFileSync(new URL('openclaw.seed.json', import.meta.url)), { mode: 0o600, flush: true })
    linkSync(half, config) // fails where the file exists, so a configuration is never replaced
    log(`first start: put the configuration on the volume, ${config}`)
  } catch (error) {
    if (!existsSync(config)) log(`could not put the configuration at ${config}: ${error}`)
  } finally {
    if (existsSync(half)) rmSync(half)
  }
}

/** The machine's own IPv4 address. Not 127.0.0.1: the gateway pairs browsers that come from there without asking. */
function ownAddress() {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}

const notYet = 'The gateway does not answer yet; it may still be starting. The logs say more.\n'

// Whatever a caller says about where it comes from is dropped; the gateway believes the relay alone.
const forged = /^(forwarded|x-forwarded-.*|x-real-ip|cf-connecting-ip|true-client-ip|fly-client-ip)$/i
const hopByHop = /^(connection|keep-alive|proxy-connection|proxy-authenticate|proxy-authorization|te|trailer|transfer-encoding|upgrade)$/i

/**
 * A request's headers for the gateway, names and values in turn, repeats kept.
 * @param {import('node:http').IncomingMessage} incoming @param {boolean} upgrade
 */
function headersFor(incoming, upgrade) {
  // The caller may name more that belong to its connection; not the length: its body would pass for a next request.
  const named = (incoming.headers.connection ?? '').toLowerCase().split(',').map((name) => name.trim()).filter((name) => !/^(host|content-length)$/.test(name))
  const headers = /** @type {string[]} */ ([])
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = incoming.rawHeaders.slice(index, index + 2)
    if (!forged.test(name) && !hopByHop.test(name) && !named.includes(name.toLowerCase())) headers.push(name, value)
  }
  if (upgrade) headers.push('Connection', 'Upgrade', 'Upgrade', incoming.headers.upgrade ?? 'websocket')
  else if (incoming.headers['transfer-encoding'] !== undefined) headers.push('Transfer-Encoding', 'chunked')
  headers.push('X-Forwarded-For', (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, ''), 'X-Forwarded-Proto', 'http')
  return headers
}

/** @param {string} host */
function relay(host) {
  const gateway = ownAddress()
  if (gateway === undefined) return log('no IPv4 address on this machine: the gateway cannot be reached through the private network')

  /** @param {import('node:http').IncomingMessage} incoming @param {boolean} upgrade */
  const forward = (incoming, upgrade) =>
    request({ host: gateway, port, method: incoming.method ?? 'GET', path: incoming.url ?? '/', headers: headersFor(incoming, upgrade), setHost: false, agent: false })

  const server = createServer((incoming, outgoing) => {
    const onward = forward(incoming, false)
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, answerHeaders(answer))
      answer.pipe(outgoing)
      answer.on('error', () => outgoing.destroy())
    })
    onward.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(502, { 'Content-Type': 'text/plain' }).end(notYet)
    })
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })

  server.on('upgrade', (incoming, socket, head) => {
    const onward = forward(incoming, true)
    socket.on('error', () => socket.destroy()).on('close', () => onward.destroy())
    onward.on('error', () => socket.end(`HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${notYet}`))
    // The gateway said no: its answer goes back, and that is the end of the connection.
    onward.on('response', (answer) => {
      socket.write(headOf(answer, [...answerHeaders(answer), 'Connection', 'close']))
      answer.on('error', () => socket.destroy()).pipe(socket)
    })
    onward.on('upgrade', (answer, peer, peerHead) => {
      socket.write(headOf(answer, answer.rawHeaders))
      peer.on('error', () => peer.destroy()).on('close', () => socket.destroy())
      socket.on('close', () => peer.destroy())
      peer.write(head)
      socket.write(peerHead)
      socket.pipe(peer).pipe(socket)
    })
    onward.end()
  })

  server.requestTimeout = 0 // long uploads and slow clients are the gateway's business
  const listen = () => server.listen({ host, port, ipv6Only: true })
  server.on('listening', () => log(`the private network reaches the gateway at [${host}]:${port}`))
  server.on('error', (error) => {
    log(`cannot listen on [${host}]:${port} yet: ${error.message}`)
    setTimeout(listen, 5000).unref()
  })
  listen()
}

/** Names and values in turn, without those that belong to one connection. @param {import('node:http').IncomingMessage} answer */
const answerHeaders = (answer) => answer.rawHeaders.filter((_, index, all) => !hopByHop.test(all[index - (index % 2)] ?? ''))

/** @param {import('node:http').IncomingMessage} answer @param {string[]} headers */
function headOf(answer, headers) {
  const lines = headers.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${headers[index + 1]}`] : []))
  return [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`, ...lines, '', ''].join('\r\n')
}

const words = process.argv.slice(2)
const relayHost = words[0]?.startsWith('--relay=') ? words.shift()?.slice('--relay='.length) : undefined
const [program, ...args] = words
if (program === undefined) {
  log('no command given: [processes] in fly.toml names what to start')
  process.exit(2)
}

seed()
if (relayHost) relay(relayHost)
const child = spawn(program, args, { stdio: 'inherit' })
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'])) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  log(`could not start ${program}: ${error.message}`)
  process.exit(127)
})
child.on('exit', (code, signal) => {
  log(signal === null ? `the gateway ended with exit code ${code}` : `the gateway was ended by ${signal}`)
  process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM'])
})
