import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { chosenChannels } from '../../src/channels/catalog.ts'
import { createdJson, createdLines, type Created } from '../../src/report/created.ts'
import { columnsOf } from '../../src/report/wrap.ts'
import { answersFor, catalog, renderAnswers } from '../support/answers.ts'

/** What `create` did, for a person on this platform. */
function created(platform: NodeJS.Platform, directory: string): Created {
  const answers = answersFor({ build: 'image', channel: ['discord', 'telegram'], 'discord.user-id': ['234567890123456789'] })
  const target = { path: '/home/ada/claw', parent: '/home/ada', name: 'claw', exists: false, stays: false }
  return { answers, channels: chosenChannels(catalog, answers.channels), target, files: renderAnswers(answers), cloned: 'not-asked', directory, platform, notes: [] }
}

describe('the end of create', () => {
  test.each([80, 50])('fits a terminal of %i columns', (width) => {
    const lines = createdLines(created('linux', 'claw'), width)
    expect(lines.filter((line) => columnsOf(line) > width)).toEqual([])
  })

  test.each([80, 50, Number.POSITIVE_INFINITY])('has a command that says the same however it is broken (at %d columns)', (width) => {
    const one = created('linux', "Ada's bots")
    const lines = createdLines(one, width)
    const command = lines.slice(lines.indexOf('The same again:') + 1).join('\n')
    const words = execFileSync('sh', ['-c', `npm() { printf '%s\\n' "$@"; }; ${command}`], { encoding: 'utf8' }).trimEnd().split('\n')
    expect(words).toEqual(['create', 'openclaw-fly@latest', '--', ...(createdJson(one) as { repeat: string[] }).repeat])
    expect(command.split('\n').every((line) => /^ +(?:npm|--|'Ada)/.test(line))).toBe(true)
  })

  test.each([['without a clone', 'not-asked', true], ['with one', 'cloned', false], ['with one that the network kept away', { offline: 'no network' }, false]] as const)('repeats a run from source %s as it was', (_, cloned, isLeftOut) => {
    const answers = answersFor({ build: 'source' })
    const { repeat } = createdJson({ ...created('linux', 'claw'), answers, channels: [], cloned }) as { repeat: string[] }
    expect(repeat.includes('--no-clone')).toBe(isLeftOut)
  })

  test('has commands for the shells of Windows there', () => {
    const lines = createdLines(created('win32', String.raw`Ada Bots\claw`), 80)
    expect(lines).toContain(String.raw`  cd "Ada Bots\claw"`)
    expect(lines.at(-1)).toMatch(/^ {2}npx create-openclaw-fly@latest "Ada Bots\\claw" --app /)
  })

  test('tells programs the same commands', () => {
    expect(createdJson(created('win32', 'Ada Bots'))).toMatchObject({ next: ['cd "Ada Bots"', 'npm run rehearse', 'npm run deploy', 'npm run open'] })
    expect(createdJson(created('linux', 'Ada Bots'))).toMatchObject({ next: ["cd 'Ada Bots'", 'npm run rehearse', 'npm run deploy', 'npm run open'] })
  })
})
