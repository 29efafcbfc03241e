import { request as requestPlain, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestTls } from 'node:https'

/** Somebody who calls the gateway from outside the machine, as a browser would. */
export interface Caller {
  /** Address in the browser's bar, without a path: `https://my-openclaw.fly.dev`. */
  readonly origin: string
  readonly open: (options: Pick<RequestOptions, 'method' | 'path' | 'headers'>) => ClientRequest
}

/** Through Fly's edge, or what stands for it here: TLS to a host name that leads to it. */
export function callerThroughEdge(host: string, edgePort: number, authority: string): Caller {
  return {
    origin: `https://${host}`,
    open: ({ headers, ...options }) => requestTls({ ...options, host: '127.0.0.1', port: edgePort, servername: host, ca: authority, headers: { host, ...headers }, agent: false }),
  }
}

/**
 * Through the private network: `fly proxy` on the person's computer, then the relay, where it can be reached. `from` is
 * the address that the relay sees, which must not be loopback: the gateway takes those for no proxy's client.
 */
export function callerThroughRelay(shownPort: number, relayPort: number, from: string): Caller {
  const host = `localhost:${shownPort}`
  return {
    origin: `http://${host}`,
    open: ({ headers, ...options }) => requestPlain({ ...options, host: '::1', port: relayPort, localAddress: from, headers: { host, ...headers }, agent: false }),
  }
}

/** As the relay would call the gateway, where this computer cannot have one: with the address of a peer on 6PN. */
export function callerInsteadOfRelay(shownPort: number, gatewayPort: number): Caller {
  const host = `localhost:${shownPort}`
  return {
    origin: `http://${host}`,
    open: ({ headers, ...options }) => requestPlain({ ...options, host: '127.0.0.1', port: gatewayPort, headers: { host, 'x-forwarded-for': 'fdaa:0:1::3', 'x-forwarded-proto': 'http', ...headers }, agent: false }),
  }
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const PATIENCE_MS = 20_000
/** More than the Control UI's first page has (18 KB in 2026.9.6). */
const MOST_BYTES = 1_000_000

/** Sends a request and reads the whole answer. @throws Error when there is none in 20 seconds */
export function askWith(outgoing: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => outgoing.destroy(new Error(`no answer for ${PATIENCE_MS / 1000} s`)), PATIENCE_MS)
    outgoing.on('error', reject).on('close', () => clearTimeout(timer))
    outgoing.on('response', (incoming) => {
      let body = ''
      incoming.setEncoding('utf8').on('error', reject)
      incoming.on('data', (text: string) => (body.length < MOST_BYTES ? (body += text) : outgoing.destroy(new Error('the answer is too long'))))
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }))
    })
    outgoing.end()
  })
}
