import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

export default defineChannel({
  id: 'nostr',
  label: 'Nostr',
  hint: 'encrypted direct messages (NIP-04) over relays',
  since: '2026.3.31',
  docs: 'https://docs.openclaw.ai/channels/nostr',
  aliases: ['npub'],
  secrets: {
    NOSTR_PRIVATE_KEY: {
      label: "The bot's Nostr private key",
      where: 'made for you by npm run secrets; or the nsec of a bot that you have, never your own',
      pattern: '^(nsec1[02-9ac-hj-np-z]{58}|[0-9a-fA-F]{64})$',
      example: 'nsec1…',
      generate: 'hex32',
      keep: 'The bot is this key: with another one it would be another bot.',
    },
  },
  questions: {
    'user-id': {
      label: 'Your Nostr public key',
      help: 'These people are answered, everybody else is refused. Your profile shows it. Empty: the bot answers strangers with a pairing code.',
      kind: 'list',
      // OpenClaw takes 64 hexadecimal digits too, but so may a private key be written.
      pattern: '^npub1[02-9ac-hj-np-z]{58}$',
      form: 'a public key that begins with npub1, not a name',
      example: 'npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg',
    },
    relay: {
      label: 'Nostr relays',
      help: 'Two or three, at least one of them yours too. Empty: wss://relay.damus.io and wss://nos.lol.',
      kind: 'list',
      pattern: '^wss://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\\s"\'`]*)?$',
      form: 'an address that begins with wss://',
      example: 'wss://relay.damus.io',
    },
  },
  // Before 2026.3.31 the key is taken as text alone.
  eras: [
    {
      since: '2026.3.31',
      config: ({ answers, secret }) => ({
        enabled: true,
        privateKey: secret('NOSTR_PRIVATE_KEY'),
        ...directMessages(answers['user-id']),
        ...(answers.relay.length > 0 && { relays: answers.relay }),
      }),
    },
  ],
  plugin: { id: 'nostr', package: '@openclaw/nostr' },
  runbook: `1. The bot is a key of its own, \`NOSTR_PRIVATE_KEY\`; \`npm run secrets\` makes one. Whoever has it is the bot, and with another one it would be another bot: keep it in your password manager when it is offered. To bring the key of a bot that you have, set \`NOSTR_PRIVATE_KEY\` in \`.env\` before.
2. After \`npm run deploy\` the bot's public key is in the log, in the line \`starting Nostr provider (pubkey: …)\`: \`fly logs --no-tail --app {{word app}}\`
3. Send it a direct message of the old kind (NIP-04) from an app that uses one of its relays. It understands no newer private messages (NIP-17), no groups and no files.`,
  pairing: `{{#if answers.user-id}}Nothing to approve: your key is on the list.{{else}}The bot answers your message with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve nostr CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: 'No answer, and the log shows no message', why: 'Your app writes to other relays, or sends newer private messages (NIP-17).', cure: "Add one of the bot's relays to your app, and choose messages of the kind NIP-04." },
    { see: 'The log says that a relay refuses to take its answer', why: 'The relay wants a payment, or knows no strangers.', cure: 'Take others, where yours writes too: {{answer "relay" "wss://RELAY"}}.' },
  ],
})
