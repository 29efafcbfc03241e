import { createHash, randomBytes } from 'node:crypto'
import { Agent, request, type IncomingMessage, type RequestOptions } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { canRelay, freePort, gateway, machine, start, type Booted } from '../support/boot.ts'
import { temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('relay-')
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex')
let booted: Booted
let port: number

interface Answer { readonly status: number; readonly message: string; readonly headers: IncomingMessage['headers']; readonly body: string }

/** One request to the relay, as it comes in over the private network. */
async function ask(options: RequestOptions, body?: Buffer | readonly Buffer[]): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request({ host: '::1', port, agent: false, ...options }, resolve).on('error', reject)
    for (const chunk of [body ?? []].flat()) outgoing.write(chunk)
    outgoing.end()
  })
  return { status: answer.statusCode!, message: answer.statusMessage!, headers: answer.headers, body: await text(answer) }
}

interface Echo { readonly method: string; readonly url: string; readonly headers: readonly string[]; readonly peer: string; readonly bytes: number; readonly sha256: string }
const echo = async (options: RequestOptions, body?: Buffer | readonly Buffer[]): Promise<Echo> => JSON.parse((await ask({ path: '/echo', ...options }, body)).body) as Echo

/** The values of a header as the gateway saw it. */
const seen = ({ headers }: { readonly headers: readonly string[] }, name: string): readonly string[] => headers.filter((_, index) => index % 2 === 1 && headers[index - 1]!.toLowerCase() === name)

/** Bytes in, bytes out, until the other side closes. */
function raw(bytes: string): Promise<string> {
  const socket = connect(port, '::1')
  socket.write(bytes)
  return text(socket)
}

