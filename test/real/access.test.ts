import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { releases } from '../../src/releases/catalogue.ts'
import { FlySandbox } from '../scripts/fly-double/fly-sandbox.ts'
import { node24, openclaw } from './programs.ts'

/*
 * deploy.mjs and private.mjs change the configuration on the volume through the OpenClaw in the machine. Here that is
 * the real one, of the first and the last release that we know; Fly is the double.
 */
let server: Server
let url: string
beforeAll(async () => {
  server = createServer((_, response) => { response.end('up') })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => { server.close() })

const all = releases.map(({ release }) => release)

test.each([all[0]!, all.at(-1)!])('the configuration of OpenClaw %s is made public and private, and stays one that it accepts', async (release) => {
  using sandbox = new FlySandbox({ release })
  sandbox.fly.files.programs.set('/app/openclaw.mjs', await openclaw(release)).set('node', await node24())
  sandbox.givenDeployed({ openclaw: release })
  const gateway = () => (JSON.parse(sandbox.liveFile('openclaw.json')) as { gateway: object }).gateway
  const run = async (script: string, ...args: string[]) => expect(await sandbox.run(script, ['--time-limit', '120', ...args])).toMatchObject({ code: 0, stderr: '' })

  await run('deploy.mjs', '--url', url)
  expect(gateway()).toMatchObject({ trustedProxies: ['172.16.0.0/12', '2a09:8280:1::1:a', '66.241.124.1'], publicOrigin: 'https://my-openclaw.fly.dev' })
  await run('private.mjs', '--yes')
  expect(gateway()).toMatchObject({ controlUi: { allowedOrigins: ['https://my-openclaw.fly.dev', 'http://localhost:3000', 'http://127.0.0.1:3000'] } })
  expect(gateway()).not.toHaveProperty('publicOrigin')
  await run('private.mjs', '--undo', '--yes', '--url', url)
  expect(gateway()).toMatchObject({ publicOrigin: 'https://my-openclaw.fly.dev' })
}, 600_000)
