import { describe, expect, it } from 'vitest'
import { defaultAnswers } from '../../src/answers/defaults.ts'
import { mergeGiven, type Given, type GivenValue } from '../../src/answers/given.ts'
import { resolveAnswers } from '../../src/answers/resolve.ts'
import type { FileSet } from '../../src/render/file-set.ts'
import { loadChannels, readTemplateTexts } from '../../src/load.ts'
import { render } from '../../src/render/render.ts'
import { generator } from '../support/answers.ts'
import { anchorOf } from '../support/markdown.ts'
import { checkFlyCommand, checkScriptedFlyCommand, splitWords } from './fly-commands.ts'

type Flags = Readonly<Record<string, string | number | readonly string[]>>

const catalog = await loadChannels()
const templates = readTemplateTexts()

/** Names that Discord allows and Markdown, tables and HTML would take for markup. */
const nastyNames = ['a|b*c_d<e>', '[x](y)', '&amp;', '__init__', '~~gone~~', '$(id)', '<img/src=x>']

const deployments: Readonly<Record<string, Flags>> = {
  'public from source': { channel: ['discord', 'slack', 'telegram'], 'discord.guild-id': '123456789012345678', 'discord.channel': ['general'], fallback: ['openai/gpt-6-astra'] },
  'public image with a domain': { build: 'image', variant: 'browser', domain: 'assistant.example.com', channel: ['telegram'], 'telegram.user-id': ['123456789'], memory: 4096, org: 'acme' },
  'private image': { build: 'image', access: 'private', channel: ['slack'], provider: 'google' },
  'private from source without channels': { access: 'private', size: 'performance-1x', memory: 4096, region: 'gru', org: 'acme' },
  'public with nasty channel names': { channel: ['discord'], 'discord.guild-id': '123456789012345678', 'discord.channel': nastyNames },
}

function given(flags: Flags): Given {
  return new Map(Object.entries(flags).map(([key, value]): [string, GivenValue] => [key, { value, where: `--${key}`, layer: 'flag' }]))
}

function deploymentOf(flags: Flags): FileSet {
  const resolved = resolveAnswers(mergeGiven(defaultAnswers({ folder: 'my-openclaw', timeZone: 'Europe/Berlin' }), given(flags)), catalog)
  if (!resolved.ok) throw new TypeError(JSON.stringify(resolved.problems))
  return render({ answers: resolved.answers, catalog, templates, generator })
}

function runbookOf(name: string, extra: Flags = {}): string {
  return deploymentOf({ ...deployments[name], ...extra }).get('RUNBOOK.md')!.text
}

interface Block {
  readonly language: string
  readonly lines: readonly string[]
}

