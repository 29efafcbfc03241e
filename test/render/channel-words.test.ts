import { expect, test } from 'vitest'
import { answerCommand, rotateCommand } from '../../src/render/channel-words.ts'
import { answersFor, renderAnswers, textOf } from '../support/answers.ts'

const line = { app: 'my-openclaw', id: 'line', answers: { 'user-id': ['U1', 'U2'], owner: null, mode: 'socket' }, secrets: [{ name: 'A_TOKEN' }, { name: 'B_TOKEN' }] }

test('a list is given again with all that is in it, as a flag replaces it', () => {
  expect(answerCommand(line, 'user-id', 'ID')).toBe('`npm run update -- --line.user-id U1 --line.user-id U2 --line.user-id ID`, then `npm run config -- push`')
})

test('any other answer is given alone, whatever it is now', () => {
  expect(answerCommand(line, 'owner', '~SHIP')).toBe("`npm run update -- --line.owner '~SHIP'`, then `npm run config -- push`")
  expect(answerCommand(line, 'mode', 'http')).toContain('`npm run update -- --line.mode http`')
})

test('secrets are replaced in one run, and brought to the gateway', () => {
  expect(rotateCommand(line, ['A_TOKEN', 'B_TOKEN'])).toBe('`npm run secrets -- --rotate A_TOKEN --rotate B_TOKEN`, then `fly secrets deploy --app my-openclaw`')
})

test('a text that speaks of a question or a secret that the channel does not have is not rendered', () => {
  expect(() => answerCommand(line, 'owners', 'X')).toThrow('line has no question owners')
  expect(() => rotateCommand(line, ['A_TOKEN', 'C_TOKEN'])).toThrow('line wants no secret C_TOKEN')
})

test('a section names three of a long list, and how many more there are', () => {
  const ids = [1, 2, 3, 4, 5].map((digit) => `U${String(digit).repeat(32)}`)
  const runbook = textOf(renderAnswers(answersFor({ channel: ['line'], 'line.user-id': ids })), 'RUNBOOK.md')
  expect(runbook).toContain(`Answered: \`user-id\` \`${ids[0]}\`, \`${ids[1]}\`, \`${ids[2]}\` and 2 more. More: <`)
})

test('a section names what was chosen only where it is not the default', () => {
  const section = (mode: string): string => textOf(renderAnswers(answersFor({ channel: ['telegram'], 'telegram.mode': mode })), 'RUNBOOK.md')
  expect(section('webhook')).toContain('Answered: `mode` `webhook`. More:')
  expect(section('polling')).not.toContain('Answered:')
})