describe.skipIf(!canRelay)('the relay (needs an IPv4 address of this machine, and IPv6)', () => {
  beforeAll(async () => {
    port = await freePort()
    booted = start(machine(newFolder()), ['--relay=::1', process.execPath, gateway], { OPENCLAW_GATEWAY_PORT: String(port) })
    await Promise.all([booted.until('gateway: ready'), booted.until('the private network reaches the gateway')])
  })

  describe('passes on', () => {
    test('method, path, query and headers, repeated ones too', async () => {
      const answer = await echo({ path: '/echo?a=1&b=%20', method: 'PATCH', headers: { Host: 'localhost:3000', Cookie: 'x=1', 'X-Two': ['1', '2'], Authorization: 'Bearer t' } })
      expect(answer).toMatchObject({ method: 'PATCH', url: '/echo?a=1&b=%20' })
      expect([seen(answer, 'host'), seen(answer, 'cookie'), seen(answer, 'x-two'), seen(answer, 'authorization')]).toEqual([['localhost:3000'], ['x=1'], ['1', '2'], ['Bearer t']])
    })

    test('repeated headers of the answer', async () => {
      expect((await ask({ path: '/echo' })).headers['set-cookie']).toEqual(['a=1', 'b=2'])
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
      const socket = connect(port, '::1')
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

  describe('says who really called', () => {
    const forged = ['X-Forwarded-For', 'x-forwarded-for', 'X-FORWARDED-HOST', 'X-Forwarded-Proto', 'X-Forwarded-Port', 'X-Forwarded-Server', 'X-Forwarded-Anything', 'Forwarded', 'fOrWaRdEd', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP', 'Fly-Client-IP']

    test('whatever the caller says about it, in any capitals and twice', async () => {
      const lines = forged.flatMap((name) => [`${name}: 127.0.0.1`, `${name}: for=127.0.0.1`]).join('\r\n')
      const answer = JSON.parse((await raw(`GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines}\r\n\r\n`)).split('\r\n\r\n')[1]!.replace(/^[0-9a-f]+\r\n/, '').split('\r\n')[0]!) as Echo
      expect(seen(answer, 'x-forwarded-for')).toEqual(['::1'])
      expect(answer.headers.join(' ')).not.toContain('127.0.0.1')
      expect(answer.headers.filter((name, index) => index % 2 === 0 && /forwarded|-ip$/i.test(name))).toEqual(['X-Forwarded-For', 'X-Forwarded-Proto'])
    })

    test('and is not itself a peer on the loopback address, which the gateway would trust', async () => {
      expect((await echo({})).peer).not.toMatch(/127\.0\.0\.1|::1$/)
    })

    test('even if the caller calls the header one of its connection', async () => {
      const answer = await echo({ headers: { Connection: 'close, X-Forwarded-For, Host, X-Mine', 'X-Mine': '1' } })
      expect([seen(answer, 'x-forwarded-for'), seen(answer, 'x-mine')]).toEqual([['::1'], []])
    })

    test('and no body passes for a second request', async () => {
      const smuggled = 'GET /echo?smuggled HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 127.0.0.1\r\n\r\n'
      const answer = await raw(`GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close, Content-Length\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`)
      expect(answer).toContain(`"bytes":${smuggled.length}`)
      expect(answer).not.toContain('smuggled')
      const both = await raw(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`)
      expect(both).toMatch(/^HTTP\/1\.1 400 /)
      expect(both).not.toContain('smuggled')
    })
  })

  describe('carries WebSockets', () => {
    const upgrade = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\nX-Forwarded-For: 127.0.0.1\r\n\r\n`

    test('both ways, what was sent along with the handshake too', async () => {
      const answer = await raw(`${upgrade('/ws')}ping;bye`)
      expect(answer).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/)
      expect(answer).toContain('Upgrade: websocket\r\nConnection: Upgrade')
      expect(answer.endsWith('first frame;ping;bye')).toBe(true)
    })

    test('with the handshake as it was, but for who called', async () => {
      const answer = await raw(`${upgrade('/ws')}bye`)
      const headers = JSON.parse(/X-Seen: (.*)\r\n/.exec(answer)![1]!) as string[]
      expect([seen({ headers }, 'x-forwarded-for'), seen({ headers }, 'sec-websocket-key'), seen({ headers }, 'upgrade')]).toEqual([['::1'], ['k'], ['websocket']])
    })

    test('and hands back the status and body of a refusal', async () => {
      const answer = await raw(upgrade('/refused'))
      expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
      expect(answer.toLowerCase()).not.toContain('transfer-encoding')
      expect(answer.endsWith('\r\n\r\nno, sorry')).toBe(true)
    })

    test.each(['FIN', 'RST'] as const)('and closes them at the gateway when the caller goes away with %s', async (how) => {
      const socket = connect(port, '::1').on('error', () => undefined)
      socket.write(upgrade(`/${how}`))
      await new Promise((resolve) => socket.once('data', resolve))
      if (how === 'FIN') socket.destroy()
      else socket.resetAndDestroy()
      await expect.poll(booted.log).toContain(`gateway: closed /${how}`)
    })
  })

  test('an answer that the gateway breaks off is broken off, not ended as if it were whole', async () => {
    await expect(ask({ path: '/cut' })).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  })

  test('a caller that leaves in the middle of a big answer disturbs nobody', async () => {
    const socket = connect(port, '::1').on('error', () => undefined)
    socket.write('GET /big HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((resolve) => socket.once('data', resolve))
    socket.resetAndDestroy()
    expect(await ask({ path: '/length' })).toMatchObject({ body: 'hello' })
  })
})

describe.skipIf(!canRelay)('before the gateway answers', () => {
  test('the relay says so with 502, to requests and WebSockets, and works as soon as it does', async () => {
    port = await freePort()
    const slow = start(machine(newFolder()), ['--relay=::1', process.execPath, gateway], { OPENCLAW_GATEWAY_PORT: String(port), GATEWAY_DELAY: '600' })
    await slow.until('the private network reaches the gateway')
    const sentence = 'The gateway does not answer yet; it may still be starting. The logs say more.\n'
    expect(await ask({ path: '/length', method: 'POST' }, Buffer.alloc(100_000))).toMatchObject({ status: 502, body: sentence })
    const refused = await raw('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    expect(refused).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/)
    expect(refused.endsWith(sentence)).toBe(true)
    await slow.until('gateway: ready')
    expect(await ask({ path: '/length' })).toMatchObject({ status: 200, body: 'hello' })
  })

  test('a port that is taken is tried again, and the gateway runs meanwhile', async () => {
    port = await freePort()
    const first = start(machine(newFolder()), ['--relay=::1', process.execPath, gateway], { OPENCLAW_GATEWAY_PORT: String(port) })
    await first.until('the private network reaches the gateway')
    const second = start(machine(newFolder()), ['--relay=::1', process.execPath, '-e', 'setTimeout(() => console.log("still here"), 300)'], { OPENCLAW_GATEWAY_PORT: String(port) })
    await second.until('still here')
    expect(second.log()).toContain(`cannot listen on [::1]:${port} yet`)
    expect(await second.ended).toBe(0)
  })
})
