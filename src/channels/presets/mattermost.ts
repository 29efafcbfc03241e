import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

const id = '^[a-z0-9]{26}$'

interface Answers {
  readonly channel: readonly string[]
  readonly 'user-id': readonly string[]
}

/**
 * Mattermost's bots hear only channels that they were added to, and OpenClaw has no list of channels beside that one: its
 * list is of people (@openclaw/mattermost 2026.9.5).
 */
function access({ channel, 'user-id': people }: Answers): object {
  const inChannels = channel.length === 0 ? { groupPolicy: 'disabled' } : { groupPolicy: 'allowlist', groupAllowFrom: people.length > 0 ? people : ['*'] }
  return { chatmode: 'oncall', ...directMessages(people), ...inChannels }
}

/** Says of each channel that the bot must be mentioned there, and lets the agent read back in it. */
function mentions(channel: readonly string[]): object {
  return channel.length > 0 ? { groups: Object.fromEntries(channel.map((name) => [name, { requireMention: true }])) } : {}
}

export default defineChannel({
  id: 'mattermost',
  label: 'Mattermost',
  hint: 'a bot account on your Mattermost server',
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/mattermost',
  aliases: ['mm'],
  accounts: true,
  secrets: {
    MATTERMOST_BOT_TOKEN: {
      label: 'Mattermost bot token',
      where: 'your Mattermost, Integrations, Bot Accounts, Add Bot Account (shown once)',
      pattern: id,
      example: '26 small letters and digits',
    },
  },
  questions: {
    url: {
      label: 'Mattermost address',
      help: 'As you open it in a browser, without the name of a team.',
      kind: 'text',
      pattern: '^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?$',
      form: 'an address such as https://chat.example.com',
      example: 'https://chat.example.com',
      required: true,
    },
    'user-id': {
      label: 'Your Mattermost user id',
      help: 'Only these people are answered. The system console shows it under Users; or write to the bot, and its pairing message says yours. Empty: direct messages after pairing, and everybody in the channels.',
      kind: 'list',
      pattern: id,
      form: 'a Mattermost user id (26 small letters and digits, not the name)',
      example: 'abcdefghijklmnopqrstuvwxyz',
    },
    channel: {
      label: 'Mattermost channel ids',
      help: 'Channels in which the bot answers when it is mentioned. The id is in View Info of the channel. Empty: direct messages only.',
      kind: 'list',
      pattern: id,
      form: 'a Mattermost channel id (26 small letters and digits, not the name)',
      example: 'zyxwvutsrqponmlkjihgfedcba',
      without: 'direct messages only',
    },
  },
  // Before 2026.4.7 `groups` is an unknown key; "oncall" has the bot mentioned everywhere.
  eras: [
    { since: '2026.3.28', config: ({ answers, secret }) => ({ enabled: true, baseUrl: answers.url, botToken: secret('MATTERMOST_BOT_TOKEN'), ...access(answers) }) },
    {
      since: '2026.4.7',
      config: ({ answers, secret }) => ({ enabled: true, baseUrl: answers.url, botToken: secret('MATTERMOST_BOT_TOKEN'), ...access(answers), ...mentions(answers.channel) }),
    },
  ],
  plugin: { id: 'mattermost', package: '@openclaw/mattermost' },
  runbook: `1. A system admin switches on **System Console → Integrations → Bot Accounts → Enable Bot Account Creation**.
2. In Mattermost open **Integrations → Bot Accounts → Add Bot Account**; the role *Member* is enough. The token that it shows once is \`MATTERMOST_BOT_TOKEN\`.
3. Add the bot to your team{{#if answers.channel}}, and to each of its channels (\`/invite @your-bot\` in the channel). It answers when it is mentioned, only in channels that it was added to{{/if}}.
4. Write to it directly, or mention it: \`@your-bot hello\`.

The gateway calls Mattermost, not the other way round: a Mattermost inside a company network must be reachable from the internet, or through a network that the machine is in.`,
  pairing: `{{#if answers.user-id}}Nothing to approve: you are on the list.{{else}}The bot answers your direct message with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve mattermost CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: 'The status says 401, or that the token is not valid', why: 'The token was revoked, the bot is deactivated, or the address is of another server.', cure: 'Make a new token under Integrations, Bot Accounts, then {{rotate "MATTERMOST_BOT_TOKEN"}}.' },
    { see: 'Direct messages work, channels do not', why: 'The bot is not in the channel, was not mentioned, or you are not on the list.', cure: 'Write `/invite @your-bot` in the channel, and mention it by its user name.' },
    { see: 'The log says that a private address is blocked', why: "OpenClaw calls no addresses of private networks unless it is told to.", cure: 'If that is your server, set `network.dangerouslyAllowPrivateNetwork` to `true` in `channels.mattermost` of `openclaw.json`.' },
  ],
})
