import { defineChannel, type Site } from '../define.ts'
import { phone, twilioSecrets } from '../telephony.ts'

const path = '/voice/webhook'
const port = 3334

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
    TWILIO_ACCOUNT_SID: { ...twilioSecrets.TWILIO_ACCOUNT_SID, when: { question: 'provider', is: ['twilio'] } },
    TWILIO_AUTH_TOKEN: { ...twilioSecrets.TWILIO_AUTH_TOKEN, when: { question: 'provider', is: ['twilio'] } },
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
  fly: {
    webhook: { path, port, when: { question: 'exposure', is: ['public'] } },
    packages: {
      when: { question: 'exposure', is: ['ngrok'] },
      // Version and hash as ngrok's own images have them (releases.json of github.com/ngrok/docker-ngrok).
      fetch: [
        {
          url: 'https://bin.ngrok.com/a/d4KwUvoSeQ7/ngrok-v3-3.37.3-linux-amd64.zip',
          sha256: '269b9d36571495d95b12abbfd996718ec3fcebb807d9a81cc045cf1984733bb7',
          to: '/usr/local/bin/ngrok',
        },
      ],
    },
  },
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
2. [ngrok's dashboard](https://dashboard.ngrok.com/get-started/your-authtoken) has \`NGROK_AUTHTOKEN\`.{{#unless answers.ngrok-domain}} It also gives you a domain that stays the same; without one the address is another one at each start, and nobody can call in: {{answer "ngrok-domain" "DOMAIN"}}.{{/unless}} The program \`ngrok\` is fetched onto the volume at the first start; the gateway starts it. Now \`npm run secrets\`, then \`npm run deploy\`.
{{else}}
{{#if (eq answers.exposure "tailscale")}}
2. \`npm run secrets\`, then \`npm run deploy\`. Tailscale's program has to run beside the gateway, **and this folder does not set that up**: it takes an image and a start command of your own. If you do not use Tailscale already, take ngrok, which needs neither: \`npm run update -- --voice-call.exposure ngrok\`, then \`npm run secrets\`, \`npm run deploy\` and \`npm run config -- push\`. For Tailscale there must be
   - \`tailscale\` and \`tailscaled\` on the PATH, in an image that you build on top of OpenClaw's (\`COPY --from=tailscale/tailscale:stable /usr/local/bin/tailscale /usr/local/bin/tailscaled /usr/local/bin/\`);
   - \`tailscaled --tun=userspace-networking --statedir={{stateDir}}/tailscale\`, running as the user \`node\` before the gateway, where \`tailscale\` finds its socket;
   - a sign-in (\`tailscale up\`, once), and Funnel allowed for the machine in your tailnet's [access controls](https://login.tailscale.com/admin/acls).
{{else}}
2. \`npm run secrets\`, then \`npm run deploy\`.
{{/if}}
{{/if}}
3. Look whether all is there, then have yourself called (with \`--yes\` it costs what a call costs; \`YOUR-NUMBER\` with + and the country):
   \`\`\`sh
   {{oc "voicecall setup"}}
   {{oc "voicecall smoke --to YOUR-NUMBER --yes"}}
   \`\`\`
{{#if answers.caller}}
4. So that calls come in, enter {{#if webhook}}{{code webhook}}{{else}}{{#if answers.ngrok-domain}}\`https://{{answers.ngrok-domain}}${path}\`{{else}}the address in the log (\`npm run logs\`, the line with \`voice-call\`){{/if}}{{/if}} at the phone company as your number's voice webhook, with **HTTP POST**.{{#if (eq answers.provider "twilio")}} As **status callback** enter the same address with \`?type=status\` at its end.{{/if}}
{{else}}

Your agent calls, and nobody can call it. To be able to: {{answer "caller" "YOUR-NUMBER"}}; then this runbook has a step more.
{{/if}}

Whoever is called hears a voice of the phone company: OpenClaw can be given another one, see the link below. Signatures of its requests are always checked; never switch that off.`,
  troubles: [
    {
      see: '`voicecall setup` says that the webhook exposure fails',
      why: '{{#if webhook}}The address is not reached from the internet.{{else}}The tunnel did not start.{{/if}}',
      cure: '{{#if webhook}}{{code webhook}} must answer a call without a signature with `401`: `curl -i -X POST {{webhook}}`. {{/if}}{{#if (eq answers.exposure "ngrok")}}Look for `could not fetch ngrok` and `ERR_NGROK` in the log (`npm run logs`); the token anew: {{rotate "NGROK_AUTHTOKEN"}}.{{else}}Look for `voice-call` in the log (`npm run logs`).{{/if}}',
    },
    {
      see: 'Calls are made, but end in silence, and the log says that a signature is invalid',
      why: 'The phone company calls another address than the one in the configuration, or the secret is an old one.',
      cure: '{{#if webhook}}Enter exactly {{code webhook}} there.{{else}}Enter exactly the address of the log there.{{/if}} The secret anew: {{#if (eq answers.provider "telnyx")}}{{rotate "TELNYX_PUBLIC_KEY"}}{{else}}{{#if (eq answers.provider "plivo")}}{{rotate "PLIVO_AUTH_TOKEN"}}{{else}}{{rotate "TWILIO_AUTH_TOKEN"}}{{/if}}{{/if}}.',
    },
    {
      see: 'Nobody can call in',
      why: 'Only listed numbers may.',
      cure: 'Add yours: {{answer "caller" "YOUR-NUMBER"}}.',
    },
  ],
})