/** Splits Markdown into fenced blocks and everything else; a fence may be indented below a list item. */
function parse(markdown: string): { blocks: readonly Block[]; prose: string } {
  const blocks: Block[] = []
  const prose: string[] = []
  let open: { language: string; lines: string[]; indent: number } | undefined
  for (const line of markdown.split('\n')) {
    const fence = /^( *)```(.*)$/.exec(line)
    if (fence && open) {
      blocks.push(open)
      prose.push('(block)')
      open = undefined
    } else if (fence) open = { language: fence[2]!, lines: [], indent: fence[1]!.length }
    else if (open) open.lines.push(line.slice(open.indent))
    else prose.push(line)
  }
  if (open) throw new TypeError('a fence is not closed')
  return { blocks, prose: prose.join('\n') }
}

function codeSpans(prose: string): readonly string[] {
  return [...prose.matchAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)].map((match) => match[2]!)
}

function withoutCode(prose: string): string {
  return prose.replaceAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, '')
}

function shellLines(markdown: string): readonly string[] {
  return parse(markdown).blocks.filter(({ language }) => language === 'sh').flatMap(({ lines }) => lines)
}

/**
 * Commands of fly in the runbook: those in blocks, and those mentioned in the text. `…` stands for what varies, and a
 * bare name such as `fly proxy` has only to exist.
 */
function flyCommands(markdown: string): readonly string[] {
  const mentioned = codeSpans(parse(markdown).prose)
    .filter((span) => span.startsWith('fly '))
    .map((span) => (/^fly(?: [a-z]+)+$/.test(span) ? `${span} --help` : span))
  return [...shellLines(markdown), ...mentioned].filter((line) => line.startsWith('fly '))
}

describe.each(Object.keys(deployments))('the runbook of a deployment that is %s', (name) => {
  const markdown = runbookOf(name)
  const { blocks, prose } = parse(markdown)

  it('has no holes', () => {
    expect(markdown).not.toMatch(/\bundefined\b|\bnull\b|\{\{|\}\}|\[object|\bNaN\b/)
    expect(prose).not.toMatch(/(?<!`)``(?!`)/)
    expect(codeSpans(prose).filter((span) => span.trim() === '')).toEqual([])
    expect(prose).not.toMatch(/\n{3,}|[ \t]$/m)
  })

  it('lists every section in its contents, and nothing else', () => {
    const headings = [...prose.matchAll(/^#{2,3} (.+)$/gm)].map((match) => match[1]!).filter((heading) => heading !== 'Contents')
    const contents = prose.slice(prose.indexOf('## Contents'), prose.indexOf('## What you need'))
    const entries = [...contents.matchAll(/^ *- \[(.+)\]\(#(.+)\)$/gm)].map((match) => ({ title: match[1], anchor: match[2] }))
    expect(entries).toEqual(headings.map((heading) => ({ title: heading, anchor: anchorOf(heading) })))
    expect(new Set(entries.map(({ anchor }) => anchor)).size).toBe(entries.length)
  })

  it('links only to sections that it has', () => {
    const anchors = [...prose.matchAll(/^#{1,3} (.+)$/gm)].map((match) => anchorOf(match[1]!))
    const links = [...prose.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1]!)
    expect(links.filter((link) => !anchors.includes(link))).toEqual([])
  })

  it('gives only fly commands that flyctl takes', () => {
    const faults = flyCommands(markdown).map((line) => [line, checkFlyCommand(splitWords(line.replaceAll('"…"', 'SOMETHING')))]).filter(([, fault]) => fault !== undefined)
    expect(faults).toEqual([])
    expect(flyCommands(markdown).length).toBeGreaterThan(20)
  })

  it('asks nothing but what it says it asks', () => {
    const asking = shellLines(markdown).filter((line) => line.startsWith('fly ') && checkScriptedFlyCommand(splitWords(line)) !== undefined)
    const expected = [/^fly apps create my-openclaw$/, /^fly apps destroy my-openclaw$/]
    expect(asking.filter((line) => !expected.some((pattern) => pattern.test(line)))).toEqual([])
  })

  it('names the app in every fly command that needs one', () => {
    const others = /^fly (?:auth|version|orgs|platform|deploy|wireguard|apps (?:create|destroy|restart)|scale (?:memory|count))\b/
    expect(flyCommands(markdown).filter((line) => !others.test(line) && !/ --app my-openclaw(?: |$)/.test(line) && / --app|[A-Z]{4}/.test(line) && !line.includes('…'))).toEqual([])
    expect(shellLines(markdown).filter((line) => line.startsWith('fly ') && !others.test(line) && !line.includes(' --app my-openclaw'))).toEqual([])
  })

  it('never runs an OpenClaw command as root', () => {
    const wrong = shellLines(markdown).filter((line) => line.includes('openclaw.mjs') && !line.includes('--user node') && !line.includes('setpriv --reuid=1000'))
    expect(wrong).toEqual([])
  })

  it('runs only OpenClaw commands that were tried on 2026.9.6', () => {
    const tried = /^(?:--version|channels status --probe|config (?:get|set|validate)|devices (?:approve|list)|doctor --(?:fix --non-interactive|lint)|pairing approve|plugins install|status|tui|voicecall setup)(?: |$)/
    const commands = shellLines(markdown).flatMap((line) => /(?:openclaw\.mjs|npm run openclaw --) ([^"]+)/.exec(line)?.[1] ?? [])
    expect(commands.filter((command) => !tried.test(command))).toEqual([])
    expect(commands.length).toBeGreaterThan(10)
  })

  it('uses only the package scripts and programs that a deployment has', () => {
    const scripts = (JSON.parse(deploymentOf(deployments[name]!).get('package.json')!.text) as { scripts: Record<string, string> }).scripts
    const used = [...markdown.matchAll(/npm run ([a-z]+)/g)].map((match) => match[1]!)
    expect(used.filter((script) => !Object.hasOwn(scripts, script))).toEqual([])
    expect(shellLines(markdown).filter((line) => line !== '' && !/^(?:fly|npm run|npm create openclaw-fly@latest|npx --yes create-openclaw-fly@latest) /.test(line))).toEqual([])
    for (const [, command] of markdown.matchAll(/create-openclaw-fly\S* ([a-z]+)/g)) expect(['add', 'channels', 'clone', 'diff', 'remove', 'update']).toContain(command)
  })

  it('speaks of the channels that were chosen and of no other', () => {
    const chosen = [deployments[name]!.channel ?? []].flat()
    for (const { id, label } of catalog.filter((channel) => ['discord', 'slack', 'telegram'].includes(channel.id))) expect([label, new RegExp(`\\b${label}\\b`, 'i').test(markdown)]).toEqual([label, chosen.includes(id)])
  })

  it('names every secret and never a value that looks like one', () => {
    const { secrets } = JSON.parse(deploymentOf(deployments[name]!).get('scripts/deployment.json')!.text) as { secrets: readonly { name: string }[] }
    for (const secret of secrets) expect(markdown).toContain(`\`${secret.name}\``)
    expect(markdown).not.toMatch(/sk-ant-|xoxb-|[0-9a-f]{32}/)
  })

  it('has JSON that parses', () => {
    const json = blocks.filter(({ language }) => language === 'json').map(({ lines }) => lines.join('\n'))
    expect(json.map((text) => typeof JSON.parse(text))).toEqual(json.map(() => 'object'))
  })

  it('quotes settings in its table as they stand in the file that is deployed', () => {
    const { config } = JSON.parse(deploymentOf(deployments[name]!).get('scripts/deployment.json')!.text) as { config: string }
    const toml = deploymentOf(deployments[name]!).get(config)!.text
    const table = prose.slice(prose.indexOf('## Settings and why'), prose.indexOf('## Secrets'))
    const quoted = [...table.matchAll(/^\| (`.+?) \|/gm)].flatMap((match) => codeSpans(match[1]!))
    expect(quoted.length).toBeGreaterThan(8)
    expect(quoted.filter((setting) => !toml.includes(setting))).toEqual([])
  })

  it('ends its lines with a line feed and has no text in columns that Markdown takes for code', () => {
    expect(markdown.endsWith('\n')).toBe(true)
    expect(markdown).not.toContain('\r')
    expect(prose).not.toMatch(/^\t/m)
  })
})

describe('what depends on the answers', () => {
  it('keeps a private runbook free of everything public', () => {
    for (const name of ['private image', 'private from source without channels']) expect(runbookOf(name)).not.toMatch(/fly\.dev|\[http_service\]|http_service|Fly's edge|fly apps open/)
  })

  it('keeps a public runbook free of the relay', () => {
    for (const name of ['public from source', 'public image with a domain']) expect(runbookOf(name)).not.toMatch(/--relay|fly-local-6pn|npm run proxy|wireguard create/i)
  })

  it('quotes lines of the boot program that it really logs', () => {
    const boot = deploymentOf(deployments['private image']!).get('runtime/boot.mjs')!.text
    for (const line of ['first start: put the configuration on the volume, ', 'the private network reaches the gateway at [', 'waiting: the gateway cannot start (exit code ', 'the volume is full', 'The gateway does not answer yet']) {
      expect(boot).toContain(line)
      expect(runbookOf('private image')).toContain(line.trimEnd())
    }
  })

  it('tells each how to become the other', () => {
    expect(runbookOf('public from source')).toContain('## Make it private')
    expect(runbookOf('public from source')).not.toContain('## Make it public')
    expect(runbookOf('private image')).toContain('## Make it public')
    expect(runbookOf('private image')).not.toContain('## Make it private')
  })

  it('tells a source build and an image apart', () => {
    expect(runbookOf('public from source')).toContain('it fetches the new source into `openclaw/` as well')
    expect(runbookOf('public from source')).not.toContain('ghcr.io')
    expect(runbookOf('public image with a domain')).toContain('ghcr.io/openclaw/openclaw:2026.9.6-browser')
    expect(runbookOf('public image with a domain')).not.toMatch(/clone|compiled/)
  })

  it('has a section on the domain only where there is one', () => {
    expect(runbookOf('public image with a domain')).toContain('fly certs add assistant.example.com --app my-openclaw')
    expect(runbookOf('public from source')).not.toContain('fly certs')
  })

  it('passes the organisation on, or says that flyctl asks for it', () => {
    expect(runbookOf('public image with a domain')).toContain('fly apps create my-openclaw --org acme\n')
    expect(runbookOf('public from source')).toContain('flyctl asks for the organisation')
  })

  it('carries the names and sizes that were answered', () => {
    const markdown = runbookOf('public from source', { app: 'den', region: 'nrt', volume: 7 })
    expect(markdown).toContain('fly volumes create openclaw_data --size 7 --region nrt --snapshot-retention 14 --app den --yes')
    expect(markdown).toContain('# Runbook: den\n')
    expect(markdown).not.toContain('my-openclaw')
  })

  it('keeps names that look like markup inside code spans', () => {
    const { prose } = parse(runbookOf('public with nasty channel names'))
    const spans = codeSpans(prose)
    for (const nasty of nastyNames) {
      expect(spans.some((span) => span.includes(nasty)), nasty).toBe(true)
      expect(withoutCode(prose)).not.toContain(nasty)
    }
  })

  it('has an estimate and its date, or says where prices are', () => {
    expect(runbookOf('public from source')).toMatch(/prices of \d{4}-\d\d-\d\d.*\*\*.*\d+.*\*\*/)
    expect(runbookOf('private from source without channels')).toContain('see fly.io/docs/about/pricing')
  })

  it('draws every channel and provider in its picture', () => {
    const [picture] = parse(runbookOf('public from source')).blocks
    expect(picture!.language).toBe('mermaid')
    for (const label of ['Discord', 'Slack', 'Telegram', 'Anthropic (Claude)', 'OpenAI (GPT)', 'my-openclaw.fly.dev']) expect(picture!.lines.join('\n')).toContain(label)
  })
})

describe('package.json of a deployment', () => {
  it.each(Object.keys(deployments))('has only fly commands that flyctl takes and that ask nothing: %s', (name) => {
    const { scripts } = JSON.parse(deploymentOf(deployments[name]!).get('package.json')!.text) as { scripts: Record<string, string> }
    const commands = Object.values(scripts).filter((script) => script.startsWith('fly '))
    expect(commands.length).toBeGreaterThan(3)
    expect(commands.map((command) => checkScriptedFlyCommand(splitWords(command)))).toEqual(commands.map(() => undefined))
  })
})
