import { directMessages, nestedDirectMessages } from '../access.ts'
import { defineChannel } from '../define.ts'
import { secretText } from '../secret-text.ts'

const socket = { enabled: true, mode: 'socket' } as const
const http = { enabled: true, mode: 'http', webhookPath: '/slack/events' } as const

/** The variable by its name in text: up to 2026.3.11 a signing secret is taken in no other way. */
const signingSecretText = { signingSecret: secretText('SLACK_SIGNING_SECRET') }

/** The channels in which the app answers, if any; the shape that every release takes. */
function rooms({ channel, 'user-id': people }: { readonly channel: readonly string[]; readonly 'user-id': readonly string[] }): object {
  return {
    groupPolicy: 'allowlist',
    ...(channel.length > 0 && {
      channels: Object.fromEntries(channel.map((id) => [id, { enabled: true, requireMention: true, ...(people.length > 0 && { users: people }) }])),
    }),
  }
}

function textTransport({ mode }: { readonly mode: string }): object {
  return mode === 'http' ? { ...http, ...signingSecretText } : socket
}

export default defineChannel({
  id: 'slack',
  label: 'Slack',
  hint: 'an app in your workspace, over Socket Mode or HTTP',
  since: '2026.1.29',
  docs: 'https://docs.openclaw.ai/channels/slack',
  aliases: [],
  secrets: {
    SLACK_BOT_TOKEN: {
      label: 'Slack bot token',
      where: 'https://api.slack.com/apps (your app, OAuth & Permissions, Bot User OAuth Token)',
      pattern: '^xoxb-[A-Za-z0-9-]{20,}$',
      example: 'xoxb-…',
    },
    SLACK_APP_TOKEN: {
      label: 'Slack app-level token',
      where: 'https://api.slack.com/apps (your app, Basic Information, App-Level Tokens, scope connections:write)',
      pattern: '^xapp-[A-Za-z0-9-]{20,}$',
      example: 'xapp-…',
      when: { question: 'mode', is: ['socket'] },
    },
    SLACK_SIGNING_SECRET: {
      label: 'Slack signing secret',
      where: 'https://api.slack.com/apps (your app, Basic Information, App Credentials, Signing Secret, Show)',
      pattern: '^[0-9a-f]{32}$',
      example: '8f742231…',
      when: { question: 'mode', is: ['http'] },
    },
  },
  questions: {
    mode: {
      label: 'How Slack reaches the app',
      help: 'Over a connection that OpenClaw opens to Slack, or with requests that Slack sends to your public address.',
      kind: 'choice',
      choices: [
        { value: 'socket', label: 'Socket Mode', hint: 'works in private mode too' },
        { value: 'http', label: 'HTTP', hint: 'Slack calls your public address' },
      ],
      default: 'socket',
    },
    channel: {
      label: 'Slack channel ids',
      help: 'Channels in which the app answers when it is mentioned. In Slack: channel details, at the bottom. Empty: direct messages only.',
      kind: 'list',
      pattern: '^[CG][A-Z0-9]{8,12}$',
      form: 'a Slack channel id (C or G and 8 to 12 capitals and digits)',
      example: 'C0123456789',
      without: 'direct messages only',
    },
    'user-id': {
      label: 'Your Slack member id',
      help: 'Only these people are answered. In Slack: your profile, the three dots, Copy member ID. Empty: everybody in those channels, and direct messages after pairing.',
      kind: 'list',
      pattern: '^[UW][A-Z0-9]{8,12}$',
      form: 'a Slack member id (U or W and 8 to 12 capitals and digits)',
      example: 'U0123456789',
    },
  },
  // Up to 2026.3.11 no references are taken as tokens, but the variables of those names are by themselves (2026.1.29,
  // 2026.2.12 and 2026.2.26 booted).
  eras: [
    { since: '2026.1.29', config: ({ answers }) => ({ ...textTransport(answers), ...nestedDirectMessages(answers['user-id']), ...rooms(answers) }) },
    { since: '2026.2.17', config: ({ answers }) => ({ ...textTransport(answers), ...directMessages(answers['user-id']), ...rooms(answers) }) },
    {
      since: '2026.3.13',
      config: ({ answers, secret }) => ({
        ...(answers.mode === 'http' ? http : socket),
        botToken: secret('SLACK_BOT_TOKEN'),
        ...(answers.mode === 'http' ? { signingSecret: secret('SLACK_SIGNING_SECRET') } : { appToken: secret('SLACK_APP_TOKEN') }),
        ...directMessages(answers['user-id']),
        ...rooms(answers),
      }),
    },
  ],
  // The variable that the token is read from before is that of one account.
  accounts: '2026.3.13',
  fly: { webhook: { path: '/slack/events', when: { question: 'mode', is: ['http'] } } },
  plugin: { id: 'slack', package: '@openclaw/slack' },
  runbook: `{{#if (eq answers.mode "http")}}
1. On [api.slack.com/apps](https://api.slack.com/apps) make an app from scratch and leave **Socket Mode** off. The signing secret under **Basic Information** is \`SLACK_SIGNING_SECRET\`.
{{else}}
1. On [api.slack.com/apps](https://api.slack.com/apps) make an app from scratch and switch on **Socket Mode**. Its app-level token (scope \`connections:write\`) is \`SLACK_APP_TOKEN\`.
{{/if}}
2. Under **OAuth & Permissions** add the bot scopes \`app_mentions:read\`, \`channels:history\`, \`channels:read\`, \`chat:write\`, \`files:read\`, \`files:write\`, \`groups:history\`, \`im:history\`, \`im:read\`, \`im:write\`, \`reactions:read\`, \`reactions:write\`, \`users:read\`. Under **Event Subscriptions** subscribe to \`app_mention\`, \`message.channels\`, \`message.groups\`, \`message.im\`. Under **App Home** allow messages in the Messages tab.
3. Install the app to the workspace. The bot token that appears is \`SLACK_BOT_TOKEN\`.
{{#if (eq answers.mode "http")}}
4. After the first deploy: under **Event Subscriptions** switch events on with the Request URL {{code webhook}}. The same URL goes under **Interactivity & Shortcuts**. Slack asks the address at once and must say "Verified"; if it does not, the signing secret is another app's or the machine is still starting: set it again, wait, press **Retry**.
{{#if answers.channel}}
5. Invite the app to its channels (\`/invite @your-app\`) and mention it there.
{{/if}}
{{else}}
{{#if answers.channel}}
4. Invite the app to its channels (\`/invite @your-app\`) and mention it there.
{{/if}}
{{/if}}
{{#if answers.user-id}}

Only the people you listed are answered; write to the app directly at any time.
{{else}}

A direct message is answered with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve slack CODE"}}
\`\`\`
{{/if}}`,
})
