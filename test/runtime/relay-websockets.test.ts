import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { canRelay } from '../support/boot.ts'
import { seen, useRelay } from '../support/relay.ts'

describe.skipIf(!canRelay)('the relay (needs an IPv4 address of this machine, and IPv6)', () => {
  const { raw, port, log } = useRelay()

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
      const socket = connect(port(), '::1').on('error', () => undefined)
      socket.write(upgrade(`/${how}`))
      await new Promise((resolve) => socket.once('data', resolve))
      if (how === 'FIN') socket.destroy()
      else socket.resetAndDestroy()
      await expect.poll(log).toContain(`gateway: closed /${how}`)
    })
  })
})
