import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'
import { phone, twilioSecrets } from '../telephony.ts'

const path = '/webhooks/sms'

export default defineChannel({
  id: 'sms',
  label: 'SMS (Twilio)',
  hint: 'text messages to a Twilio number; Twilio calls your public address',
  since: '2026.6.1',
  docs: 'https://docs.openclaw.ai/channels/sms',
  aliases: ['twilio', 'twilio-sms'],
  secrets: {
    ...twilioSecrets,
    TWILIO_MESSAGING_SERVICE_SID: {
      label: 'Twilio Messaging Service SID',
      where: 'https://console.twilio.com/ (Messaging, Services, your service: Sid)',
      pattern: '^MG[0-9a-f]{32}$',
      example: 'MG0123abcd…',
      when: { question: 'sender', is: ['service'] },
    },
  },
  questions: {
    sender: {
      label: 'What the messages come from',
      help: 'One Twilio number, or a Messaging Service that chooses the number.',
      kind: 'choice',
      choices: [
        { value: 'number', label: 'A phone number' },
        { value: 'service', label: 'A Messaging Service' },
      ],
      default: 'number',
    },
    'from-number': {
      label: 'Your Twilio number',
      help: 'Twilio console: Phone Numbers, Active numbers. It must be able to send SMS.',
      kind: 'text',
      pattern: phone,
      form: 'a phone number with + and the country (+15551234567)',
      example: '+15551234567',
      when: { question: 'sender', is: ['number'] },
      required: true,
    },
    phone: {
      label: 'Your own phone number',
      help: 'Only these numbers are answered. Empty: strangers get a pairing code.',
      kind: 'list',
      pattern: phone,
      form: 'a phone number with + and the country (+15557654321)',
      example: '+15557654321',
    },
  },
  // The SIDs are no references in any release, but the variables of those names are taken by themselves.
  eras: [
    {
      since: '2026.6.1',
      config: ({ answers, secret, site }) => ({
        enabled: true,
        authToken: secret('TWILIO_AUTH_TOKEN'),
        ...(answers.sender === 'number' && { fromNumber: answers['from-number'] }),
        webhookPath: path,
        // Twilio signs the address that it calls; OpenClaw checks the signature with this one.
        ...(site.webhook !== null && { publicWebhookUrl: site.webhook }),
        ...directMessages(answers.phone),
      }),
    },
  ],
  plugin: { id: 'sms', package: '@openclaw/sms' },
  fly: { webhook: { path } },
  runbook: `1. In the [Twilio console](https://console.twilio.com/) the Account SID and the Auth Token under **Account Info** are \`TWILIO_ACCOUNT_SID\` and \`TWILIO_AUTH_TOKEN\`.
{{#if (eq answers.sender "service")}}
2. Under **Messaging → Services**, your service, **Integration**, choose **Send a webhook** and enter {{#if webhook}}{{code webhook}}{{else}}your public address with \`/webhooks/sms\` at its end{{/if}} as request URL, with **HTTP POST**.
{{else}}
2. Under **Phone Numbers → Active numbers**, {{code answers.from-number}}, **Messaging**, enter {{#if webhook}}{{code webhook}}{{else}}your public address with \`/webhooks/sms\` at its end{{/if}} for **A message comes in**, with **HTTP POST**.
{{/if}}

**Before you buy a US number:** carriers block messages from it to US phones until it is registered (A2P 10DLC; toll-free numbers are verified instead). That costs money, takes days to weeks, and a trial account cannot do it. The console leads through it; other countries have other rules.`,
  pairing: `{{#if answers.phone}}
Only the phones you listed are answered; send a text message at any time.
{{else}}
Send a text message. The answer is a pairing code; approve exactly that code:
\`\`\`sh
{{oc "pairing approve sms CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    {
      see: 'Twilio\'s log says `11200`, and the request got `403`',
      why: 'The address at Twilio is not, letter for letter, the one above, or the Auth Token is an old one.',
      cure: 'Enter {{#if webhook}}{{code webhook}}{{else}}the address{{/if}} at Twilio, and set the token anew: {{rotate "TWILIO_AUTH_TOKEN"}}.',
    },
    {
      see: 'Your messages arrive but no answer does; Twilio says `30034` or `30007`',
      why: 'Carriers block the number: it is not registered.',
      cure: 'Finish the A2P 10DLC registration (or the toll-free verification) in the Twilio console.',
    },
  ],
})
