import { describe, expect, it } from 'vitest'
import { codeSpans, parseMarkdown, withoutCode } from '../support/markdown.ts'
import { deploymentOf, deployments, nastyNames, runbookOf } from './runbooks.ts'

describe('what depends on the answers in a runbook', () => {
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
    const { prose } = parseMarkdown(runbookOf('public with nasty channel names'))
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
    const [picture] = parseMarkdown(runbookOf('public from source')).blocks
    expect(picture!.language).toBe('mermaid')
    for (const label of ['Discord', 'Slack', 'Telegram', 'Anthropic (Claude)', 'OpenAI (GPT)', 'my-openclaw.fly.dev']) expect(picture!.lines.join('\n')).toContain(label)
  })
})
