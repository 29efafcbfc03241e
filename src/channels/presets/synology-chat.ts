import { defineChannel } from '../define.ts'

const path = '/webhook/synology'

/**
 * There is no pairing here, and with nobody on the list the route does not open: so the list is required. `dmPolicy` is
 * `allowlist` where it is not set; set, it makes 2026.9.6 warn that `allowFrom` is empty, which this plugin does not read.
 */
function access(people: readonly string[]): object {
  return { allowedUserIds: people }
}

export default defineChannel({
  id: 'synology-chat',
  label: 'Synology Chat',
  hint: 'direct messages on your Synology NAS; the NAS calls your public address',
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/synology-chat',
  aliases: ['synology', 'synologychat'],
  secrets: {
    SYNOLOGY_CHAT_TOKEN: {
      label: 'Token of the outgoing webhook',
      where: 'Synology Chat: your picture, Integration, Bots, your bot (or Outgoing Webhooks): Token',
      pattern: '^[A-Za-z0-9_-]{16,256}$',
      example: 'AbC1dEf2…',
    },
    SYNOLOGY_CHAT_INCOMING_URL: {
      label: 'Address of the incoming webhook, with its token',
      where: 'Synology Chat: your picture, Integration, Bots, your bot (or Incoming Webhooks): Webhook URL, under the name by which the internet reaches your NAS',
      pattern: '^https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?/[^\\s"\'`\\\\<>…]*token=[^\\s"\'`\\\\<>…]+$',
      example: 'https://nas.example.com/webapi/entry.cgi?api=SYNO.Chat.External&method=chatbot&version=2&token=…',
    },
  },
  questions: {
    'user-id': {
      label: 'Your Synology Chat user id',
      help: 'Only these people are answered: the number that the NAS calls user_id. Not known yet? Answer 4, and once it runs write to the bot: the log then says yours ("User not authorized").',
      kind: 'list',
      pattern: '^[1-9][0-9]{0,9}$',
      form: 'a number (no name)',
      example: '4',
      required: true,
    },
  },
  // Token and address are read from the variables of those names; references are nowhere taken (2026.6.11 to 2026.9.4 read).
  eras: [
    { since: '2026.3.28', config: ({ answers }) => ({ enabled: true, webhookPath: path, ...access(answers['user-id']) }) },
    // The NAS fetches attachments from `webhookUrl`.
    {
      since: '2026.7.33',
      config: ({ answers, site }) => ({ enabled: true, webhookPath: path, ...(site.webhook !== null && { webhookUrl: site.webhook }), ...access(answers['user-id']) }),
    },
  ],
  plugin: { id: 'synology-chat', package: '@openclaw/synology-chat' },
  fly: { webhook: { path } },
  runbook: `1. In Synology Chat open your picture, **Integration → Bots**, and make a bot. As **Outgoing URL** enter {{#if webhook}}{{code webhook}}{{else}}your public address with \`/webhook/synology\` at its end{{/if}}.
2. Its token is \`SYNOLOGY_CHAT_TOKEN\`; its incoming URL is \`SYNOLOGY_CHAT_INCOMING_URL\`: a token is in it, so keep it as secret. Fly has to reach that address, so it must begin with \`https://\` and the name by which the internet knows your NAS (a reverse proxy or QuickConnect name with a valid certificate), not with an address of your own network.
3. Write to the bot.`,
  pairing: `Only the people you listed are answered; write to the bot at any time. There are no pairing codes in Synology Chat: others are added by their number: {{answer "user-id" "NUMBER"}}.`,
  troubles: [
    {
      see: '`User not authorized` in the log',
      why: 'The person\'s number is not on the list.',
      cure: 'The line says the number: {{answer "user-id" "NUMBER"}}. Leave out a number there that is nobody\'s.',
    },
    {
      see: '`Invalid token`, and later `Rate limit exceeded`',
      why: 'The NAS sends another token than `SYNOLOGY_CHAT_TOKEN`; after several wrong ones it is locked out for a while.',
      cure: 'Copy the bot\'s token again: {{rotate "SYNOLOGY_CHAT_TOKEN"}}. Wait some minutes.',
    },
    {
      see: 'Your messages arrive but the answers do not: a certificate or a timeout in the log',
      why: 'Fly does not reach the NAS, or its certificate is its own.',
      cure: 'Open the incoming URL\'s host in a browser outside of your network. It must answer with a valid certificate; if it does not, set up a reverse proxy with one from Let\'s Encrypt in DSM.',
    },
  ],
})
