import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { questions } from '../../src/answers/questions.ts'
import { readAnswersFile } from '../../src/answers/read-file.ts'
import { resolveAnswers } from '../../src/answers/resolve.ts'
import { looksLikeSecret } from '../../src/answers/secret-shapes.ts'
import { providers } from '../../src/models/providers.ts'
import { releases } from '../../src/releases/catalogue.ts'
import { catalog, linesOf, problemsOf } from '../support/answers.ts'
import { namesIn, readTree, temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'
import { sampleSecrets } from '../support/secrets.ts'

const newFolder = temporaryFolders()
const samples = Object.entries(sampleSecrets)
const everyKey = [...questions.map(({ key }) => key), ...catalog.flatMap(({ id, questions: own }) => Object.keys(own).map((name) => `${id}.${name}`))]

test.each(samples)('a secret of %s is recognised', (_, secret) => {
  expect(looksLikeSecret(secret)).toBe(true)
  expect(looksLikeSecret(`x ${secret} y`) || secret.includes('://')).toBe(true)
})

test('no release, provider, model or choice of ours is taken for a secret', () => {
  const ours = [...releases.map(({ release }) => release), ...providers.flatMap(({ id, models }) => models.map((model) => `${id}/${model.id}`)), ...catalog.flatMap((channel) => Object.values(channel.questions).flatMap((question) => (question.kind === 'choice' ? question.choices.map(({ value }) => value) : [])))]
  expect(ours.filter(looksLikeSecret)).toEqual([])
})

test.each(['token', 'TOKEN', 'password', 'api_key', 'apiKey', 'ANTHROPIC_API_KEY', 'bot-token', 'secrets', 'credentials'])('the key %s in a file is told that secrets do not belong there, whatever its value', (key) => {
  for (const prefix of ['', '[channels.discord]\n']) {
    const { problems } = readAnswersFile(`${prefix}${key} = "hunter2"`, 'a.toml', catalog)
    const said = linesOf(problems).join('\n')
    expect(said).toContain(`${key}: secrets do not belong in this file (answers end up in files: leave it out here, npm run secrets in the deployment asks`)
    expect(said).not.toContain('hunter2')
  }
})

test.each(everyKey)('--%s refuses a secret of any service and never repeats it', (key) => {
  const channel = key.includes('.') ? { channel: key.split('.')[0] } : {}
  for (const [service, secret] of samples)
    for (const value of [secret, [secret], ` ${secret} `]) {
      const said = problemsOf({ ...channel, [key]: value }).join('\n')
      expect(said, service).not.toBe('')
      expect(said, service).not.toContain(secret)
      expect(said, service).not.toContain(secret.slice(-12))
    }
})

test.each(samples)('a file with a secret of %s is refused wherever it is, without repeating it', (_, secret) => {
  const quoted = JSON.stringify(secret)
  for (const text of [`app = ${quoted}`, `token = ${quoted}`, `${quoted} = 1`, `[channels.${quoted}]`, `[channels]\n${quoted} = 1`, `[channels.discord]\n${quoted} = "x"`, `[channels.discord]\ntoken = ${quoted}`, `[channels.discord]\nchannel = [${quoted}]`]) {
    const { given, problems } = readAnswersFile(text, 'a.toml', catalog)
    const result = resolveAnswers(given, catalog)
    const said = linesOf([...problems, ...(result.ok ? [] : result.problems)]).join('\n')
    expect(said, text).not.toBe('')
    expect(said, text).not.toContain(secret.slice(-12))
  }
})

describe('the command line', () => {
  const { anthropic, slackBot, telegram, urlWithPassword } = sampleSecrets as Record<string, string>
  const lines: readonly (readonly string[])[] = [
    ['--token', slackBot!], [`--token=${slackBot}`], ['--discord.token', slackBot!], ['--api-key', anthropic!], ['--anthropic-api-key', anthropic!], ['--ANTHROPIC_API_KEY', anthropic!],
    [`--${anthropic}`], [`-${slackBot}`], [`-${telegram}`], ['-t', slackBot!], ['--app', anthropic!], [`--app=${anthropic}`], ['--repository', urlWithPassword!], ['extra', anthropic!], ['--yes', `--yes=${anthropic}`], ['--region', 'fra', '--region', anthropic!],
  ]
  test.each(lines.map((words) => [words.join(' '), words] as const))('%s never shows the secret', async (_, words) => {
    for (const json of [[], ['--json']]) {
      const { code, stdout, stderr } = await runCli(['dep', ...words, ...json], { cwd: newFolder() })
      expect(code).toBe(2)
      for (const secret of [anthropic, slackBot, telegram, 'hunter2']) expect(stdout + stderr).not.toContain(secret!.slice(-10))
      // Letter by letter is a way to show it too.
      expect(stdout + stderr).not.toMatch(/-x: .*\n.*-o: /)
    }
  })

  test('says that secrets are never given as flags, and where they go', async () => {
    const { stderr } = await runCli(['dep', '--yes', '--discord.token', 'x'], { cwd: newFolder() })
    expect(stderr).toContain('--discord.token: secrets are never given as flags (npm run secrets in the deployment asks for them and sends them to Fly alone)')
  })

  test('puts nothing of the environment into files or output', async () => {
    const cwd = newFolder()
    const env = { ANTHROPIC_API_KEY: anthropic!, SLACK_BOT_TOKEN: slackBot!, TELEGRAM_BOT_TOKEN: telegram!, FLY_API_TOKEN: sampleSecrets['fly']!, HOME: '/home/very-private-name' }
    const { code, stdout, stderr } = await runCli(['dep', '--yes', '--no-clone', '--channel', 'slack', '--channel', 'telegram'], { cwd, env })
    expect(code).toBe(0)
    const everything = [stdout, stderr, ...[...readTree(cwd)].flatMap(([path, { text }]) => [path, text])].join('\n')
    for (const value of Object.values(env)) expect(everything).not.toContain(value)
    expect(everything).not.toContain(cwd)
  })

  test('writes nothing when an answers file holds a secret', async () => {
    const cwd = newFolder()
    writeFileSync(join(cwd, 'a.toml'), `app = "ok"\n[channels.discord]\ntoken = "${sampleSecrets['discord']}"\n`)
    const { code, stderr } = await runCli(['dep', '--yes', '--no-clone', '--answers', 'a.toml'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('a.toml: channels.discord.token: secrets do not belong in this file')
    expect(namesIn(cwd)).toEqual(['a.toml'])
  })
})

test.each(samples.filter(([, secret]) => !secret.includes('/')))('a secret of %s in the place of the folder is refused, and nothing is made of it', async (_, secret) => {
  const cwd = newFolder()
  for (const words of [[secret, '--yes', '--no-clone'], [secret, '--app', 'some-app', '--yes', '--no-clone', '--json'], ['dep', '--yes', '--answers', secret]]) {
    const { code, stdout, stderr } = await runCli(words, { cwd })
    expect(code).toBe(2)
    expect((stdout + stderr).toLowerCase()).not.toContain(secret.toLowerCase())
  }
  expect(namesIn(cwd)).toEqual([])
})
