import { isAbsolute, resolve } from 'node:path'
import type { NodePlopAPI } from 'plop'
import { parseChannelAnswer } from './src/answers/channel-answers.ts'
import type { GivenValue } from './src/answers/given.ts'
import type { Channel, ChannelQuestion } from './src/channels/define.ts'
import { regenerate } from './src/commands/regenerate.ts'
import { loadChannels } from './src/load.ts'
import type { Plan } from './src/merge/plan.ts'
import { newestRelease } from './src/releases/catalogue.ts'
import { planLines } from './src/report/plan.ts'
import { run } from './src/run.ts'

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
    actions: [async (answers) => shown(await regenerate(fromHere(String(answers.folder)), new Map()))],
  })

  plop.setGenerator('channel', {
    description: 'add a messaging channel to a deployment',
    prompts: [folder, { type: 'list', name: 'channel', message: 'Channel', choices: catalog.map(({ id, label }) => ({ value: id, name: label })) }, ...catalog.flatMap(channelPrompts)],
    actions: [async (answers) => shown(await regenerate(fromHere(String(answers.folder)), givenOf(answers, catalog.find(({ id }) => id === answers.channel)!)))],
  })

  plop.setHelper('literal', (text: unknown) => `'${String(text).replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`)
  plop.setGenerator('preset', {
    description: 'begin a preset for a channel that is not known yet',
    prompts: [
      { type: 'input', name: 'id', message: "The channel's id in OpenClaw", validate: (id: string) => /^[a-z][a-z0-9-]{1,40}$/.test(id) || 'lowercase letters, digits and dashes' },
      { type: 'input', name: 'label', message: 'Its name, as people write it', validate: (label: string) => label.trim() !== '' || 'this is empty' },
      { type: 'input', name: 'secret', message: 'The variable that holds its token', default: (answers: Answers) => `${String(answers.id).replaceAll('-', '_').toUpperCase()}_BOT_TOKEN`, validate: (name: string) => /^[A-Z][A-Z0-9_]{1,100}$/.test(name) || 'capitals, digits and underscores' },
      { type: 'input', name: 'package', message: 'The npm package of its plugin (empty: part of OpenClaw)', default: '', validate: (name: string) => name === '' || /^(?:@[a-z0-9-]+\/)?[a-z0-9._-]+$/.test(name) || 'this is not the name of an npm package' },
    ],
    actions: (answers) => [{ type: 'add', path: 'src/channels/presets/{{id}}.ts', templateFile: 'templates/preset/channel.ts.hbs', data: presetData((answers ?? {}) as Answers) }],
  })
}

async function create(folder: string, yes: boolean): Promise<string> {
  const stop = new AbortController()
  const exitCode = await run([folder, ...(yes ? ['--yes'] : [])], {
    input: process.stdin, output: process.stdout, error: process.stderr, cwd: process.cwd(), env: process.env,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, signal: stop.signal,
  })
  if (exitCode !== 0) throw new Error(`no deployment was made (exit code ${exitCode})`)
  return folder
}

function fromHere(folder: string): string {
  return isAbsolute(folder) ? folder : resolve(process.cwd(), folder)
}

function shown(plan: Plan): string {
  return planLines(plan).join('\n')
}

/** plop reads dots in names as nesting, so a question is `discord guild-id` here. */
function channelPrompts(channel: Channel): object[] {
  return Object.entries(channel.questions).map(([name, question]) => ({
    type: 'input',
    name: `${channel.id} ${name}`,
    message: `${question.label} (${question.help})`,
    when: (answers: Answers) => answers.channel === channel.id && (question.needs === undefined || Boolean(answers[`${channel.id} ${question.needs}`])),
    validate: (text: string) => {
      if (text.trim() === '') return question.required !== true || 'this is needed'
      const parsed = parseChannelAnswer(question, given(question, text))
      return parsed.ok || parsed.problem.message
    },
  }))
}

function givenOf(answers: Answers, channel: Channel): ReadonlyMap<string, GivenValue> {
  const own = Object.entries(channel.questions).flatMap(([name, question]): [string, GivenValue][] => {
    const text = answers[`${channel.id} ${name}`]
    return typeof text === 'string' && text.trim() !== '' ? [[`${channel.id}.${name}`, given(question, text)]] : []
  })
  return new Map([['channel', { value: [channel.id], where: 'channel', layer: 'prompt' } satisfies GivenValue], ...own])
}

function given({ kind, label }: ChannelQuestion, text: string): GivenValue {
  return { value: kind === 'list' ? text.split(/[\s,]+/).filter((part) => part !== '') : text, where: label, layer: 'prompt' }
}

function presetData({ id, label, secret }: Answers): object {
  return {
    release: newestRelease,
    hint: `a bot at ${String(label)}`,
    docs: `https://docs.openclaw.ai/channels/${String(id)}`,
    secretLabel: `${String(label)} token`,
    where: `the page on which ${String(label)} shows it`,
    userLabel: `Your ${String(label)} user id`,
    userForm: `a ${String(label)} user id`,
    runbook: `1. Make a bot at ${String(label)}; its token is \`${String(secret)}\`.\n2. Write to it. It answers with a pairing code; approve exactly that code:\n   \`\`\`sh\n   {{oc "pairing approve ${String(id)} CODE"}}\n   \`\`\``,
  }
}
