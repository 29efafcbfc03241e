import { defineChannel, type Site } from '../define.ts'

const path = '/voice/webhook'
const port = 3334
const phone = '^\\+[1-9][0-9]{6,14}$'

interface Exposure {
  readonly exposure: string
  readonly 'ngrok-domain': string | undefined
}

/**
 * How the phone company's requests arrive. Their signatures cover the address that was called, so it is written down
 * where it is known; they are checked in every case. The listener is on 127.0.0.1 unless Fly's edge has to reach it.
 */
function exposed({ exposure, 'ngrok-domain': domain }: Exposure, { url, webhook }: Site): object {
  if (exposure === 'tailscale') return { serve: { port, path }, tunnel: { provider: 'tailscale-funnel' } }
  if (exposure === 'ngrok')
    return { serve: { port, path }, tunnel: { provider: 'ngrok', ...(domain !== undefined && { ngrokDomain: domain }) }, ...(domain !== undefined && { webhookSecurity: { allowedHosts: [domain] } }) }
  const address = url === null || webhook === null ? {} : { publicUrl: webhook, webhookSecurity: { allowedHosts: [new URL(url).hostname] } }
  return { serve: { port, bind: '0.0.0.0', path }, ...address }
}

/** Who may call in: caller ids can be forged, so nobody unless they are listed. */
function inbound(callers: readonly string[]): object {
  return callers.length > 0 ? { inboundPolicy: 'allowlist', allowFrom: callers } : { inboundPolicy: 'disabled' }
}

