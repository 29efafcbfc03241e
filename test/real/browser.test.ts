import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FLY_LINK_RANGE } from '../../src/fly/constants.ts'
import { openBrowser, whyNoBrowser, type Browser } from './browser.ts'
import { devices, enterToken, oneTimeLink, say, see, seeChat } from './control-ui.ts'
import { appAddress, host, publicAddress, startFlyEdge, type FlyEdge } from './edge.ts'
import { createMachine, gatewayToken, standIns, type Machine } from './gateway.ts'
import { whyNoNetwork } from './network.ts'
import { startProvider, type Provider } from './provider.ts'

const obstacle = whyNoNetwork() ?? whyNoBrowser()
if (obstacle !== undefined) console.warn(`NOT RUN: the Control UI in a browser: ${obstacle}`)

const origin = `https://${host}`
const words = ['The lobster ', 'says hello, ', 'word by word.']
let machine: Machine
let edge: FlyEdge
let provider: Provider
let browser: Browser

const newBrowser = (): Promise<Browser> => openBrowser({ address: `${host}:443`, port: edge.port, certificate: edge.certificate.cert })

describe.skipIf(obstacle !== undefined)(`a browser at ${origin}${obstacle === undefined ? '' : ` (NOT RUN: ${obstacle})`}`, () => {
  beforeAll(async () => {
    machine = await createMachine('fly.toml', [])
    await machine.start()
    edge = await startFlyEdge(machine.network)
    provider = await startProvider(machine.network.proxy, words)
    // As after a deploy, which records the app's own address; and the provider's API is the stand-in.
    await machine.openclaw('config', 'set', 'gateway.trustedProxies', JSON.stringify([FLY_LINK_RANGE, appAddress]), '--strict-json')
    await machine.openclaw('config', 'set', 'models.providers.anthropic', JSON.stringify({ baseUrl: provider.url, api: 'anthropic-messages' }), '--strict-json')
    browser = await newBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await edge?.close()
    provider?.close()
    await machine?.remove()
  })

  test('is asked for the token', async () => {
    await browser.page.goto(origin)
    await see(browser.page, 'tokenWanted')
    await browser.photograph('public-1-token')
    expect(await devices(machine)).toMatchObject({ pending: [], paired: [] })
  })

  test('is refused with a wrong token', async () => {
    await enterToken(browser.page, 'wrong'.repeat(8))
    await see(browser.page, 'rejected')
    expect((await devices(machine)).pending).toEqual([])
  })

  test('with the token waits for approval, under the address of its owner', async () => {
    await enterToken(browser.page, gatewayToken)
    await see(browser.page, 'approvalWanted')
    await browser.photograph('public-2-approval')
    const { pending, paired } = await devices(machine)
    expect(paired).toEqual([])
    expect(pending).toMatchObject([{ remoteIp: publicAddress('127.0.0.1'), role: 'operator' }])
    expect(await browser.page.innerText('body')).toContain(`openclaw devices approve ${pending[0]?.requestId}`)
  })

  test('is in by itself once exactly its request is approved in the machine', async () => {
    const { pending } = await devices(machine)
    await machine.openclaw('devices', 'approve', pending[0]?.requestId ?? '')
    await seeChat(browser.page)
    expect(await devices(machine)).toMatchObject({ pending: [], paired: [{ approvedVia: 'owner' }] })
  })

  test("gets the model's answer to what is typed into the chat", async () => {
    await say(browser.page, 'Say hello, please.', words.join(''))
    await browser.photograph('public-3-answer')
    // 2026.9.6 asks a smaller model too, by itself: it sums up the conversation for the overview of sessions.
    const asked = provider.requests.filter(({ body }) => body.includes('Say hello, please.'))
    expect(asked.map(({ body }) => (JSON.parse(body) as { model: string }).model)).toContain('claude-opus-5')
    expect(new Set(asked.map(({ path, key }) => `${path} ${key}`))).toEqual(new Set([`/v1/messages ${standIns.ANTHROPIC_API_KEY}`]))
  })

  test('loads nothing from anywhere else', () => {
    expect([...new Set(browser.requests.map((address) => new URL(address).origin))].toSorted()).toEqual([origin, origin.replace('https', 'wss')])
    expect(browser.complaints.filter((text) => !text.includes('the server responded with a status of 404'))).toEqual([])
  })

  // The documentation of 2026.9.6 leaves open whether the link of `openclaw dashboard` works behind a proxy. It does.
  test('is in at once with a one-time link, which nobody can use again', async () => {
    const link = await oneTimeLink(machine, origin)
    const [first, second] = [await newBrowser(), await newBrowser()]
    try {
      await first.page.goto(link)
      await seeChat(first.page)
      expect(first.page.url()).not.toContain('bootstrapToken')
      expect((await devices(machine)).paired.map(({ approvedVia }) => approvedVia)).toContain('bootstrap')
      await second.page.goto(link)
      await see(second.page, 'rejected')
      expect((await devices(machine)).paired).toHaveLength(2)
    } finally {
      await first.close()
      await second.close()
    }
  })
})
