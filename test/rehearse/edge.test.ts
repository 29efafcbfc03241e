import { X509Certificate } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCertificate } from '../../src/rehearse/certificate.ts'
import { startEdge, type Edge } from '../../src/rehearse/edge.ts'

const certificate = createCertificate(['my-openclaw.fly.dev', 'localhost'], new Date())
let gateway: Server
let edge: Edge

beforeAll(async () => {
  gateway = createServer((incoming, outgoing) => outgoing.end(JSON.stringify(incoming.headers)))
  gateway.on('upgrade', (incoming, socket) => {
    if (incoming.url !== '/socket') return socket.end('HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n')
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  edge = await startEdge({
    upstream: { host: '127.0.0.1', port: (gateway.address() as AddressInfo).port },
    certificate,
    appAddress: '203.0.113.80',
    clientAddress: (peer) => (peer === '127.0.0.1' ? '198.51.100.7' : '198.51.100.8'),
  })
})

afterAll(async () => {
  await edge.close()
  await new Promise((resolve) => gateway.close(resolve))
})

interface Call {
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

function open({ path = '/', headers = {} }: Call): ReturnType<typeof request> {
  return request({ host: '127.0.0.1', port: edge.port, path, headers, servername: 'my-openclaw.fly.dev', ca: certificate.cert, agent: false })
}

async function headersSeen(call: Call): Promise<Record<string, string>> {
  return await new Promise((resolve, reject) => {
    open(call).on('error', reject).on('response', (answer) => {
      let body = ''
      answer.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => resolve(JSON.parse(body) as Record<string, string>))
    }).end()
  })
}

const upgradeHeaders = { Connection: 'Upgrade', Upgrade: 'websocket' }

test('the certificate is for the names that were asked for, and is its own authority', () => {
  const read = new X509Certificate(certificate.cert)
  expect(read.subjectAltName).toBe('DNS:my-openclaw.fly.dev, DNS:localhost')
  expect(read.verify(read.publicKey)).toBe(true)
  expect(Date.parse(read.validTo)).toBeGreaterThan(Date.now())
})

test('the gateway hears of the client, then of the app, as last', async () => {
  expect(await headersSeen({})).toMatchObject({ 'x-forwarded-for': '198.51.100.7, 203.0.113.80', 'x-forwarded-proto': 'https', 'fly-client-ip': '198.51.100.7' })
})

test('what a caller claims about itself stands in front, where nobody may believe it', async () => {
  const claimed = await headersSeen({ headers: { 'X-Forwarded-For': '127.0.0.1', 'Fly-Client-IP': '127.0.0.1' } })
  expect(claimed).toMatchObject({ 'x-forwarded-for': '127.0.0.1, 198.51.100.7, 203.0.113.80', 'fly-client-ip': '198.51.100.7' })
})

test('a WebSocket goes through, in both directions', async () => {
  const echoed = await new Promise((resolve, reject) => {
    open({ path: '/socket', headers: upgradeHeaders }).on('error', reject).on('upgrade', (_answer, socket) => {
      socket.on('data', (chunk: Buffer) => {
        socket.destroy()
        resolve(chunk.toString())
      })
      socket.write('hello')
    }).end()
  })
  expect(echoed).toBe('hello')
})

test('a WebSocket that the gateway refuses is refused with its own answer', async () => {
  const refused = await new Promise((resolve, reject) => {
    open({ path: '/other', headers: upgradeHeaders }).on('error', reject).on('response', (answer) => {
      let body = ''
      answer.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => resolve({ status: answer.statusCode, body }))
    }).end()
  })
  expect(refused).toEqual({ status: 401, body: 'no' })
})
