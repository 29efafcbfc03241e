import { describe, expect, test } from 'vitest'
import { answersFor, renderAnswers, textOf } from '../support/answers.ts'

/* Calls over each phone company, by each way in: all nine can be said with flags. */

const companies = { twilio: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'], telnyx: ['TELNYX_API_KEY', 'TELNYX_PUBLIC_KEY'], plivo: ['PLIVO_AUTH_ID', 'PLIVO_AUTH_TOKEN'] } as const
const each = Object.keys(companies).flatMap((provider) => ['public', 'ngrok', 'tailscale'].map((exposure) => [provider as keyof typeof companies, exposure] as const))

function deployed(provider: string, exposure: string, more: Readonly<Record<string, unknown>> = {}): ReturnType<typeof renderAnswers> {
  const telnyx = provider === 'telnyx' ? { 'voice-call.connection-id': '1234567890123456789' } : {}
  return renderAnswers(answersFor({ channel: ['voice-call'], 'voice-call.provider': provider, 'voice-call.exposure': exposure, 'voice-call.from-number': '+15551234567', ...telnyx, access: exposure === 'public' ? 'public' : 'private', ...more }))
}

const pluginOf = (files: ReturnType<typeof renderAnswers>): Record<string, unknown> => (JSON.parse(textOf(files, 'openclaw.json')) as { plugins: { entries: { 'voice-call': { config: Record<string, unknown> } } } }).plugins.entries['voice-call'].config

describe.each(each)('%s by %s', (provider, exposure) => {
  const files = deployed(provider, exposure)

  test('wants its own secrets, and ngrok\'s where that is the way in', () => {
    const { secrets } = JSON.parse(textOf(files, 'scripts/deployment.json')) as { secrets: readonly { readonly name: string }[] }
    const own = secrets.map(({ name }) => name).filter((name) => name !== 'OPENCLAW_GATEWAY_TOKEN' && name !== 'ANTHROPIC_API_KEY')
    expect(own).toEqual([...companies[provider], ...(exposure === 'ngrok' ? ['NGROK_AUTHTOKEN'] : [])])
  })

  test('listens for Fly\'s edge where it is public, and for its tunnel alone otherwise', () => {
    const { serve, publicUrl, tunnel } = pluginOf(files)
    expect([serve, publicUrl, tunnel]).toEqual(exposure === 'public'
      ? [{ port: 3334, bind: '0.0.0.0', path: '/voice/webhook' }, 'https://my-openclaw.fly.dev:3334/voice/webhook', undefined]
      : [{ port: 3334, path: '/voice/webhook' }, undefined, { provider: exposure === 'ngrok' ? 'ngrok' : 'tailscale-funnel' }])
  })

  test('has a program fetched only for ngrok, and says of Tailscale that it brings none', () => {
    const { programs } = JSON.parse(files.get('runtime/needs.json')?.text ?? '{"programs":[]}') as { programs: readonly { readonly to: string }[] }
    expect(programs.map(({ to }) => to)).toEqual(exposure === 'ngrok' ? ['/usr/local/bin/ngrok'] : [])
    expect(textOf(files, 'RUNBOOK.md').includes('this folder does not set that up')).toBe(exposure === 'tailscale')
  })
})

test('ngrok\'s program comes onto the volume in an image build too, without a Dockerfile', () => {
  const files = deployed('twilio', 'ngrok', { build: 'image' })
  expect([files.has('Dockerfile'), files.has('runtime/needs.json')]).toEqual([false, true])
})

test('with a domain of ngrok the address is known, and calls that come in are told where', () => {
  const files = deployed('twilio', 'ngrok', { 'voice-call.ngrok-domain': 'my-claw.ngrok.app', 'voice-call.caller': ['+15557654321'] })
  expect(pluginOf(files)).toMatchObject({ tunnel: { ngrokDomain: 'my-claw.ngrok.app' }, webhookSecurity: { allowedHosts: ['my-claw.ngrok.app'] }, inboundPolicy: 'allowlist' })
  expect(textOf(files, 'RUNBOOK.md')).toContain('enter `https://my-claw.ngrok.app/voice/webhook` at the phone company')
})
