import { readdirSync, writeFileSync } from 'node:fs'
import { FakeGateway } from './fake-gateway.ts'
import { FlySandbox } from './fly-double/fly-sandbox.ts'

export type Config = Record<string, unknown>

/** A deployed sandbox whose gateway runs with this folder's configuration. */
export async function deployed() {
  const sandbox = new FlySandbox()
  sandbox.givenDeployed()
  const gateway = await FakeGateway.start(sandbox)
  const here = () => JSON.parse(sandbox.read('openclaw.json')) as Config
  const live = () => JSON.parse(sandbox.liveFile('openclaw.json')) as Config
  return {
    sandbox, gateway, here, live,
    changeHere: (change: Config) => sandbox.write('openclaw.json', JSON.stringify({ ...here(), ...change }, null, 2)),
    changeLive: (change: Config) => writeFileSync(sandbox.livePath('openclaw.json'), JSON.stringify({ ...live(), ...change }), { mode: 0o600 }),
    leftOvers: () => readdirSync(sandbox.livePath('.')).filter((name) => /new|half/.test(name)),
    [Symbol.dispose]() {
      gateway[Symbol.dispose]()
      sandbox[Symbol.dispose]()
    },
  }
}

/** What OpenClaw writes into its file by itself. */
export const stamps = { meta: { lastTouchedVersion: '2026.9.6' } }
