import { expect, test } from 'vitest'
import { machineEnvironment } from '../../src/rehearse/environment.ts'

const place = { home: '/tmp/r/home', programs: ['/tmp/r/node'], app: 'my-claw', region: 'fra' } as const

test('programs of a rehearsal see nothing of the person\'s environment but how to reach the network', () => {
  const own = { HOME: '/home/me', PATH: '/home/me/bin', ANTHROPIC_API_KEY: 'hunter2', FLY_API_TOKEN: 'hunter3', NODE_OPTIONS: '--require ./mine.js', SystemRoot: 'x', https_proxy: 'http://proxy:3128' }
  const seen = machineEnvironment({ own, platform: 'linux', ...place })
  expect(seen).toMatchObject({ HOME: '/tmp/r/home', https_proxy: 'http://proxy:3128', PATH: '/tmp/r/node:/usr/local/bin:/usr/bin:/bin', FLY_APP_NAME: 'my-claw' })
  expect(seen).not.toHaveProperty('SystemRoot')
  expect(JSON.stringify(seen)).not.toMatch(/hunter|mine\.js|home\/me/)
})

test('on Windows they see the folder of the system too, without which none starts', () => {
  const seen = machineEnvironment({ own: { SystemRoot: String.raw`D:\Win`, USERPROFILE: String.raw`C:\Users\me`, SECRET: 'hunter2' }, platform: 'win32', ...place })
  expect(seen).toMatchObject({ SystemRoot: String.raw`D:\Win`, USERPROFILE: '/tmp/r/home' })
  expect(seen['PATH']).toContain(String.raw`D:\Win\System32`)
  expect(JSON.stringify(seen)).not.toMatch(/hunter|Users/)
})
