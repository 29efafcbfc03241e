import { readFileSync } from 'node:fs'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { canRelay } from '../support/boot.ts'
import { useRelay } from '../support/relay.ts'

const MB = 1024 * 1024

describe.skipIf(!canRelay)('the relay (needs an IPv4 address of this machine, and IPv6)', () => {
  const { ask, raw, port, pid } = useRelay({ GATEWAY_HALF_OPEN: '1' })

  const get = (path: string): Promise<IncomingMessage> => new Promise((resolve, reject) => request({ host: '::1', port: port(), path, agent: false }, resolve).on('error', reject).end())
  const nextChunk = (stream: IncomingMessage): Promise<string> => new Promise((resolve) => stream.once('data', (chunk: Buffer) => resolve(chunk.toString())))

  /** Resident memory of the boot program, in bytes. */
  const memory = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid()}/status`, 'utf8'))![1]) * 1024

  /** What a number is when it has stopped growing. */
  async function settled(read: () => number | Promise<number>): Promise<number> {
    for (let before = -1; ;) {
      const now = await read()
      if (now === before) return now
      before = now
      await sleep(300)
    }
  }

  test('passes events on as they come: the headers before there is any, each without the next', async () => {
    const stream = await get('/events')
    expect(stream.headers['content-type']).toBe('text/event-stream')
    for (let round = 0; round < 3; round++) {
      const event = nextChunk(stream)
      await ask({ path: '/tick' })
      expect(await event).toBe('data: tick\n\n')
    }
    stream.destroy()
  })

  test('passes a body on as it comes', async () => {
    const [first, rest] = ['5\r\nhello\r\n', '1\r\n!\r\n0\r\n\r\n']
    const socket = connect(port(), '::1')
    socket.write(`POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n`)
    expect(String(await new Promise((resolve) => socket.once('data', resolve)))).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    socket.write(first)
    await sleep(20)
    socket.write(rest)
    expect(await text(socket)).toContain('"bytes":6')
  })

  test('lets the gateway wait for callers that read slowly, and keeps little in memory', async () => {
    await ask({ path: '/length' })
    const before = memory()
    const flood = async (): Promise<Socket> => {
      const socket = connect(port(), '::1').on('error', () => undefined)
      socket.write('GET /flood HTTP/1.1\r\nHost: x\r\n\r\n')
      await new Promise((resolve) => socket.once('readable', resolve))
      return socket
    }
    const floodSocket = async (): Promise<Socket> => {
      const socket = connect(port(), '::1').on('error', () => undefined)
      socket.write('GET /flood HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
      await new Promise((resolve) => socket.once('readable', resolve))
      return socket
    }
    const sockets = await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? flood() : floodSocket())))
    const written = await settled(async () => Number((await ask({ path: '/written' })).body))
    expect(written).toBeGreaterThan(10 * 65_536)
    expect(written / sockets.length).toBeLessThan(20 * MB) // what the kernel's four buffers take
    expect(memory() - before).toBeLessThan(60 * MB)
    for (const socket of sockets) socket.destroy()
  })

  test('lets callers wait whose body the gateway does not read', async () => {
    const before = memory()
    const upload: ClientRequest = request({ host: '::1', port: port(), path: '/unread', method: 'POST', agent: false }).on('error', () => undefined)
    let sent = 0
    const more = (): void => {
      while (sent < 200 * MB) {
        sent += 65_536
        if (!upload.write(Buffer.alloc(65_536))) return void upload.once('drain', more)
      }
    }
    more()
    expect(await settled(() => sent)).toBeLessThan(40 * MB)
    expect(memory() - before).toBeLessThan(40 * MB)
    upload.destroy()
  })

  test('answers a caller that has closed its own side after the request', async () => {
    const socket = connect(port(), '::1')
    socket.end('POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc')
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*late/)
  })

  test('holds 200 connections at once, quick, slow and silent ones', async () => {
    const webSockets = await Promise.all(Array.from({ length: 80 }, async () => {
      const socket = connect(port(), '::1')
      socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
      await new Promise((resolve) => socket.once('readable', resolve))
      return socket
    }))
    const streams = await Promise.all(Array.from({ length: 40 }, () => get('/events')))
    const slow = Array.from({ length: 40 }, () => connect(port(), '::1'))
    for (const socket of slow) socket.write('GET /length HTTP/1.1\r\nHost: x\r\nConnection: cl')
    expect(await Promise.all(Array.from({ length: 40 }, async () => (await ask({ path: '/length' })).body))).toEqual(Array(40).fill('hello'))
    const events = streams.map(nextChunk)
    await ask({ path: '/tick' })
    expect(new Set(await Promise.all(events))).toEqual(new Set(['data: tick\n\n']))
    for (const socket of slow) socket.write('ose\r\n\r\n')
    for (const answer of await Promise.all(slow.map((socket) => text(socket)))) expect(answer).toMatch(/hello$/)
    for (const [index, socket] of webSockets.entries()) socket.write(`bye ${index}`)
    for (const [index, answer] of (await Promise.all(webSockets.map((socket) => text(socket)))).entries()) expect(answer.endsWith(`bye ${index}`)).toBe(true)
    for (const stream of streams) stream.destroy()
  })

  test('answers HTTP/1.0, and closes the connection after it', async () => {
    expect(await raw('GET /length HTTP/1.0\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*hello$/)
  })
})

describe.skipIf(!canRelay)('the relay before a gateway that takes half a connection for none, as Node does unless told otherwise', () => {
  const { port, log } = useRelay()

  test.each<[string, (socket: Socket) => unknown]>([
    ['closed its side', (socket) => socket.end()],
    ['has gone', (socket) => socket.resetAndDestroy()],
  ])('tells it that a caller %s, so that it can give up', async (_, leave) => {
    const before = log()
    const news = (): string => log().slice(before.length)
    const socket = connect(port(), '::1').on('error', () => undefined)
    socket.write('GET /hang HTTP/1.1\r\nHost: x\r\n\r\n')
    await expect.poll(news).toContain('gateway: hangs')
    leave(socket)
    await expect.poll(news).toContain('gateway: left alone')
  })
})
