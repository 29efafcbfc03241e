import { Writable } from 'node:stream'
import { parseChannelAnswer } from '../answers/channel-answers.ts'
import type { GivenValue } from '../answers/given.ts'
import type { Channel, ChannelAnswers, ChannelQuestion } from '../channels/define.ts'
import { holds } from '../channels/questions.ts'
import type { Io } from '../commands/io.ts'
import { loadChannels } from '../load.ts'
import { run } from '../run.ts'
import { localTimeZone } from '../time-zone.ts'
import type { PlopApi } from './api.ts'

export type Answers = Readonly<Record<string, string | boolean | undefined>>

/** What people do with deployments, as thin adapters over the commands: in our own plopfile and in the pack. */
export async function addDeploymentGenerators(plop: PlopApi): Promise<void> {
  const catalog = await loadChannels()
  const cwd = plop.getDestBasePath()
  const folder = { type: 'input', name: 'folder', message: 'Folder of the deployment', default: 'my-openclaw' }

  plop.setGenerator('deployment', {
    description: 'make a deployment: a folder that runs OpenClaw on Fly.io',
    prompts: [folder, { type: 'confirm', name: 'yes', message: 'Take what is proposed for every answer?', default: false }],
    actions: [async (answers: Answers) => create(String(answers.folder), answers.yes === true, cwd)],
  })

  plop.setGenerator('regenerate', {
    description: 'render a deployment again from its openclaw-fly.toml; what you changed is kept',
    prompts: [folder],
    actions: [async (answers: Answers) => update(String(answers.folder), [], cwd)],
  })

  plop.setGenerator('channel', {
    description: 'add a messaging channel to a deployment',
    prompts: [folder, { type: 'list', name: 'channel', message: 'Channel', choices: catalog.map(({ id, label }) => ({ value: id, name: label })) }, ...catalog.flatMap(channelPrompts)],
    actions: [async (answers: Answers) => update(String(answers.folder), wordsOf(answers, catalog.find(({ id }) => id === answers.channel)!), cwd)],
  })
}

async function create(folder: string, yes: boolean, cwd: string): Promise<string> {
  const exitCode = await run([folder, ...(yes ? ['--yes'] : [])], here(cwd, {}))
  if (exitCode !== 0) throw new Error(`no deployment was made (exit code ${exitCode})`)
  return folder
}

/** plop shows what is returned, and the message of what is thrown. */
async function update(folder: string, words: readonly string[], cwd: string): Promise<string> {
  const [output, error] = [new Collector(), new Collector()]
  const exitCode = await run(['update', '-C', folder, '--yes', ...words], here(cwd, { output, error }))
  if (exitCode !== 0 && exitCode !== 3) throw new Error(error.text.trimEnd())
  return output.text.trimEnd()
}

class Collector extends Writable {
  text = ''
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString('utf8')
    done()
  }
}

function here(cwd: string, streams: Partial<Pick<Io, 'output' | 'error'>>): Io {
  return { input: process.stdin, output: process.stdout, error: process.stderr, cwd, env: process.env, timeZone: localTimeZone(process.env), signal: new AbortController().signal, ...streams }
}

/** plop reads dots in names as nesting, so a question is `discord guild-id` here. */
function channelPrompts(channel: Channel): object[] {
  return Object.entries(channel.questions).map(([name, question]) => ({
    ...(question.kind === 'choice' ? { type: 'list', choices: question.choices.map(({ value, label }) => ({ value, name: label })), default: question.default } : { type: 'input' }),
    name: `${channel.id} ${name}`,
    message: `${question.label} (${question.help})`,
    when: (answers: Answers) => answers.channel === channel.id && holds(question.when, channel.questions, typedAnswers(answers, channel)),
    validate: (text: string) => {
      if (text.trim() === '') return question.required !== true || 'this is needed'
      const parsed = parseChannelAnswer(question, given(question, text))
      return parsed.ok || parsed.problem.message
    },
  }))
}

function typedAnswers(answers: Answers, channel: Channel): ChannelAnswers {
  return Object.fromEntries(Object.keys(channel.questions).flatMap((name) => {
    const text = answers[`${channel.id} ${name}`]
    return typeof text === 'string' && text.trim() !== '' ? [[name, text]] : []
  }))
}

/** The answers as flags. */
function wordsOf(answers: Answers, channel: Channel): readonly string[] {
  const own = Object.entries(channel.questions).flatMap(([name, question]) => {
    const text = answers[`${channel.id} ${name}`]
    return typeof text === 'string' && text.trim() !== '' ? [given(question, text).value].flat().map((value) => `--${channel.id}.${name}=${String(value)}`) : []
  })
  return ['--channel', channel.id, ...own]
}

function given({ kind, label }: ChannelQuestion, text: string): GivenValue {
  return { value: kind === 'list' ? text.split(/[\s,]+/).filter((part) => part !== '') : text, where: label, layer: 'prompt' }
}
