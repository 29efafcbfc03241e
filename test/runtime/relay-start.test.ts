import { describe, expect, test } from 'vitest'
import { bootPrograms, canRelay, freePort, gateway, machine } from '../support/boot.ts'
import { temporaryFolders } from '../support/folders.ts'
import { callerOf } from '../support/relay.ts'

describe.skipIf(!canRelay)('before the gateway answers', () => {
  const [newFolder, start] = [temporaryFolders('relay-'), bootPrograms()]

  test('the relay says so with 502, to requests and WebSockets, and works as soon as it does', async () => {
    const port = await freePort()
    const { ask, raw } = callerOf(() => port)
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
    const port = await freePort()
    const first = start(machine(newFolder()), ['--relay=::1', process.execPath, gateway], { OPENCLAW_GATEWAY_PORT: String(port) })
    await first.until('the private network reaches the gateway')
    const second = start(machine(newFolder()), ['--relay=::1', process.execPath, '-e', 'setTimeout(() => console.log("still here"), 300)'], { OPENCLAW_GATEWAY_PORT: String(port) })
    await second.until('still here')
    expect(second.log()).toContain(`cannot listen on [::1]:${port} yet`)
    expect(await second.ended).toBe(0)
  })
})