export default defineChannel({
  id: 'voice-call',
  label: 'Voice Call',
  hint: 'phone calls over Twilio, Telnyx or Plivo; a plugin',
  since: '2026.6.11',
  docs: 'https://docs.openclaw.ai/plugins/voice-call',
  aliases: ['voice', 'phone', 'voicecall'],
  place: 'plugin',
  secrets: {
    TWILIO_ACCOUNT_SID: {
      label: 'Twilio Account SID',
      where: 'https://console.twilio.com/ (Account Info, Account SID)',
      pattern: '^AC[0-9a-f]{32}$',
      example: 'AC0123abcd…',
      when: { question: 'provider', is: ['twilio'] },
    },
    TWILIO_AUTH_TOKEN: {
      label: 'Twilio Auth Token',
      where: 'https://console.twilio.com/ (Account Info, Auth Token, Show)',
      pattern: '^[0-9a-f]{32}$',
      example: '0123abcd…',
      when: { question: 'provider', is: ['twilio'] },
    },
    TELNYX_API_KEY: {
      label: 'Telnyx API key',
      where: 'https://portal.telnyx.com/ (Account, API Keys, Create)',
      pattern: '^KEY[A-Za-z0-9_-]{20,128}$',
      example: 'KEY0123…',
      when: { question: 'provider', is: ['telnyx'] },
    },
    TELNYX_PUBLIC_KEY: {
      label: 'Telnyx public key, with which its requests are checked',
      where: 'https://portal.telnyx.com/ (Account, API Keys, Public Key)',
      pattern: '^[A-Za-z0-9+/]{43}=$',
      example: 'AbC1dEf2…=',
      when: { question: 'provider', is: ['telnyx'] },
    },
    PLIVO_AUTH_ID: {
      label: 'Plivo Auth ID',
      where: 'https://console.plivo.com/ (Overview, Auth ID)',
      pattern: '^[MS]A[A-Z0-9]{18}$',
      example: 'MA0123…',
      when: { question: 'provider', is: ['plivo'] },
    },
    PLIVO_AUTH_TOKEN: {
      label: 'Plivo Auth Token',
      where: 'https://console.plivo.com/ (Overview, Auth Token)',
      pattern: '^[A-Za-z0-9+/=_-]{32,64}$',
      example: 'AbC1dEf2…',
      when: { question: 'provider', is: ['plivo'] },
    },
    NGROK_AUTHTOKEN: {
      label: 'ngrok authtoken',
      where: 'https://dashboard.ngrok.com/get-started/your-authtoken',
      pattern: '^[A-Za-z0-9_]{40,60}$',
      example: '2AbC1dEf2…',
      when: { question: 'exposure', is: ['ngrok'] },
    },
  },
  questions: {
    provider: {
      label: 'Phone company',
      help: 'Whose number your agent calls from.',
      kind: 'choice',
      choices: [
        { value: 'twilio', label: 'Twilio' },
        { value: 'telnyx', label: 'Telnyx' },
        { value: 'plivo', label: 'Plivo' },
      ],
      default: 'twilio',
    },
    'from-number': {
      label: 'Number that calls come from',
      help: 'Your number at the phone company.',
      kind: 'text',
      pattern: phone,
      form: 'a phone number with + and the country (+15551234567)',
      example: '+15551234567',
      required: true,
    },
    'connection-id': {
      label: 'Telnyx connection id',
      help: 'Telnyx portal: Voice, Programmable Voice, your Call Control application.',
      kind: 'text',
      pattern: '^[0-9]{10,25}$',
      form: 'digits only',
      example: '1234567890123456789',
      when: { question: 'provider', is: ['telnyx'] },
      required: true,
    },
    'to-number': {
      label: 'Your own phone number',
      help: 'Called when your agent is told to call without a number. Empty: it must be told one.',
      kind: 'text',
      pattern: phone,
      form: 'a phone number with + and the country (+15557654321)',
      example: '+15557654321',
    },
    caller: {
      label: 'Numbers that may call in',
      help: 'Numbers can be forged: this keeps strangers away, but proves nobody. Empty: your agent calls, and nobody can call it.',
      kind: 'list',
      pattern: phone,
      form: 'a phone number with + and the country (+15557654321)',
      example: '+15557654321',
      without: 'calls out only',
    },
    exposure: {
      label: 'How the phone company reaches the machine',
      help: 'It reports every turn of a call to an address on the internet.',
      kind: 'choice',
      choices: [
        { value: 'public', label: 'Your public address' },
        { value: 'ngrok', label: 'ngrok', hint: 'a tunnel; works in private mode too' },
        { value: 'tailscale', label: 'Tailscale Funnel', hint: 'works in private mode too' },
      ],
      default: 'public',
    },
    'ngrok-domain': {
      label: 'ngrok domain',
      help: 'The domain that ngrok gave you (dashboard: Domains). Without one the address changes at every start, and calls cannot come in.',
      kind: 'text',
      pattern: '^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$',
      form: 'a domain such as my-openclaw.ngrok.app',
      example: 'my-openclaw.ngrok.app',
      when: { question: 'exposure', is: ['ngrok'] },
      without: 'a new address at every start',
    },
  },
  // Account numbers, keys and tokens are read from the variables of those names.
  eras: [
    {
      since: '2026.6.11',
      config: ({ answers, site }) => ({
        enabled: true,
        provider: answers.provider,
        ...(answers.provider === 'telnyx' && { telnyx: { connectionId: answers['connection-id'] } }),
        fromNumber: answers['from-number'],
        ...(answers['to-number'] !== undefined && { toNumber: answers['to-number'] }),
        ...inbound(answers.caller),
        outbound: { defaultMode: 'notify' },
        ...exposed(answers, site),
      }),
    },
  ],
  plugin: { id: 'voice-call', package: '@openclaw/voice-call' },
  fly: { webhook: { path, port, when: { question: 'exposure', is: ['public'] } } },
  runbook: `{{#if (eq answers.provider "telnyx")}}
1. In the [Telnyx portal](https://portal.telnyx.com/) make an API key (\`TELNYX_API_KEY\`) and copy the public key next to it (\`TELNYX_PUBLIC_KEY\`). Under **Voice → Programmable Voice** make a Call Control application and give it your number.
{{else}}
{{#if (eq answers.provider "plivo")}}
1. The overview of the [Plivo console](https://console.plivo.com/) has \`PLIVO_AUTH_ID\` and \`PLIVO_AUTH_TOKEN\`.
{{else}}
1. In the [Twilio console](https://console.twilio.com/) the Account SID and the Auth Token under **Account Info** are \`TWILIO_ACCOUNT_SID\` and \`TWILIO_AUTH_TOKEN\`.
{{/if}}
{{/if}}
{{#if (eq answers.exposure "ngrok")}}
2. [ngrok's dashboard](https://dashboard.ngrok.com/get-started/your-authtoken) has \`NGROK_AUTHTOKEN\`. OpenClaw's image does not have the program \`ngrok\`: build your own on top of it (\`COPY --from=ngrok/ngrok:3-debian /bin/ngrok /usr/local/bin/ngrok\`).
{{else}}
{{#if (eq answers.exposure "tailscale")}}
2. OpenClaw's image does not have \`tailscale\` and \`tailscaled\`: build your own on top of it, in which \`tailscaled\` runs and is signed in before the gateway starts. Allow Funnel for the machine in your tailnet's [access controls](https://login.tailscale.com/admin/acls).
{{/if}}
{{/if}}
{{#if answers.caller}}

So that calls come in, enter {{#if webhook}}{{code webhook}}{{else}}the webhook address that the logs name{{/if}} at the phone company as your number's voice webhook, with **HTTP POST**.{{#if (eq answers.provider "telnyx")}}{{else}}{{#if (eq answers.provider "plivo")}}{{else}} As **status callback** enter the same address with \`?type=status\` at its end.{{/if}}{{/if}}
{{/if}}

Check it, then have yourself called (this costs what a call costs):
\`\`\`sh
{{oc "voicecall setup"}}
{{oc "voicecall smoke --to YOUR-NUMBER --yes"}}
\`\`\`

Callers hear the phone company's own voice. Signatures of its requests are always checked; never switch that off.`,
  troubles: [
    {
      see: '`voicecall setup` says that the webhook exposure fails',
      why: 'the address is not on the internet, or the tunnel did not start',
      cure: 'Look for `voice-call` in the logs (`npm run logs`). With your public address {{#if webhook}}{{code webhook}} must answer{{else}}it must answer{{/if}} `401` when it is called without a signature.',
    },
    {
      see: 'Calls are made, but end in silence, and the logs say that a signature is invalid',
      why: 'the phone company calls another address than the one in the configuration, or the token is an old one',
      cure: 'Enter exactly {{#if webhook}}{{code webhook}}{{else}}the address from the logs{{/if}} there, and set its secrets again with `npm run secrets`.',
    },
    {
      see: 'Nobody can call in',
      why: 'only listed numbers may, and none is listed',
      cure: 'Add your phone with `--voice-call.caller`.',
    },
  ],
})
