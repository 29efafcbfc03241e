import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'
import { phone } from '../telephony.ts'

interface Answers {
  readonly number: 'separate' | 'own'
  readonly 'own-number': string | undefined
  readonly 'user-id': readonly string[]
  readonly 'group-id': readonly string[]
}

/** The people who are answered: only the owner where the bot writes with the owner's own number. */
function people({ number, 'own-number': own, 'user-id': others }: Answers): readonly string[] {
  return number === 'separate' ? others : own === undefined ? [] : [own]
}

/**
 * An allowlist with people but without groups would let them call the bot into every group (monitor of @openclaw/whatsapp
 * 2026.9.6), so without groups they are off.
 */
function groups(answers: Answers): object {
  const ids = answers['group-id']
  if (ids.length === 0) return { groupPolicy: 'disabled' }
  const senders = people(answers)
  return {
    groupPolicy: 'allowlist',
    groupAllowFrom: senders.length > 0 ? senders : ['*'],
    groups: Object.fromEntries(ids.map((id) => [id, { requireMention: true }])),
  }
}

export default defineChannel({
  id: 'whatsapp',
  label: 'WhatsApp',
  hint: 'a linked device of a WhatsApp number, paired by QR code',
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/whatsapp',
  aliases: ['wa', 'whatsapp-web'],
  accounts: true,
  secrets: {},
  questions: {
    number: {
      label: 'Whose number the bot writes with',
      help: 'A number of its own is better: with yours, the bot reads every chat that you have, and only the chat with yourself is for it.',
      kind: 'choice',
      default: 'separate',
      choices: [
        { value: 'separate', label: 'A number of its own', hint: 'a second SIM or eSIM, with WhatsApp on some phone' },
        { value: 'own', label: 'Your own number', hint: 'you talk to it in the chat with yourself' },
      ],
    },
    'own-number': {
      label: 'Your WhatsApp number',
      help: 'The number that you link. Only you are answered.',
      kind: 'text',
      pattern: phone,
      form: 'a phone number with + and the country code, without spaces',
      example: '+15551234567',
      when: { question: 'number', is: ['own'] },
      required: true,
    },
    'user-id': {
      label: 'Your WhatsApp number',
      help: 'These people are answered at once, everybody else is refused. Empty: the bot answers strangers with a pairing code.',
      kind: 'list',
      pattern: phone,
      form: 'a phone number with + and the country code, without spaces',
      example: '+15551234567',
      when: { question: 'number', is: ['separate'] },
    },
    'group-id': {
      label: 'WhatsApp group id',
      help: 'Groups in which the bot answers when it is mentioned. Their ids are listed once the number is linked: the runbook says how. Empty: no group.',
      kind: 'list',
      pattern: '^[0-9]{6,20}(-[0-9]{6,14})?@g\\.us$',
      form: 'a WhatsApp group id (digits and @g.us)',
      example: '120363424282127706@g.us',
      without: 'direct messages only',
    },
  },
  eras: [
    {
      since: '2026.3.28',
      config: ({ answers }) => ({ enabled: true, ...directMessages(people(answers)), ...(answers.number === 'own' && { selfChatMode: true }), ...groups(answers) }),
    },
  ],
  plugin: { id: 'whatsapp', package: '@openclaw/whatsapp' },
  runbook: `There is no secret to set: the number is linked once, after the first deploy, as you link WhatsApp on a computer. The link is kept on the volume.

1. Have the phone at hand, and make the window of the terminal large. This shows a QR code, and a new one every few seconds until you scanned it:
   \`\`\`sh
   {{oc "channels login --channel whatsapp"}}
   \`\`\`
2. On the phone open WhatsApp, **Settings → Linked devices → Link a device**, and scan it. If the code looks broken in your terminal, use the one on the page **Channels** of the Control UI (\`npm run open\`).
{{#if (eq answers.number "own")}}
3. Write to yourself: in WhatsApp start a chat with your own number ("Message yourself"). The bot answers there, and nobody else.
{{else}}
{{#if answers.user-id}}
3. Write to the bot's number. Only the people you listed are answered.
{{else}}
3. Write to the bot's number from your own phone.
{{/if}}
{{/if}}

To let it answer in a group, add its number there and look up the id of the group:
\`\`\`sh
{{oc "directory groups list --channel whatsapp"}}
\`\`\`
Then {{answer "group-id" "ID"}}.

OpenClaw speaks to WhatsApp as a linked device does, not over Meta's business interface. Meta may block numbers that write to many strangers: let people write to the bot first.`,
  pairing: `{{#if (eq answers.number "own")}}Nothing to approve: the chat with yourself is yours.{{else}}{{#if answers.user-id}}Nothing to approve: your number is on the list.{{else}}The bot answers your message with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve whatsapp CODE"}}
\`\`\`{{/if}}{{/if}}`,
  troubles: [
    { see: 'The status says `not linked`, or the log says that the session is logged out', why: 'The device was removed on the phone, or the phone was offline for about two weeks.', cure: 'Link it again: `{{oc "channels login --channel whatsapp"}}`' },
    { see: 'Linked, but no answer', why: 'Your number is not on the list, or you wrote from the number that is linked while the bot has a number of its own.', cure: 'See who was refused: `{{oc "logs --limit 200"}}`. The number has to be written with + and the country code.' },
    { see: 'No answer in a group', why: 'The group is not listed, the bot was not mentioned, or you are not on the list of people.', cure: 'Mention it from the list that opens after `@`, and compare the id with `{{oc "directory groups list --channel whatsapp"}}`' },
  ],
})
