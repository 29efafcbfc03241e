import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import { FlySandbox } from './fly-double/fly-sandbox.ts'
import { openclawConfig } from './openclaw-config.ts'
import { load } from './sandbox.ts'

let base: string
const bodies: Record<string, { status: number, body: string }> = {
  '/': { status: 200, body: '<title>OpenClaw</title>' },
  '/untrusted': { status: 403, body: '{"error":{"type":"proxy_attribution_required"}}' },
  '/broken': { status: 502, body: '' },
  '/forbidden': { status: 403, body: 'no' },
}

/** Where the gateway "answers": by path, so that each test chooses what it says. Called by each file. */
export function servePages(): void {
  let server: Server
  beforeAll(async () => {
    server = createServer((request, response) => {
      const { status, body } = bodies[request.url ?? ''] ?? { status: 404, body: '' }
      response.writeHead(status).end(body)
    })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => { server.close() })
}

/** The address of one of them. */
export function pageAt(path: string): string {
  return `${base}${path}`
}

/** The addresses that the double gives an app. */
export const v6 = '2a09:8280:1::1:a'
export const v4 = '66.241.124.1'
const changing = /^(?:apps create|ips (?:allocate|release)|volumes (?:create|destroy)|deploy|machine (?:start|stop|destroy)|secrets (?:import|deploy)|npx)/

const { fingerprint } = await load<{ fingerprint: (deployment: object, toml: object) => string }>('fingerprint.mjs')
const { readFlyToml } = await load<{ readFlyToml: (folder: string, file: string) => object }>('fly-toml.mjs')

/** A deployment, and what `npm run deploy` makes of it. */
export class Deploying extends FlySandbox {
  constructor(answers: Readonly<Record<string, unknown>> = {}) {
    super(answers)
    this.givenProgram('/app/openclaw.mjs', openclawConfig)
  }

  deploy(args: readonly string[] = [], path = '/', limit = 20) {
    return this.run('deploy.mjs', ['--time-limit', String(limit), '--url', pageAt(path), ...args])
  }

  /** What was run since, of the commands that change something. */
  get changes() {
    return this.paths.filter((path) => changing.test(path))
  }

  /** An app with its secrets, as `npm run secrets` leaves it. */
  givenSecretsOnly() {
    this.givenApp()
    this.givenSecrets()
    return this
  }

  /** As deploy.mjs leaves it: the seed trusts the app's addresses, and the machine says what it was made from. */
  givenDeployedByScript() {
    const { access } = JSON.parse(this.read('scripts/deployment.json')) as { access: string }
    if (access === 'public') this.write('openclaw.json', this.read('openclaw.json').replace('"172.16.0.0/12"', `"172.16.0.0/12", "${v6}", "${v4}"`))
    const machine = this.givenDeployed({ isPrivate: access === 'private' })
    machine.config.env.OPENCLAW_FLY_FINGERPRINT = fingerprint({ folder: this.folder, build: 'image', release: '2026.9.6' }, readFlyToml(this.folder, access === 'public' ? 'fly.toml' : 'fly.private.toml'))
    return this
  }

  trusted(text = this.read('openclaw.json')) {
    return (JSON.parse(text) as { gateway: { trustedProxies?: string[] } }).gateway.trustedProxies
  }
}
