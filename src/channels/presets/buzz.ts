import { defineChannel } from '../define.ts'
import { npubHex } from '../npub.ts'

interface RoomAnswers {
  readonly 'room-id': readonly string[]
  readonly 'user-key': readonly string[]
  readonly mention: 'required' | 'optional'
}

/** Buzz has rooms only; in those listed it answers the people listed. Left open, it would answer every member of those rooms. */
function rooms({ 'room-id': ids, 'user-key': people, mention }: RoomAnswers): object {
  return {
    groupPolicy: 'allowlist',
    groupAllowFrom: people.map(npubHex),
    groups: Object.fromEntries(ids.map((id) => [id, { requireMention: mention === 'required' }])),
    ...(ids[0] !== undefined && { defaultTo: ids[0] }),
  }
}

export default defineChannel({
  id: 'buzz',
  label: 'Buzz',
  hint: 'a bot in the rooms of a Buzz workspace (Nostr)',
  // OpenClaw lists it from 2026.8.1 on, but the oldest plugin that npm has asks for 2026.9.4.
  since: '2026.9.4',
  docs: 'https://docs.openclaw.ai/channels/buzz',
  aliases: [],
  secrets: {
    BUZZ_PRIVATE_KEY: {
      label: 'Private key of the Buzz bot',
      where: 'made for you by npm run secrets; or the nsec of a bot that you have, never of a person',
      pattern: '^(nsec1[02-9ac-hj-np-z]{58}|[0-9a-fA-F]{64})$',
      example: 'nsec1…',
      generate: 'hex32',
      keep: 'The bot is this key: with another one it would be another bot, which nobody has let in.',
    },
    BUZZ_AUTH_TAG: {
      label: 'Authorization of the Buzz bot',
      where: 'from whoever runs the workspace, where they give out one for each bot',
      pattern: '^\\["auth","[0-9a-f]{64}","[^"\\s]*","[0-9a-f]{128}"\\]$',
      example: '["auth","…","","…"]',
      optional: true,
    },
  },
  questions: {
    'relay-url': {
      label: 'Buzz relay',
      help: 'Address of your Buzz workspace, from its owner or admin.',
      kind: 'text',
      pattern: '^wss://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]*)*$',
      form: 'an address that starts with wss://',
      example: 'wss://buzz.example.com',
      required: true,
    },
    'room-id': {
      label: 'Buzz room ids',
      help: 'The rooms in which the bot answers; a room\'s admin knows its id. At least one: Buzz has no direct messages for bots.',
      kind: 'list',
      pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
      form: 'a room id (a UUID in small letters)',
      example: '7c4a6d2a-2ed9-4b4e-a5e2-4d705ee9b34c',
      required: true,
    },
    'user-key': {
      label: 'Your Buzz public key',
      help: 'Only these people are answered, of all members of those rooms. The public one, npub1…, never your nsec.',
      kind: 'list',
      pattern: '^npub1[02-9ac-hj-np-z]{58}$',
      form: 'a public key (npub1 and 58 small letters and digits)',
      example: 'npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg',
      required: true,
    },
    mention: {
      label: 'When the bot answers',
      help: 'Some Buzz programs cannot mention a bot; then it has to answer every message.',
      kind: 'choice',
      choices: [
        { value: 'required', label: 'When it is mentioned' },
        { value: 'optional', label: 'Every message in its rooms' },
      ],
      default: 'required',
    },
  },
  eras: [
    {
      since: '2026.9.4',
      config: ({ answers, secret }) => ({ enabled: true, relayUrl: answers['relay-url'], privateKey: secret('BUZZ_PRIVATE_KEY'), ...rooms(answers) }),
    },
  ],
  plugin: { id: 'buzz', package: '@openclaw/buzz' },
  runbook: `The bot is a key pair. The private key is a secret of this app (\`npm run secrets\` makes one); the public key follows from it, and an admin of your Buzz workspace must let it in. Never use the key of a person.

1. \`npm run secrets\`, then \`npm run deploy\`. The gateway starts, but Buzz does not let the bot in yet.
2. Let the running gateway show the bot's public key: the line \`publicKey\`, 64 digits.
   \`\`\`sh
   {{oc "channels status --channel buzz --json"}}
   \`\`\`
3. Send the public key to an admin of each room, who runs, with the \`buzz\` program and as themselves:
   \`\`\`sh
   buzz channels add-member --channel ROOM-ID --pubkey PUBLIC-KEY --role bot
   \`\`\`
   The role must be \`bot\`; an ordinary member is not enough. If the workspace is closed, its owner runs this before: \`buzz-admin add-member --pubkey PUBLIC-KEY --role member\`
4. Restart the gateway: \`fly apps restart {{app}}\`. Then see whether it is in: \`{{oc "channels status --channel buzz --probe"}}\`
5. {{#if (eq answers.mention "optional")}}Write in one of the rooms.{{else}}Mention the bot in one of the rooms.{{/if}}`,
  pairing: 'Nothing to approve here: the people you listed are answered. Buzz itself must have given the bot the role `bot` in them.',
  troubles: [
    { see: '`does not have the Bot role in configured room`, or a room is skipped', why: 'The room\'s admin has not added this very key, or added it as an ordinary member.', cure: 'Repeat step 3 with the role `bot`, then `fly apps restart {{app}}`' },
    { see: 'The relay refuses the bot', why: 'The workspace is closed, the address of the relay is wrong, or its operator wants an authorization for each bot.', cure: 'Ask whoever runs it; the authorization is `BUZZ_AUTH_TAG`: {{rotate "BUZZ_AUTH_TAG"}}.' },
    { see: 'The bot is in the room but does not answer', why: 'It was not mentioned, or your Buzz program cannot mention it; or your key is not on the list.', cure: '{{#if (eq answers.mention "required")}}Where it cannot be mentioned: {{answer "mention" "optional"}}. {{/if}}Add your own key: {{answer "user-key" "NPUB"}}.' },
  ],
})
