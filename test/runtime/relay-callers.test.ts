import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { canRelay } from '../support/boot.ts'
import { seen, useRelay, type Echo } from '../support/relay.ts'

describe.skipIf(!canRelay)('the relay (needs an IPv4 address of this machine, and IPv6)', () => {
  const { echo, raw, port } = useRelay()

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

    test.each<[string, string]>([
      ['two lengths', 'Content-Length: 3\r\nContent-Length: 50\r\n\r\nabc'],
      ['a length with a list', 'Content-Length: 3, 50\r\n\r\nabc'],
      ['a length with a sign', 'Content-Length: +3\r\n\r\nabc'],
      ['an encoding that is not known', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
      ['chunked, but not last', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
      ['a space before the colon', 'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n'],
      ['a folded header', 'X-A: 1\r\n X-Forwarded-For: 127.0.0.1\r\n\r\n'],
      ['a bare CR in a header', 'X-A: 1\rX-Forwarded-For: 127.0.0.1\r\n\r\n'],
      ['a bare LF in a header', 'X-A: 1\nX-Forwarded-For: 127.0.0.1\r\n\r\n'],
      ['a NUL in a header', 'X-A: 1\0\r\n\r\n'],
      ['a header without a name', ': 1\r\n\r\n'],
      ['a chunk whose size is not a number', 'Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n'],
    ])('and %s is refused, and nothing after it is read', async (_, rest) => {
      const answer = await raw(`POST /echo HTTP/1.1\r\nHost: x\r\n${rest}GET /echo?smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).not.toContain('smuggled')
    })

    test('for each of several requests that come at once over one connection', async () => {
      const one = (rest: string): string => `GET /echo HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 127.0.0.1\r\n${rest}\r\n`
      const answer = await raw(one('') + one('') + one('Connection: close\r\n'))
      expect(answer.match(/"X-Forwarded-For","::1"/g)).toHaveLength(3)
      expect(answer).not.toContain('127.0.0.1')
    })
  })

  test('survives callers that send anything', async () => {
    const next = random(20_260_906)
    const parts = ['GET ', 'POST ', '/echo', '/ws', '*', 'http://x/', ' HTTP/1.1', ' HTTP/1.0', '\r\n', '\r\n\r\n', 'Host: x', 'Connection: ', 'Upgrade', 'Upgrade: ', 'close', 'keep-alive', 'Content-Length: ', '5', '-1', 'Transfer-Encoding: chunked', 'Expect: 100-continue', '\0', '\u00ff', '\u007f', ':', 'x'.repeat(20_000), '0\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'CONNECT x:1']
    const anything = (): string => Array.from({ length: 1 + next(12) }, () => parts[next(parts.length)]).join('')
    await Promise.all(Array.from({ length: 200 }, () => new Promise<void>((resolve) => {
      const socket = connect(port(), '::1', () => socket.write(Buffer.from(anything(), 'latin1'), () => setTimeout(() => socket.resetAndDestroy(), 100)))
      socket.resume().on('error', () => undefined).on('close', () => resolve())
    })))
    expect(await echo({})).toMatchObject({ method: 'GET' })
  })
})

/** Whole numbers below a bound, the same ones every time. */
function random(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}
