import { defaultAnswers } from '../../src/answers/defaults.ts'
import { mergeGiven, type Given, type GivenValue } from '../../src/answers/given.ts'
import { resolveAnswers } from '../../src/answers/resolve.ts'
import type { FileSet } from '../../src/render/file-set.ts'
import { loadChannels, readTemplateTexts } from '../../src/load.ts'
import { render } from '../../src/render/render.ts'
import { generator } from '../support/answers.ts'

type Flags = Readonly<Record<string, string | number | readonly string[]>>

export const catalog = await loadChannels()
const templates = readTemplateTexts()

/** Names that Discord allows and Markdown, tables and HTML would take for markup. */
export const nastyNames = ['a|b*c_d<e>', '[x](y)', '&amp;', '__init__', '~~gone~~', '$(id)', '<img/src=x>']

export const deployments: Readonly<Record<string, Flags>> = {
  'public from source': { channel: ['discord', 'slack', 'telegram'], 'discord.guild-id': '123456789012345678', 'discord.channel': ['general'], fallback: ['openai/gpt-6-astra'] },
  'public image with a domain': { build: 'image', variant: 'browser', domain: 'assistant.example.com', channel: ['telegram'], 'telegram.user-id': ['123456789'], memory: 4096, org: 'acme' },
  'private image': { build: 'image', access: 'private', channel: ['slack'], provider: 'google' },
  'private from source without channels': { access: 'private', size: 'performance-1x', memory: 4096, region: 'gru', org: 'acme' },
  'public with nasty channel names': { channel: ['discord'], 'discord.guild-id': '123456789012345678', 'discord.channel': nastyNames },
}

function given(flags: Flags): Given {
  return new Map(Object.entries(flags).map(([key, value]): [string, GivenValue] => [key, { value, where: `--${key}`, layer: 'flag' }]))
}

export function deploymentOf(flags: Flags): FileSet {
  const resolved = resolveAnswers(mergeGiven(defaultAnswers({ folder: 'my-openclaw', timeZone: 'Europe/Berlin' }), given(flags)), catalog)
  if (!resolved.ok) throw new TypeError(JSON.stringify(resolved.problems))
  return render({ answers: resolved.answers, catalog, templates, generator })
}

export function runbookOf(name: string, extra: Flags = {}): string {
  return deploymentOf({ ...deployments[name], ...extra }).get('RUNBOOK.md')!.text
}
