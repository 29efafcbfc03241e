import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FLY_LINK_RANGE, PORT } from '../../src/fly/constants.ts'
import { ask, bearer, websocket, type Answer } from './ask.ts'
import { appAddress, people, publicAddress, startFlyEdge, type FlyEdge } from './edge.ts'
import { createMachine, gatewayToken, until, type Machine } from './gateway.ts'
import { whyNoNetwork } from './network.ts'

const obstacle = whyNoNetwork()
if (obstacle !== undefined) console.warn(`NOT RUN: the gateway behind an edge like Fly's: ${obstacle}`)

let machine: Machine
let edge: FlyEdge

async function closeAll(): Promise<void> {
  await edge?.close()
  await machine?.remove()
}

/** What the machine says to a request that comes from one of the addresses around it, with or without X-Forwarded-For. */
function askMachine(from: string, path: string, forwardedFor: string | undefined): Promise<Answer> {
  const headers = { ...(path === 'WebSocket' && websocket), ...(forwardedFor !== undefined && { 'X-Forwarded-For': forwardedFor }) }
  return ask({ host: machine.network.machine, port: PORT, localAddress: from, path: path === 'WebSocket' ? '/' : path, headers })
}

/** A protected address of OpenClaw 2026.9.6. */
const api = '/control-ui-config.json'

async function guess(person: string, times: number, headers = {}): Promise<readonly number[]> {
  const statuses = []
  for (let n = 0; n < times; n += 1) statuses.push((await edge.ask(person, api, { ...bearer(`wrong-${n}`), ...headers })).status)
  return statuses
}

describe.skipIf(obstacle !== undefined)(`the real gateway behind an edge like Fly's${obstacle === undefined ? '' : ` (NOT RUN: ${obstacle})`}`, () => {
  beforeAll(async () => {
    machine = await createMachine('fly.toml', [])
    await machine.start()
    edge = await startFlyEdge(machine.network)
  })
  afterAll(closeAll)

  const [alive, started, used] = [['/health', '/healthz'], ['/startup', '/startupz', '/ready', '/readyz'], ['/', api, 'WebSocket']]
  /** Where the client is known, or nobody claims to forward anything, each is answered as it deserves. */
  const usual = { '/': 200, [api]: 401, WebSocket: 101 }
  const refused = { '/': 403, [api]: 403, WebSocket: 403 }

  test.each([
    ['a stranger who forwards nothing: everything answers', 'stranger', undefined, 200, usual],
    ['a stranger who claims to forward: nothing but /healthz', 'stranger', '198.51.100.7', 403, refused],
    ["Fly's link without a client, as a health check comes: nothing but /healthz", 'proxy', undefined, 403, refused],
    ["Fly's link with a client: everything answers", 'proxy', '198.51.100.7', 200, usual],
    ["Fly's link with none but trusted addresses: nothing but /healthz", 'proxy', '172.16.0.1', 403, refused],
  ] as const)('%s', async (_title, from, forwardedFor, probes, rest) => {
    const expected = { ...Object.fromEntries([...alive.map((path) => [path, 200]), ...started.map((path) => [path, probes])]), ...rest }
    const got: [string, number][] = []
    for (const path of [...alive, ...started, ...used]) got.push([path, (await askMachine(machine.network[from], path, forwardedFor)).status])
    expect(Object.fromEntries(got)).toEqual(expected)
  })

  test('a refusal for want of a client says so', async () => {
    expect((await askMachine(machine.network.proxy, '/', undefined)).body).toContain('proxy_attribution_required')
  })

  test('through the edge the page, the API and the WebSocket answer', async () => {
    expect((await edge.ask(people.owner, '/')).body).toContain('<title>OpenClaw Control</title>')
    expect((await edge.ask(people.owner, api)).status).toBe(401)
    expect((await edge.ask(people.owner, api, bearer(gatewayToken))).status).toBe(200)
    expect((await edge.ask(people.owner, '/', websocket)).status).toBe(101)
  })

  // The last entry of X-Forwarded-For is the app's own address: as long as that is not trusted, everybody is that address.
  test("while the app's own address is not trusted, one attacker's bad tokens lock everybody out", async () => {
    expect(await guess(people.attacker, 12)).toEqual([...Array<number>(10).fill(401), 429, 429])
    expect((await edge.ask(people.owner, api, bearer(gatewayToken))).status).toBe(429)
  })

  test("once the app's own address is trusted, the same attack locks out the attacker alone", async () => {
    await machine.openclaw('config', 'set', 'gateway.trustedProxies', JSON.stringify([FLY_LINK_RANGE, appAddress]), '--strict-json')
    await until(() => machine.log().includes('config hot reload applied (gateway.trustedProxies'), 60)
    expect(await guess(people.attacker, 12)).toEqual([...Array<number>(10).fill(401), 429, 429])
    expect((await edge.ask(people.attacker, api, bearer(gatewayToken))).status).toBe(429)
    expect((await edge.ask(people.owner, api, bearer(gatewayToken))).status).toBe(200)
  })

  test('what a caller forges in front of its own address changes nothing', async () => {
    const forged = { 'X-Forwarded-For': publicAddress(people.owner), 'X-Real-IP': publicAddress(people.owner), Forwarded: `for=${publicAddress(people.owner)}` }
    expect(await guess(people.attacker, 12, forged)).toEqual(Array<number>(12).fill(429))
    expect((await edge.ask(people.owner, api, bearer(gatewayToken))).status).toBe(200)
    expect((await edge.ask(people.attacker, api, { ...bearer(gatewayToken), 'X-Forwarded-For': '127.0.0.1' })).status).toBe(429)
  })
})
