import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { canRelay } from '../support/boot.ts'
import { seen, useRelay } from '../support/relay.ts'

describe.skipIf(!canRelay)('the relay (needs an IPv4 address of this machine, and IPv6)', () => {
  const { ask, raw, port, log } = useRelay()

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

    test('and hands back the status and body of a refusal, and closes', async () => {
      const answer = await ask({ path: '/refused', headers: { Connection: 'Upgrade', Upgrade: 'websocket' } })
      expect(answer).toMatchObject({ status: 403, message: 'Forbidden', headers: { 'content-type': 'text/plain', connection: 'close' }, body: 'no, sorry' })
    })

    test('and hands on nothing that follows a refusal, not even to a gateway that would listen', async () => {
      const answer = await raw(`${upgrade('/refused-but-open')}GET /echo?smuggled HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 127.0.0.1\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n[^]*\r\n\r\nno$/)
      await expect.poll(log).toContain('gateway: closed /refused-but-open')
      expect(log()).not.toContain('smuggled')
    })

    test('half-closed by the caller, and what the gateway says after that', async () => {
      const socket = connect(port(), '::1')
      socket.write(upgrade('/talk-on'))
      await new Promise((resolve) => socket.once('readable', resolve))
      socket.end()
      expect(await text(socket)).toMatch(/heard your end$/)
      await expect.poll(log).toContain('gateway: closed /talk-on')
    })

    test('half-closed by the gateway, and what the caller says after that', async () => {
      const socket = connect({ port: port(), host: '::1', allowHalfOpen: true })
      socket.write(upgrade('/listen-on'))
      await new Promise((resolve) => socket.resume().once('end', resolve))
      socket.write('my last words')
      await expect.poll(log).toContain('gateway: still hears my last words')
      expect(log()).not.toContain('gateway: closed /listen-on')
      socket.end()
      await expect.poll(log).toContain('gateway: closed /listen-on')
    })

    test('and breaks them off when the gateway does', async () => {
      const socket = connect(port(), '::1').on('error', () => undefined)
      const closed = new Promise((resolve) => socket.on('close', resolve))
      socket.write(upgrade('/reset'))
      socket.resume()
      await closed
      expect(socket.destroyed).toBe(true)
    })

    test.each(['FIN', 'RST'] as const)('and closes them at the gateway when the caller goes away with %s', async (how) => {
      const socket = connect(port(), '::1').on('error', () => undefined)
      socket.write(upgrade(`/${how}`))
      await new Promise((resolve) => socket.once('data', resolve))
      if (how === 'FIN') socket.destroy()
      else socket.resetAndDestroy()
      await expect.poll(log).toContain(`gateway: closed /${how}`)
    })
  })
})
