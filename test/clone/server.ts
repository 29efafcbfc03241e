import { execFileSync, spawn } from 'node:child_process'
import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the server does instead of answering well. A number is an HTTP status, a Buffer the body of an archive. */
export interface Behaviour {
  refs?: 'hang' | 'web page' | 'old protocol' | number
  archive?: 'hang' | 'cut' | 'stall' | 'slow' | number | Buffer
  /** `user:password` that every request must carry. */
  password?: string
}

export interface Server {
  readonly origin: string
  readonly requests: string[]
  behaviour: Behaviour
  readonly close: () => Promise<void>
}

/** Serves `<root>/<owner>/<name>.git` on 127.0.0.1, as Git over HTTP and with GitHub's archive addresses. */
export async function startServer(root: string): Promise<Server> {
  const packed = new Map<string, Buffer>()
  const web = http.createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  const server: Server = {
    origin: `http://127.0.0.1:${(web.address() as AddressInfo).port}`,
    requests: [],
    behaviour: {},
    close: () => new Promise((resolve) => {
      web.close(() => resolve())
      web.closeAllConnections()
    }),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', server.origin)
    server.requests.push(`${request.method} ${url.pathname}`)
    const { password } = server.behaviour
    if (password !== undefined && request.headers.authorization !== `Basic ${Buffer.from(password).toString('base64')}`) {
      return void response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end()
    }
    const [, owner, name, commit] = /^\/([^/]+)\/([^/]+)\/archive\/([0-9a-f]+)\.tar\.gz$/u.exec(url.pathname) ?? []
    // GitHub too sends archives from another address.
    if (commit !== undefined) return void response.writeHead(302, { location: `/codeload/${owner}/${name}/${commit}` }).end()
    if (url.pathname.startsWith('/codeload/')) return sendArchive(url.pathname, response)
    await sendGit(url, request, response)
  }

  async function sendArchive(pathname: string, response: ServerResponse): Promise<void> {
    const { archive } = server.behaviour
    if (archive === 'hang') return
    if (typeof archive === 'number') return void response.writeHead(archive).end()
    const [, , owner = '', name = '', commit = ''] = pathname.split('/')
    const body = Buffer.isBuffer(archive) ? archive : pack(owner, name, commit)
    response.writeHead(200, { 'content-type': 'application/x-gzip', 'content-length': body.length })
    if (archive === 'cut' || archive === 'stall') {
      response.write(body.subarray(0, body.length / 2), () => { if (archive === 'cut') setTimeout(() => response.destroy(), 50) })
    } else if (archive === 'slow') await trickle(body, response)
    else response.end(body)
  }

  function pack(owner: string, name: string, commit: string): Buffer {
    const body = packed.get(commit) ?? execFileSync('git', ['-C', path.join(root, owner, `${name}.git`), 'archive', '--format=tar.gz', `--prefix=${name}-${commit}/`, commit], { maxBuffer: 1 << 30 })
    packed.set(commit, body)
    return body
  }

  async function sendGit(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { refs } = server.behaviour
    if (refs === 'hang') return
    if (typeof refs === 'number') return void response.writeHead(refs).end()
    if (refs === 'web page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome to our Wi-Fi</title>')
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'], GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', GIT_CONFIG_GLOBAL: '/dev/null', REMOTE_ADDR: '127.0.0.1',
        PATH_INFO: url.pathname, QUERY_STRING: url.search.slice(1), REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '', GIT_PROTOCOL: refs === 'old protocol' ? '' : String(request.headers['git-protocol'] ?? ''),
      },
    })
    request.pipe(backend.stdin)
    backend.stdin.on('error', () => undefined)
    const chunks: Buffer[] = []
    for await (const chunk of backend.stdout as AsyncIterable<Buffer>) chunks.push(chunk)
    sendCgi(Buffer.concat(chunks), response)
  }

  return server
}

async function trickle(body: Buffer, response: ServerResponse): Promise<void> {
  const step = Math.ceil(body.length / 12)
  for (let at = 0; at < body.length; at += step) {
    response.write(body.subarray(at, at + step))
    await sleep(80)
  }
  response.end()
}

function sendCgi(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n')
  const headers = output.toString('latin1', 0, end).split('\r\n').map((line) => line.split(/: /u))
  for (const [name = '', value = ''] of headers) {
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10)
    else response.setHeader(name, value)
  }
  response.end(output.subarray(end + 4))
}
