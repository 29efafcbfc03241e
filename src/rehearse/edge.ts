import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Certificate } from './certificate.ts'

export interface EdgeOptions {
  /** Where the gateway listens. */
  readonly upstream: { readonly host: string; readonly port: number }
  /** Address from which the gateway is called, as Fly Proxy calls from its private IPv4 link; the system's choice if not given. */
  readonly from?: string
  readonly certificate: Certificate
  /** The app's own public address, which Fly writes behind the client's. */
  readonly appAddress: string
  /** The client's public address, from the one that it called from. */
  readonly clientAddress: (peer: string) => string
  readonly listen?: { readonly host: string; readonly port: number }
}

export interface Edge {
  readonly port: number
  readonly close: () => Promise<void>
}

/**
 * What stands between a browser and the machine on Fly: it ends TLS, and tells the gateway who called. What a caller
 * says of its own origin is kept in front, as Fly does, so that a gateway that believes the first entry is found out.
 * Source: https://fly.io/docs/networking/request-headers/ (X-Forwarded-For ends in the app's own address).
 */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const { certificate, listen = { host: '127.0.0.1', port: 0 } } = options
  const server = createServer({ ...certificate, ALPNProtocols: ['http/1.1'] })
  server.on('request', (incoming, outgoing) => {
    const onward = call(incoming, options)
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders)
      answer.on('error', () => outgoing.destroy()).pipe(outgoing)
    })
    onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()))
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  server.on('upgrade', (incoming, socket) => upgrade(incoming, socket, options))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(listen.port, listen.host, resolve))
  const sockets = new Set<Duplex>()
  server.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))))
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return { port: (server.address() as AddressInfo).port, close }
}

function call(incoming: IncomingMessage, { upstream, from, ...options }: EdgeOptions): ReturnType<typeof request> {
  return request({ ...upstream, ...(from !== undefined && { localAddress: from }), method: incoming.method, path: incoming.url, headers: headersFor(incoming, options), agent: false })
}

function headersFor(incoming: IncomingMessage, { appAddress, clientAddress }: Pick<EdgeOptions, 'appAddress' | 'clientAddress'>): OutgoingHttpHeaders {
  const client = clientAddress(incoming.socket.remoteAddress ?? '')
  const said = [incoming.headers['x-forwarded-for'] ?? []].flat()
  return {
    ...incoming.headers,
    'x-forwarded-for': [...said, client, appAddress].join(', '),
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    'x-forwarded-ssl': 'on',
    'fly-client-ip': client,
    'fly-forwarded-port': '443',
    via: '2 fly.io',
  }
}

function upgrade(incoming: IncomingMessage, socket: Duplex, options: EdgeOptions): void {
  const onward = call(incoming, options)
  socket.on('error', () => onward.destroy()).on('close', () => onward.destroy())
  onward.on('error', () => socket.destroy())
  // The gateway said no: its answer goes back without its chunks, so the end of the connection is the end of the answer.
  onward.on('response', (answer) => {
    socket.write(headOf(answer, /^(?:connection|keep-alive|transfer-encoding)$/i, 'Connection: close'))
    answer.on('error', () => socket.destroy()).pipe(socket)
  })
  onward.on('upgrade', (answer, peer, head) => {
    socket.write(headOf(answer, /^$/))
    socket.write(head)
    peer.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.on('close', () => peer.destroy())
    socket.pipe(peer).pipe(socket)
  })
  onward.end()
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage, left: RegExp, ...more: readonly string[]): string {
  const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 && !left.test(name) ? [`${name}: ${rawHeaders[index + 1]}`] : []))
  return [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...lines, ...more, '', ''].join('\r\n')
}
