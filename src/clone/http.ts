import http from 'node:http'
import https from 'node:https'
import { Offline, throwIfAborted } from './failures.ts'
import { findProxy, proxyHeaders, tunnel } from './proxy.ts'
import type { Watch } from './remote.ts'

/** A request's method, headers and body; a GET by default. */
export interface Ask {
  readonly headers?: Readonly<Record<string, string>>
  readonly post?: Buffer
}

/** An answer whose body is still arriving. Either read `body` to its end or call `discard`. */
export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  /** Where the answer came from, after redirects. */
  readonly url: URL
  readonly body: AsyncIterable<Buffer>
  readonly discard: () => void
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MOST_REDIRECTS = 5

/**
 * Asks a server, following redirects. Silence of `watch.patience` milliseconds is an error at any point, before the
 * answer and within it; slowness is not.
 * @throws Offline whenever the network fails, Cancelled on abort
 */
export async function ask(url: URL, watch: Watch, options: Ask = {}): Promise<Answer> {
  let at = url
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const answer = await askOnce(at, watch, options)
    const { location } = answer.headers
    if (!REDIRECTS.has(answer.status) || location === undefined) return answer
    answer.discard()
    at = follow(at, location)
  }
  throw new Offline(`${url.host} redirects in a circle`)
}

function follow(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined
  const safe = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:')
  if (to === undefined || !safe) throw new Offline(`${from.host} redirects to an address that is not encrypted (a Wi-Fi login page?)`)
  return to
}

async function askOnce(url: URL, watch: Watch, options: Ask): Promise<Answer> {
  throwIfAborted(watch.signal)
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(), watch.patience)
  const signal = watch.signal === undefined ? silence.signal : AbortSignal.any([watch.signal, silence.signal])
  const explain = (error: unknown): Error => {
    clearTimeout(timer)
    throwIfAborted(watch.signal)
    return silence.signal.aborted ? new Offline(`${url.host} has not answered for ${watch.patience / 1000} s`) : explainNetwork(error, url.host)
  }
  try {
    const response = await send(url, signal, options)
    timer.refresh()
    const discard = (): void => { clearTimeout(timer); response.destroy() }
    return { status: response.statusCode ?? 0, headers: response.headers, url, body: readBody(response, timer, explain), discard }
  } catch (error) {
    throw explain(error)
  }
}

async function send(url: URL, signal: AbortSignal, { headers = {}, post }: Ask): Promise<http.IncomingMessage> {
  const proxy = findProxy(url, process.env)
  const method = post === undefined ? 'GET' : 'POST'
  const common = { method, signal, headers: { 'user-agent': 'git/2 (create-openclaw-fly)', ...headers } }
  const socket = proxy && url.protocol === 'https:' ? await tunnel(proxy, url, signal) : undefined
  return new Promise((resolve, reject) => {
    const request = socket ? https.request(url, { ...common, createConnection: () => socket })
      : proxy ? http.request(proxy, { ...common, path: url.href, headers: { ...common.headers, host: url.host, ...proxyHeaders(proxy) } })
        : (url.protocol === 'https:' ? https : http).request(url, common)
    request.on('response', resolve).on('error', reject).end(post)
  })
}

async function* readBody(response: http.IncomingMessage, timer: NodeJS.Timeout, explain: (error: unknown) => Error): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      timer.refresh()
      yield chunk
    }
  } catch (error) {
    throw explain(error)
  } finally {
    clearTimeout(timer)
  }
}

const CAUSES = new Map([
  ['ENOTFOUND', 'its name cannot be looked up'], ['EAI_AGAIN', 'its name cannot be looked up'], ['ECONNREFUSED', 'it refuses the connection'],
  ['ECONNRESET', 'the connection broke off'], ['EPIPE', 'the connection broke off'], ['ETIMEDOUT', 'it cannot be reached in time'],
  ['EHOSTUNREACH', 'there is no route to it'], ['ENETUNREACH', 'there is no network'], ['ENETDOWN', 'there is no network'],
])

function explainNetwork(error: unknown, host: string): Error {
  if (error instanceof Offline) return error
  const { code = '' } = error as NodeJS.ErrnoException
  const tlsFailed = /CERT|SSL|TLS|SIGNED|EPROTO/u.test(code)
  return new Offline(`no connection to ${host}: ${CAUSES.get(code) ?? (tlsFailed ? `its certificate is not trusted (a Wi-Fi login page or a proxy?), ${code}` : code || 'it does not speak HTTP')}`)
}
