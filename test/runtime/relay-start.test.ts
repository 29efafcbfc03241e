import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { addressed, bootPrograms, canRelay, fastClock, freePort, gateway, machine } from '../support/boot.ts'
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
    expect(refused).toContain(sentence)
    await slow.until('gateway: ready')
    expect(await ask({ path: '/length' })).toMatchObject({ status: 200, body: 'hello' })
  })

  test('a port that is taken is tried again until it is free, and the gateway runs meanwhile', async () => {
    const port = await freePort()
    const { ask } = callerOf(() => port)
    const other = createServer((_, response) => response.end('somebody else')).listen(port, '::1')
    const booted = start(machine(newFolder()), ['--relay=::1', process.execPath, gateway], { OPENCLAW_GATEWAY_PORT: String(port), ...fastClock })
    await booted.until('gateway: ready')
    await expect.poll(() => booted.log().split(`cannot listen on [::1]:${port} yet`).length).toBeGreaterThan(2)
    expect(await ask({})).toMatchObject({ body: 'somebody else' })
    other.close()
    await booted.until('the private network reaches the gateway')
    expect(await ask({ path: '/length' })).toMatchObject({ body: 'hello' })
    expect(booted.log().split('the private network reaches').length).toBe(2)
  })

  test('a machine without an IPv4 address has no relay: 127.0.0.1 would do, and be trusted', async () => {
    const port = await freePort()
    const booted = start(machine(newFolder()), ['--relay=::1', process.execPath, gateway], { OPENCLAW_GATEWAY_PORT: String(port), ...addressed() })
    await booted.until('gateway: ready')
    expect(booted.log()).toContain('this machine has no IPv4 address, so the private network cannot reach the gateway')
    await expect(callerOf(() => port).ask({})).rejects.toThrow('ECONNREFUSED')
  })

  test('a name that is not known yet is asked for again', async () => {
    const booted = start(machine(newFolder()), ['--relay=no-such-host.invalid', process.execPath, gateway], { OPENCLAW_GATEWAY_PORT: String(await freePort()), ...fastClock })
    await expect.poll(() => booted.log().split('cannot listen on [no-such-host.invalid]').length, { timeout: 15_000 }).toBeGreaterThan(2)
    await booted.until('gateway: ready')
    expect(booted.child.exitCode).toBe(null)
  })

  test('while the gateway cannot start, the relay answers 502 and carries on afterwards', async () => {
    const port = await freePort()
    const { ask } = callerOf(() => port)
    const where = machine(newFolder(), '{}')
    const moody = `if (!require('node:fs').readFileSync('${join(where.volume, 'openclaw.json')}', 'utf8').includes('good')) process.exit(78); import('${pathToFileURL(gateway).href}')`
    const booted = start(where, ['--relay=::1', process.execPath, '-e', moody], { OPENCLAW_GATEWAY_PORT: String(port), ...fastClock })
    await booted.until('waiting: the gateway cannot start')
    expect(await ask({ path: '/length' })).toMatchObject({ status: 502 })
    writeFileSync(join(where.volume, 'openclaw.json'), 'good')
    await booted.until('gateway: ready')
    expect(await ask({ path: '/length' })).toMatchObject({ status: 200, body: 'hello' })
  })

  test('a gateway that dies in the middle of an answer breaks it off, and the boot program ends with it', async () => {
    const port = await freePort()
    const { ask } = callerOf(() => port)
    const booted = start(machine(newFolder()), ['--relay=::1', process.execPath, gateway], { OPENCLAW_GATEWAY_PORT: String(port) })
    await Promise.all([booted.until('gateway: ready'), booted.until('the private network reaches')])
    await expect(ask({ path: '/die' })).rejects.toThrow(/aborted|hang up|ECONNRESET/)
    expect(await booted.ended).toBe(137)
  })
})
