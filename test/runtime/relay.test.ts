import { createHash, randomBytes } from 'node:crypto'
import { Agent } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { canRelay } from '../support/boot.ts'
import { seen, useRelay, type Echo } from '../support/relay.ts'

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex')

describe.skipIf(!canRelay)('the relay (needs an IPv4 address of this machine, and IPv6)', () => {
  const { ask, echo, raw, port } = useRelay()

  describe('passes on', () => {
    test('method, path, query and headers, repeated ones too', async () => {
      const answer = await echo({ path: '/echo?a=1&b=%20', method: 'PATCH', headers: { Host: 'localhost:3000', Cookie: 'x=1', 'X-Two': ['1', '2'], Authorization: 'Bearer t' } })
      expect(answer).toMatchObject({ method: 'PATCH', url: '/echo?a=1&b=%20' })
      expect([seen(answer, 'host'), seen(answer, 'cookie'), seen(answer, 'x-two'), seen(answer, 'authorization')]).toEqual([['localhost:3000'], ['x=1'], ['1', '2'], ['Bearer t']])
    })

    test('repeated headers of the answer', async () => {
      expect((await ask({ path: '/echo' })).headers['set-cookie']).toEqual(['a=1', 'b=2'])
    })

    test('letters beyond ASCII in headers, both ways', async () => {
      const answer = await ask({ path: '/echo', headers: { 'X-Name': 'J\u00fcrgen' } })
      expect(seen(JSON.parse(answer.body) as Echo, 'x-name')).toEqual(['J\u00fcrgen'])
      expect(answer.headers['x-name']).toBe('J\u00fcrgen')
    })

    test('a status, its words, and its body', async () => {
      expect(await ask({ path: '/teapot' })).toMatchObject({ status: 418, message: 'Short and Stout', body: 'tea' })
      expect(await ask({ path: '/nowhere' })).toMatchObject({ status: 404, body: 'no such page' })
    })

    test.each([['of a known length', true], ['in chunks', false]])('a body %s, bytes as they are', async (_, known) => {
      const body = randomBytes(8_000_000)
      const chunks = [body.subarray(0, 1), body.subarray(1, 70_000), body.subarray(70_000)]
      expect(await echo({ method: 'POST', headers: known ? { 'Content-Length': body.length } : {} }, chunks)).toMatchObject({ bytes: body.length, sha256: sha256(body) })
    })

    test('no body where there is none', async () => {
      const answer = await echo({ method: 'DELETE' })
      expect(answer).toMatchObject({ method: 'DELETE', bytes: 0 })
    })

    test('a long answer in chunks', async () => {
      expect((await ask({ path: '/big' })).body).toHaveLength(32 * 1024 * 1024)
    })

    test('the answer to HEAD and a 304, which have no body', async () => {
      expect(await ask({ path: '/length', method: 'HEAD' })).toMatchObject({ status: 200, headers: { 'content-length': '5' }, body: '' })
      expect(await ask({ path: '/not-modified' })).toMatchObject({ status: 304, headers: { etag: '"x"' }, body: '' })
    })

    test('many requests over one connection', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      for (let round = 0; round < 5; round++) expect(await ask({ path: '/length', agent })).toMatchObject({ status: 200, headers: { connection: 'keep-alive' }, body: 'hello' })
      agent.destroy()
    })

    test('many connections at once', async () => {
      const bodies = Array.from({ length: 60 }, (_, index) => Buffer.alloc(10_000, index))
      const answers = await Promise.all(bodies.map((body) => echo({ method: 'POST' }, body)))
      expect(answers.map((answer) => answer.sha256)).toEqual(bodies.map(sha256))
    })

    test('what a slow client sends, however slowly', async () => {
      const socket = connect(port(), '::1')
      for (const piece of ['POST /echo HTTP/1.1\r\nHo', 'st: x\r\nConnection: close\r\nContent-Length: 6\r\n', '\r\nab', 'cd', 'ef']) {
        socket.write(piece)
        await sleep(30)
      }
      expect(await text(socket)).toContain('"bytes":6')
    })

    test('an answer that comes before the whole body was sent', async () => {
      const answer = await raw('POST /early HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\nabc')
      expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    })
  })

  test('an answer that the gateway breaks off is broken off, not ended as if it were whole', async () => {
    await expect(ask({ path: '/cut' })).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  })

  test('a caller that leaves in the middle of a big answer disturbs nobody', async () => {
    const socket = connect(port(), '::1').on('error', () => undefined)
    socket.write('GET /big HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((resolve) => socket.once('data', resolve))
    socket.resetAndDestroy()
    expect(await ask({ path: '/length' })).toMatchObject({ body: 'hello' })
  })
})

