import { expect, test } from 'vitest'
import { hasFailed, rehearsalJson, rehearsalLines, type Rehearsal } from '../../src/report/rehearsal.ts'

const rehearsal: Rehearsal = {
  app: 'my-openclaw',
  release: '2026.9.6',
  node: '24.21.0',
  flyFile: 'fly.toml',
  access: 'public',
  secrets: { real: [], standIns: ['ANTHROPIC_API_KEY'] },
  checks: [
    { id: 'boot', title: 'The machine boots until the gateway is ready', outcome: 'passed', line: 'ready after 21.4 s', more: [] },
    { id: 'pairing', title: 'An unknown browser has to be approved', outcome: 'failed', line: 'with the token, from a new browser: hello-ok', more: ['a\nb'] },
    { id: 'memory', title: 'The memory is enough', outcome: 'unchecked', line: 'could not be checked: why', more: [] },
  ],
  differences: ['A folder stood for the volume, and it was here.'],
  seconds: 61.4,
  cache: '/cache',
}

test('each check is a word, its title, and the line that shows it', () => {
  expect(rehearsalLines(rehearsal, 80)).toEqual([
    'my-openclaw with OpenClaw 2026.9.6 on Node 24.21.0, as fly.toml starts it:',
    '',
    'passed     The machine boots until the gateway is ready',
    '           ready after 21.4 s',
    'failed     An unknown browser has to be approved',
    '           with the token, from a new browser: hello-ok',
    '           a',
    '           b',
    'unchecked  The memory is enough',
    '           could not be checked: why',
    '',
    'Not as on Fly:',
    '  - A folder stood for the volume, and it was here.',
    '',
    '1 passed, 1 failed, 1 could not be checked, in 61 s. Nothing of it is left on',
    'this computer but OpenClaw and its Node in /cache.',
  ])
})

test('a narrow terminal breaks no line in the middle of a word', () => {
  expect(rehearsalLines(rehearsal, 40).filter((line) => line.length > 40)).toEqual([])
})

test('what could not be checked is no failure, and no pass', () => {
  expect(hasFailed(rehearsal)).toBe(true)
  expect(hasFailed({ ...rehearsal, checks: rehearsal.checks.filter(({ outcome }) => outcome !== 'failed') })).toBe(false)
  expect(rehearsalJson(rehearsal)).toMatchObject({ passed: false, checks: [{ outcome: 'passed' }, { outcome: 'failed' }, { outcome: 'unchecked' }] })
})
