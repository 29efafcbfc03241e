// Stands in for the OpenClaw gateway behind boot.mjs: answers on 0.0.0.0, on the port that boot.mjs was told.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'

const listening = []
let written = 0

const received = (request) => new Promise((resolve) => {
  const hash = createHash('sha256')
  let bytes = 0
  request.on('data', (chunk) => { bytes += chunk.length; hash.update(chunk) })
  request.on('end', () => resolve({ bytes, sha256: hash.digest('hex') }))
})

/** Writes as fast as the other side reads, without end. */
function flood(stream) {
  while (!stream.destroyed) {
    written += 65_536
    if (!stream.write(Buffer.alloc(65_536))) return stream.once('drain', () => flood(stream))
  }
}

const answers = {
  '/echo': async (request, response) => {
    const { bytes, sha256 } = await received(request)
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    if (request.headers['x-name']) response.setHeader('X-Name', request.headers['x-name'])
    const echo = { method: request.method, url: request.url, headers: request.rawHeaders, peer: request.socket.remoteAddress, bytes, sha256 }
    response.end(Buffer.from(JSON.stringify(echo))) // with text Node would write the headers in its encoding, not in theirs
  },
  '/big': (request, response) => { // 32 MB, chunked
    let left = 512
    const more = () => {
      while (left > 0) if (!response.write(Buffer.alloc(65_536, left--))) return response.once('drain', more)
      response.end()
    }
    more()
  },
  '/length': (request, response) => response.writeHead(200, { 'Content-Length': '5' }).end('hello'),
  '/not-modified': (request, response) => response.writeHead(304, { ETag: '"x"' }).end(),
  '/teapot': (request, response) => response.writeHead(418, 'Short and Stout').end('tea'),
  '/cut': (request, response) => { response.write('half of it'); setTimeout(() => response.socket.destroy(), 20) },
  '/die': (request, response) => { response.write('half of it'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 20) },
  '/early': (request, response) => response.writeHead(413, { Connection: 'close' }).end('too much'),
  '/later': (request, response) => request.resume().on('end', () => setTimeout(() => response.end('late'), 50)),
  '/events': (request, response) => { // the headers at once, then an event for each request to /tick
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders()
    listening.push(response)
  },
  '/tick': (request, response) => {
    for (const stream of listening) stream.write('data: tick\n\n')
    response.end()
  },
  '/flood': (request, response) => flood(response),
  '/written': (request, response) => response.end(String(written)),
  '/unread': (request) => console.log(`gateway: reads nothing of ${request.url}`),
  '/hang': (request, response) => response.on('close', () => console.log('gateway: left alone')) && console.log('gateway: hangs'),
}

const server = createServer((request, response) => {
  const answer = answers[new URL(request.url, 'http://x').pathname]
  if (answer) void answer(request, response)
  else response.writeHead(404).end('no such page')
})
// Node's server takes a caller that closed its side for gone, unless told otherwise.
server.httpAllowHalfOpen = process.env.GATEWAY_HALF_OPEN !== undefined

const switching = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
const upgrades = {
  '/refused': (socket) => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nno, s\r\n4\r\norry\r\n0\r\n\r\n'),
  '/refused-but-open': (socket) => {
    socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno')
    socket.on('data', (chunk) => console.log(`gateway: smuggled ${chunk}`))
  },
  '/talk-on': (socket) => {
    socket.write(`${switching}\r\n`)
    socket.resume().removeAllListeners('end').on('end', () => setTimeout(() => socket.end('heard your end'), 50))
  },
  '/listen-on': (socket) => {
    socket.end(`${switching}\r\nmy end`)
    socket.on('data', (chunk) => console.log(`gateway: still hears ${chunk}`))
  },
  '/reset': (socket) => {
    socket.write(`${switching}\r\n`)
    setTimeout(() => socket.resetAndDestroy(), 50)
  },
  '/flood': (socket) => {
    socket.write(`${switching}\r\n`)
    flood(socket)
  },
}

server.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy()).on('end', () => socket.end()).on('close', () => console.log(`gateway: closed ${request.url}`))
  if (upgrades[request.url]) return upgrades[request.url](socket)
  socket.write(`${switching}X-Seen: ${JSON.stringify(request.rawHeaders)}\r\n\r\nfirst frame;`)
  socket.write(head)
  socket.on('data', (chunk) => (chunk.includes('bye') ? socket.end(chunk) : socket.write(chunk)))
})

process.on('SIGTERM', () => { console.log('gateway: SIGTERM'); process.exit(7) })
setTimeout(() => server.listen(Number(process.env.OPENCLAW_GATEWAY_PORT), '0.0.0.0', () => console.log('gateway: ready')), Number(process.env.GATEWAY_DELAY ?? 0))
