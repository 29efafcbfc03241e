import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PORT } from '../../src/fly/constants.ts'
import { ask, bearer, websocket, type Answer } from './ask.ts'
import { openBrowser, whyNoBrowser, type Browser } from './browser.ts'
import { devices, enterToken, oneTimeLink, see, seeChat } from './control-ui.ts'
import { createMachine, gatewayToken, type Machine } from './gateway.ts'
import { whyNoNetwork } from './network.ts'

const obstacle = whyNoNetwork() ?? whyNoBrowser()
if (obstacle !== undefined) console.warn(`NOT RUN: private mode over IPv6: ${obstacle}`)

const origin = `http://localhost:${PORT}`
/** A protected address of OpenClaw 2026.9.6. */
const api = '/control-ui-config.json'
let machine: Machine
let flyProxy: Server
let browser: Browser

/** `fly proxy 3000:3000` of one computer on the private network: bytes from a local port to the machine, and back. */
async function startFlyProxy(peer: string): Promise<Server> {
  const server = createServer((near: Socket) => {
    const far = connect({ host: machine.network.machine6, port: PORT, localAddress: peer })
    for (const end of [near, far]) end.on('error', () => (near.destroy(), far.destroy()))
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const newBrowser = (): Promise<Browser> => openBrowser({ address: `localhost:${PORT}`, port: (flyProxy.address() as AddressInfo).port })

function askFrom(peer: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return ask({ host: machine.network.machine6, port: PORT, localAddress: peer, path, headers: { host: `localhost:${PORT}`, ...headers } })
}

describe.skipIf(obstacle !== undefined)(`private mode over IPv6${obstacle === undefined ? '' : ` (NOT RUN: ${obstacle})`}`, () => {
  let [browsing, guessing] = ['', '']
  beforeAll(async () => {
    machine = await createMachine('fly.private.toml', [])
    await machine.start()
    ;[browsing, guessing] = machine.network.peers6
    flyProxy = await startFlyProxy(browsing)
    browser = await newBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    flyProxy?.close()
    await machine?.remove()
  })

  test("Fly's check of the gateway itself, which forwards nothing, is answered", async () => {
    expect((await ask({ host: machine.network.machine, port: PORT, localAddress: machine.network.proxy, path: '/healthz' })).status).toBe(200)
  })

  test('the page, the API and the WebSocket answer on the private network', async () => {
    expect((await askFrom(browsing, '/')).body).toContain('<title>OpenClaw Control</title>')
    expect((await askFrom(browsing, api)).status).toBe(401)
    expect((await askFrom(browsing, api, bearer(gatewayToken))).status).toBe(200)
    expect((await askFrom(browsing, '/', websocket)).status).toBe(101)
  })

  test(`a browser at ${origin} is refused without the token`, async () => {
    await browser.page.goto(origin)
    await see(browser.page, 'tokenWanted')
    expect(await devices(machine)).toMatchObject({ pending: [], paired: [] })
  })

  test('with the token it waits for approval, under its own address on the private network: it does not pass for a local one', async () => {
    await enterToken(browser.page, gatewayToken)
    await see(browser.page, 'approvalWanted')
    await browser.photograph('private-1-approval')
    const { pending, paired } = await devices(machine)
    expect(paired).toEqual([])
    expect(pending).toMatchObject([{ remoteIp: browsing }])
    expect(machine.log()).not.toContain('auto-approved')
  })

  test('it is in by itself once its request is approved', async () => {
    const { pending } = await devices(machine)
    await machine.openclaw('devices', 'approve', pending[0]?.requestId ?? '')
    await seeChat(browser.page)
    await browser.photograph('private-2-chat')
    expect([...new Set(browser.requests.map((address) => new URL(address).host))]).toEqual([`localhost:${PORT}`])
  })

  // The documentation of 2026.9.6 leaves open whether it works from another computer. It does, with the approval of an owner.
  test('a one-time link lets another browser in, without token and approval', async () => {
    const another = await newBrowser()
    try {
      await another.page.goto(await oneTimeLink(machine, origin))
      await seeChat(another.page)
      expect((await devices(machine)).paired.map(({ approvedVia }) => approvedVia).toSorted()).toEqual(['bootstrap', 'owner'])
    } finally {
      await another.close()
    }
  })

  test("one peer's bad tokens lock out that peer alone", async () => {
    const statuses = []
    for (let n = 0; n < 12; n += 1) statuses.push((await askFrom(guessing, api, bearer(`wrong-${n}`))).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429])
    expect((await askFrom(guessing, api, bearer(gatewayToken))).status).toBe(429)
    expect((await askFrom(browsing, api, bearer(gatewayToken))).status).toBe(200)
  })

  test.each(['127.0.0.1', '::1', 'the other peer'])('a peer that forges its address as %s is still itself', async (claim) => {
    const address = claim === 'the other peer' ? browsing : claim
    const named = address.includes(':') ? `"[${address}]"` : address
    const forged = { 'X-Forwarded-For': address, 'X-Real-IP': address, Forwarded: `for=${named}`, 'Fly-Client-IP': address, 'X-Forwarded-Host': 'localhost', 'X-Forwarded-Proto': 'https' }
    expect((await askFrom(guessing, api, { ...bearer(gatewayToken), ...forged })).status).toBe(429)
    expect((await askFrom(browsing, api, { ...bearer(gatewayToken), ...forged, 'X-Forwarded-For': guessing })).status).toBe(200)
  })
})
