// Stands in for the OpenClaw gateway behind boot.mjs: answers on 0.0.0.0, on the port that boot.mjs was told.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'

const received = (request) => new Promise((resolve) => {
  const hash = createHash('sha256')
  let bytes = 0
  request.on('data', (chunk) => { bytes += chunk.length; hash.update(chunk) })
  request.on('end', () => resolve({ bytes, sha256: hash.digest('hex') }))
})

const answers = {
  '/echo': async (request, response) => {
    const { bytes, sha256 } = await received(request)
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.rawHeaders, peer: request.socket.remoteAddress, bytes, sha256 }))
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
  '/early': (request, response) => response.writeHead(413, { Connection: 'close' }).end('too much'),
}

const server = createServer((request, response) => {
  const answer = answers[new URL(request.url, 'http://x').pathname]
  if (answer) void answer(request, response)
  else response.writeHead(404).end('no such page')
})

server.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy()).on('end', () => socket.end()).on('close', () => console.log(`gateway: closed ${request.url}`))
  if (request.url === '/refused') return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nno, s\r\n4\r\norry\r\n0\r\n\r\n')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Seen: ${JSON.stringify(request.rawHeaders)}\r\n\r\nfirst frame;`)
  socket.write(head)
  socket.on('data', (chunk) => (chunk.includes('bye') ? socket.end(chunk) : socket.write(chunk)))
})

process.on('SIGTERM', () => { console.log('gateway: SIGTERM'); process.exit(7) })
setTimeout(() => server.listen(Number(process.env.OPENCLAW_GATEWAY_PORT), '0.0.0.0', () => console.log('gateway: ready')), Number(process.env.GATEWAY_DELAY ?? 0))
