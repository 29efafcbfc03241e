import { describe, expect, test } from 'vitest'
import { auditCheck, configurationCheck, logCheck, memoryCheck } from '../../src/rehearse/checks.ts'
import { complaintsOf, endOf, reasonOf, warningsOf, whyExpected, type LogRecord } from '../../src/rehearse/gateway-log.ts'

/** Records as 2026.9.6 writes them into its log file. */
const record = (level: string, subsystem: string, message: string): string => JSON.stringify({ 0: JSON.stringify({ subsystem }), 1: message, _meta: { logLevelName: level }, message })

describe('the log file', () => {
  test('gives its warnings and errors; what is cut short or of no interest is left out', () => {
    const text = [record('INFO', 'gateway', 'ready'), record('WARN', 'telegram/network', 'fetch  fallback'), record('ERROR', 'gateway', 'no'), '{"0":"half'].join('\n')
    expect(warningsOf(text)).toEqual([{ level: 'WARN', subsystem: 'telegram/network', message: 'fetch fallback' }, { level: 'ERROR', subsystem: 'gateway', message: 'no' }])
  })

  test.each([
    ['gateway', '⚠️  Gateway is binding to a non-loopback address. Ensure authentication…', 'as wanted: Fly\'s edge and the private network must get in'],
    ['channels/telegram', 'telegram setMyCommands failed', 'a stand-in for the token of telegram'],
    ['models', 'refresh failed: getaddrinfo ENOTFOUND models.dev', 'the network of this computer'],
    ['sqlite/transaction', 'slow SQLite transaction hold', 'this computer is busy'],
    ['', 'socket-mode Failed to retrieve a new WSS URL (error: An API error occurred: invalid_auth)', 'a stand-in for the token of telegram'],
    ['channels/discord', 'invalid intents', undefined],
    ['state-migrations', 'Plugin "telegram" data/settings upgrade is unfinished: …', 'the first start fetches plugins from npm'],
    ['config', 'channels.telegram: channel is configured, but external plugin "telegram" is installed without explicit trust.', undefined],
    ['config', 'channels.telegram: odd', undefined],
    ['gateway', 'observed unattributable proxy-shaped traffic', undefined],
  ])('%s: %s', (subsystem, message, why) => {
    expect(whyExpected({ level: 'WARN', subsystem, message }, ['telegram'])).toBe(why)
  })
})

describe('what the boot program prints', () => {
  const held = ['[boot] first start: put the configuration on the volume', '[gateway] loading configuration…', 'Gateway failed to start: Invalid config at /data/openclaw.json: x', 'Run "openclaw doctor --fix"', '[boot] the gateway ended with exit code 78', '[boot] waiting: the gateway cannot start (exit code 78)'].join('\n')

  test('says that the gateway has ended, though the boot program goes on, and why', () => {
    expect(endOf(held)).toBe('[boot] the gateway ended with exit code 78')
    expect(reasonOf(held)).toEqual(['Gateway failed to start: Invalid config at /data/openclaw.json: x', 'Run "openclaw doctor --fix"'])
  })

  test('has the last words of the gateway where none of them is known, or its own', () => {
    expect(reasonOf('[boot] a\nsomething odd\nInstalled missing configured plugin\n[boot] the gateway ended with exit code 1\n')).toEqual(['Installed missing configured plugin', 'something odd'])
    expect(reasonOf('[boot] cannot start what [processes] in fly.toml names: spawn x ENOENT\n')).toEqual([expect.stringContaining('ENOENT')])
    expect(reasonOf('')).toEqual([])
  })

  test('complains of what stands in the way', () => {
    expect(complaintsOf('[boot] uid 1000, Node 24\n[boot] the volume is full. Cure: …\nnot boot: cannot\n[boot] cannot listen on [::1]:3 yet\n[boot] started as root: the image\'s own user cannot use what it writes')).toHaveLength(2)
  })
})

test('what was to be expected is told once for each reason, and what was not in full', () => {
  const warn = (subsystem: string, message: string): LogRecord => ({ level: 'WARN', subsystem, message })
  const records = [warn('telegram/network', 'a'), warn('channels/telegram', 'b'), { ...warn('gateway', 'c'), level: 'ERROR' as const }, warn('gateway', 'd')]
  expect(logCheck(records, ['[boot] the volume is full'], ['telegram'])).toMatchObject({
    outcome: 'failed',
    line: '[boot] the volume is full',
    more: ['ERROR [gateway] c', '[gateway] d', 'expected (a stand-in for the token of telegram): [telegram/network] a (and 1 more)'],
  })
  expect(logCheck(records.slice(0, 2), [], ['telegram'])).toMatchObject({ outcome: 'passed', line: '2 warnings, all to be expected' })
})

describe('what commands print, however odd', () => {
  test.each([['', ''], ['no json', 'npm exploded'], ['{"half":', ''], ['[]', '']])('config validate: %j is not passed', (stdout, log) => {
    expect(configurationCheck(stdout, log).outcome).toBe('failed')
  })

  test('config validate: warnings are listed, and a plugin that is not there yet is to be expected', () => {
    const { outcome, more } = configurationCheck('{"valid":true,"warnings":[{"path":"plugins","message":"plugin not installed: discord"},"odd"]}', '')
    expect({ outcome, more }).toEqual({ outcome: 'passed', more: ['plugins: plugin not installed: discord (expected: the first start fetches it)', 'odd'] })
  })

  test('security audit: an answer without counts is not taken for a good one', () => {
    expect(auditCheck('{"ok":false,"error":{"message":"busy"}}', '')).toMatchObject({ outcome: 'unchecked', line: 'could not be checked: busy' })
    expect(auditCheck('garbage', 'garbage')).toMatchObject({ outcome: 'unchecked' })
  })

  test('memory: where it cannot be measured, or nothing is said of it, it is not passed', () => {
    expect(memoryCheck(null, 2048, 'win32')).toMatchObject({ outcome: 'unchecked', line: expect.stringContaining('win32') as string })
    expect(memoryCheck(1, null, 'linux')).toMatchObject({ outcome: 'unchecked' })
    expect(memoryCheck(3000 * 1024 * 1024, 2048, 'linux')).toMatchObject({ outcome: 'failed', line: 'at most 3000 MB in use at once, of the machine\'s 2048 MB' })
  })
})
