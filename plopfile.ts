import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { NodePlopAPI } from 'plop'
import { parseChannelAnswer } from './src/answers/channel-answers.ts'
import type { GivenValue } from './src/answers/given.ts'
import type { Channel, ChannelAnswers, ChannelQuestion } from './src/channels/define.ts'
import { ID } from './src/channels/field-reader.ts'
import { SECRET_NAME } from './src/channels/preset-reader.ts'
import { holds } from './src/channels/questions.ts'
import type { Io } from './src/commands/io.ts'
import { UserError } from './src/errors.ts'
import { loadChannels } from './src/load.ts'
import { run } from './src/run.ts'
import { newChannel } from './tools/new-channel/new-channel.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

type Answers = Readonly<Record<string, string | boolean | undefined>>

/** Thin adapters over src/, for people who know plop: `npm run plop`, or `npm run plop -- deployment`. */
export default async function plopfile(plop: NodePlopAPI): Promise<void> {
  const catalog = await loadChannels()
  const folder = { type: 'input', name: 'folder', message: 'Folder of the deployment', default: 'my-openclaw' }

  plop.setGenerator('deployment', {
    description: 'make a deployment: a folder that runs OpenClaw on Fly.io',
    prompts: [folder, { type: 'confirm', name: 'yes', message: 'Take what is proposed for every answer?', default: false }],
    actions: [async (answers) => create(String(answers.folder), answers.yes === true)],
  })

  plop.setGenerator('regenerate', {
    description: 'render a deployment again from its openclaw-fly.toml; what you changed is kept',
    prompts: [folder],
    actions: [async (answers) => update(String(answers.folder), [])],
  })

  plop.setGenerator('channel', {
    description: 'add a messaging channel to a deployment',
    prompts: [folder, { type: 'list', name: 'channel', message: 'Channel', choices: catalog.map(({ id, label }) => ({ value: id, name: label })) }, ...catalog.flatMap(channelPrompts)],
    actions: [async (answers) => update(String(answers.folder), wordsOf(answers, catalog.find(({ id }) => id === answers.channel)!))],
  })

  const isPartOfOpenClaw = (answers: Answers): boolean => String(answers.package ?? '').trim() === ''
  plop.setGenerator('preset', {
    description: 'begin a preset for a channel that is not known yet, from the manifest of its plugin',
    prompts: [
      { type: 'input', name: 'package', message: 'The npm package of its plugin, or a folder or .tgz of it (empty: part of OpenClaw)', default: '' },
      { type: 'input', name: 'id', message: "The channel's id in OpenClaw", when: isPartOfOpenClaw, validate: (id: string) => ID.pattern.test(id) || ID.words },
      { type: 'input', name: 'label', message: 'Its name, as people write it', when: isPartOfOpenClaw, validate: (label: string) => label.trim() !== '' || 'this is empty' },
      { type: 'input', name: 'secret', message: 'The variable that holds its token', when: isPartOfOpenClaw, default: (answers: Answers) => `${String(answers.id).replaceAll('-', '_').toUpperCase()}_BOT_TOKEN`, validate: (name: string) => SECRET_NAME.test(name) || 'capitals, digits and underscores' },
    ],
    actions: [async (answers) => {
      const { package: name, id, label, secret } = answers as Answers
      return newChannel(isPartOfOpenClaw(answers as Answers) ? { id: String(id), label: String(label), secret: String(secret) } : String(name).trim(), catalog, root).catch(explain)
    }],
  })
}

/** plop shows the message alone. */
function explain(error: unknown): never {
  throw error instanceof UserError ? new Error(`${error.message}\n${error.hint}`) : error
}

async function create(folder: string, yes: boolean): Promise<string> {
  const exitCode = await run([folder, ...(yes ? ['--yes'] : [])], here({}))
  if (exitCode !== 0) throw new Error(`no deployment was made (exit code ${exitCode})`)
  return folder
}

/** plop shows what is returned, and the message of what is thrown. */
async function update(folder: string, words: readonly string[]): Promise<string> {
  const [output, error] = [new Collector(), new Collector()]
  const exitCode = await run(['update', '-C', folder, '--yes', ...words], here({ output, error }))
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

function here(streams: Partial<Pick<Io, 'output' | 'error'>>): Io {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { input: process.stdin, output: process.stdout, error: process.stderr, cwd: process.cwd(), env: process.env, timeZone, signal: new AbortController().signal, ...streams }
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
