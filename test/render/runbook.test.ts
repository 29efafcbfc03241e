import { describe, expect, it } from 'vitest'
import { anchorOf, codeSpans, parseMarkdown } from '../support/markdown.ts'
import { checkFlyCommand, checkScriptedFlyCommand, splitWords } from './fly-commands.ts'
import { catalog, deploymentOf, deployments, runbookOf } from './runbooks.ts'

function shellLines(markdown: string): readonly string[] {
  return parseMarkdown(markdown).blocks.filter(({ language }) => language === 'sh').flatMap(({ lines }) => lines)
}

/**
 * Commands of fly in the runbook: those in blocks, and those mentioned in the text. `…` stands for what varies, and a
 * bare name such as `fly proxy` has only to exist.
 */
function flyCommands(markdown: string): readonly string[] {
  const mentioned = codeSpans(parseMarkdown(markdown).prose)
    .filter((span) => span.startsWith('fly '))
    .map((span) => (/^fly(?: [a-z]+)+$/.test(span) ? `${span} --help` : span))
  return [...shellLines(markdown), ...mentioned].filter((line) => line.startsWith('fly '))
}

describe.each(Object.keys(deployments))('the runbook of a deployment that is %s', (name) => {
  const markdown = runbookOf(name)
  const { blocks, prose } = parseMarkdown(markdown)

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

describe('package.json of a deployment', () => {
  it.each(Object.keys(deployments))('has only fly commands that flyctl takes and that ask nothing: %s', (name) => {
    const { scripts } = JSON.parse(deploymentOf(deployments[name]!).get('package.json')!.text) as { scripts: Record<string, string> }
    const commands = Object.values(scripts).filter((script) => script.startsWith('fly '))
    expect(commands.length).toBeGreaterThan(3)
    expect(commands.map((command) => checkScriptedFlyCommand(splitWords(command)))).toEqual(commands.map(() => undefined))
  })
})
