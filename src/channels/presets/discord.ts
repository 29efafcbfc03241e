import { directMessages, nestedDirectMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

const snowflake = '^[1-9][0-9]{16,19}$'

interface ServerAnswers {
  readonly 'guild-id': string | undefined
  readonly channel: readonly string[]
  readonly 'user-id': readonly string[]
}

/** The one server in which the bot answers, if any; the shape that every release takes. */
function servers({ 'guild-id': guild, channel, 'user-id': people }: ServerAnswers): object {
  return {
    groupPolicy: 'allowlist',
    ...(guild !== undefined && {
      guilds: {
        [guild]: {
          requireMention: true,
          ...(people.length > 0 && { users: people }),
          ...(channel.length > 0 && { channels: Object.fromEntries(channel.map((name) => [name, { enabled: true }])) }),
        },
      },
    }),
  }
}

export default defineChannel({
  id: 'discord',
  label: 'Discord',
  hint: 'a bot in your server and in direct messages',
  since: '2026.1.29',
  docs: 'https://docs.openclaw.ai/channels/discord',
  aliases: [],
  secrets: {
    DISCORD_BOT_TOKEN: {
      label: 'Discord bot token',
      where: 'https://discord.com/developers/applications (your application, Bot, Reset Token)',
      pattern: '^[A-Za-z0-9_-]{20,40}\\.[A-Za-z0-9_-]{5,10}\\.[A-Za-z0-9_-]{25,60}$',
      example: 'MTQ….G….…',
    },
  },
  questions: {
    'guild-id': {
      label: 'Discord server id',
      help: 'The server in which the bot answers. Discord: Settings, Advanced, Developer Mode; then right-click the server, Copy Server ID. Empty: direct messages only.',
      kind: 'text',
      pattern: snowflake,
      form: 'a Discord server id (17 to 20 digits)',
      example: '123456789012345678',
      without: 'direct messages only',
    },
    channel: {
      label: 'Discord channels',
      help: 'Names or ids of the channels in which the bot answers. Empty: every channel that it can see.',
      kind: 'list',
      pattern: '^[^\\s#@:`"\'\\\\{}\\u0000-\\u001f]{1,100}$',
      form: 'a channel name as Discord shows it, without # and spaces, or a channel id',
      example: 'general',
      when: { question: 'guild-id' },
    },
    'user-id': {
      label: 'Your Discord user id',
      help: 'Only these people are answered, in the server and in direct messages. Right-click yourself, Copy User ID. Empty: everybody in the server, and direct messages after pairing.',
      kind: 'list',
      pattern: snowflake,
      form: 'a Discord user id (17 to 20 digits)',
      example: '234567890123456789',
    },
  },
  // Up to 2026.3.11 no reference is taken as the token, but the variable of that name is by itself (2026.1.29, 2026.2.12
  // and 2026.2.26 booted). It is not written as ${DISCORD_BOT_TOKEN} either: so no release can ever write the value out.
  eras: [
    { since: '2026.1.29', config: ({ answers }) => ({ enabled: true, ...nestedDirectMessages(answers['user-id']), ...servers(answers) }) },
    { since: '2026.2.17', config: ({ answers }) => ({ enabled: true, ...directMessages(answers['user-id']), ...servers(answers) }) },
    { since: '2026.3.13', config: ({ answers, secret }) => ({ enabled: true, token: secret('DISCORD_BOT_TOKEN'), ...directMessages(answers['user-id']), ...servers(answers) }) },
  ],
  plugin: { id: 'discord', package: '@openclaw/discord' },
  runbook: `1. On the [developer portal](https://discord.com/developers/applications) make an application. Under **Bot** switch on **Message Content Intent** and **Server Members Intent**, then **Reset Token**: that is \`DISCORD_BOT_TOKEN\`.
2. Under **OAuth2 → URL Generator** tick \`bot\` and \`applications.commands\`, and the permissions View Channels, Send Messages, Read Message History, Embed Links, Attach Files. Open the link that it makes and invite the bot.
{{#if answers.guild-id}}
3. In your server mention the bot{{#if answers.channel}} in one of its channels{{/if}}: \`@your-bot hello\`.
{{/if}}`,
  pairing: `{{#if answers.user-id}}Only the people you listed are answered; write to the bot directly at any time.{{else}}A direct message is answered with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve discord CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: '`Used disallowed intents` or `4014` in the log', why: 'Discord does not let the bot read messages.', cure: 'Switch on **Message Content Intent** and **Server Members Intent** under **Bot** on the developer portal, save, then `fly apps restart {{app}}`.' },
    { see: 'Direct messages work, the server does not', why: 'The server or the channel is not listed, or the bot was not mentioned.', cure: 'Mention it. {{#if answers.guild-id}}Add a channel: {{answer "channel" "NAME"}}.{{else}}Name the server: {{answer "guild-id" "ID"}}.{{/if}}' },
    { see: '`401` or `Authentication failed` in the log', why: 'The token was reset, or is another bot\'s.', cure: 'Under **Bot**, **Reset Token**: {{rotate "DISCORD_BOT_TOKEN"}}.' },
  ],
})
