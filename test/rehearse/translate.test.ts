import { describe, expect, test } from 'vitest'
import { rehearsedConfiguration } from '../../src/rehearse/configuration.ts'
import { portsOf, toGuestPaths, toLocalPaths, translateCommand, translateEnv, type Translation } from '../../src/rehearse/translate.ts'

const translation: Translation = { paths: [['/data', '/tmp/r/volume-1'], ['/opt/openclaw-fly/boot.mjs', '/tmp/r/guest/boot.mjs']], ports: new Map([[3000, 41000]]) }

describe('paths', () => {
  test.each([
    ['/data', '/tmp/r/volume-1'],
    ['/data/workspace', '/tmp/r/volume-1/workspace'],
    ['--state=/data/x:/data', '--state=/tmp/r/volume-1/x:/tmp/r/volume-1'],
    ['/database', '/database'],
    ['https://my.host/data/x', 'https://my.host/data/x'],
  ])('of the machine become those of this computer: %s', (guest, local) => {
    expect(toLocalPaths(guest, translation)).toBe(local)
  })

  test('are given back to people as the machine has them', () => {
    expect(toGuestPaths('Invalid config at /tmp/r/volume-1/openclaw.json:', translation)).toBe('Invalid config at /data/openclaw.json:')
  })
})

describe('the command and its environment', () => {
  test('have free ports, local paths, and a private network that this computer has', () => {
    const words = ['node', '/opt/openclaw-fly/boot.mjs', '--relay=fly-local-6pn', 'node', 'openclaw.mjs', '--port', '3000']
    expect(translateCommand(words, translation)).toEqual(['node', '/tmp/r/guest/boot.mjs', '--relay=::1', 'node', 'openclaw.mjs', '--port', '41000'])
    expect(translateCommand(['--port=3000', '--limit', '3000'], translation)).toEqual(['--port=41000', '--limit', '3000'])
    expect(translateEnv({ OPENCLAW_GATEWAY_PORT: '3000', OPENCLAW_STATE_DIR: '/data', SIZE: '3000' }, translation)).toEqual({ OPENCLAW_GATEWAY_PORT: '41000', OPENCLAW_STATE_DIR: '/tmp/r/volume-1', SIZE: '3000' })
  })

  test('name their ports', () => {
    expect(portsOf(['--port', '3000', '--port=8080', '--port', 'x', '--port'])).toEqual([3000, 8080])
  })
})

describe('the copy of the configuration', () => {
  const changes = { translation, trusted: ['127.0.0.1'], logFile: '/tmp/r/gateway.log' }

  test('has the free port, trusts the edge of this computer, logs elsewhere, and is the same otherwise', () => {
    const original = { gateway: { port: 3000, trustedProxies: ['172.16.0.0/12'], bind: 'lan' }, agents: { defaults: { workspace: '/data/workspace' } }, logging: { level: 'debug' } }
    expect(rehearsedConfiguration(original, changes)).toEqual({
      gateway: { port: 41000, trustedProxies: ['172.16.0.0/12', '127.0.0.1'], bind: 'lan' },
      agents: { defaults: { workspace: '/tmp/r/volume-1/workspace' } },
      logging: { level: 'debug', file: '/tmp/r/gateway.log' },
    })
  })

  test.each([[undefined], [[]], [['10.0.0.0/8', '172.32.0.1']]])('trusts nobody more where Fly would not be trusted either: %j', (trustedProxies) => {
    expect(rehearsedConfiguration({ gateway: { trustedProxies } }, changes)).toMatchObject({ gateway: { trustedProxies } })
  })

  test.each([['text'], [[1]], [null]])('a configuration that is none stays what it is: %j', (original) => {
    expect(rehearsedConfiguration(original, changes)).toEqual(original)
  })

  test('a wrong gateway or logging is left for the gateway to refuse', () => {
    expect(rehearsedConfiguration({ gateway: 'x', logging: 'y' }, changes)).toEqual({ gateway: 'x', logging: 'y' })
  })
})
