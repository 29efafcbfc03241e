import { describe, expect, test } from 'vitest'
import { canRelay } from '../support/boot.ts'
import { seen, useRelay, type Echo } from '../support/relay.ts'

describe.skipIf(!canRelay)('the relay (needs an IPv4 address of this machine, and IPv6)', () => {
  const { echo, raw } = useRelay()

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
})
