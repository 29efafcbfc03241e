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
  runbook: `1. On [api.slack.com/apps](https://api.slack.com/apps) choose **Create New App → From a manifest** and your workspace. On the tab **JSON** put this in place of what is there:
   \`\`\`json
   {
     "display_information": { "name": "OpenClaw" },
     "features": {
       "bot_user": { "display_name": "OpenClaw", "always_online": true },
       "app_home": { "messages_tab_enabled": true, "messages_tab_read_only_enabled": false }
     },
     "oauth_config": {
       "scopes": {
         "bot": [
           "app_mentions:read", "channels:history", "channels:read", "chat:write", "files:read", "files:write", "groups:history",
           "groups:read", "im:history", "im:read", "im:write", "reactions:read", "reactions:write", "users:read"
         ]
       }
     },
     "settings": {
{{#if (eq answers.mode "http")}}
       "socket_mode_enabled": false
{{else}}
       "event_subscriptions": { "bot_events": ["app_mention", "message.channels", "message.groups", "message.im"] },
       "interactivity": { "is_enabled": true },
       "socket_mode_enabled": true
{{/if}}
     }
   }
   \`\`\`
{{#if (eq answers.mode "http")}}
2. Under **Basic Information → App Credentials** the signing secret is \`SLACK_SIGNING_SECRET\`.
{{else}}
2. Under **Basic Information → App-Level Tokens** generate a token with the scope \`connections:write\`: that is \`SLACK_APP_TOKEN\`.
{{/if}}
3. Under **Install App** install it to the workspace. The *Bot User OAuth Token* that appears is \`SLACK_BOT_TOKEN\`.
{{#if (eq answers.mode "http")}}
4. After \`npm run deploy\`, under **Event Subscriptions**, switch events on with the Request URL {{code webhook}}. Slack asks the address at once and must say "Verified"; if it does not, the signing secret is another app's or the machine is still starting. Below **Subscribe to bot events** add \`app_mention\`, \`message.channels\`, \`message.groups\` and \`message.im\`, and save. Under **Interactivity & Shortcuts** enter the same URL.
{{#if answers.channel}}
5. Invite the app to its channels (\`/invite @OpenClaw\`) and mention it there.
{{/if}}
{{else}}
{{#if answers.channel}}
4. Invite the app to its channels (\`/invite @OpenClaw\`) and mention it there.
{{/if}}
{{/if}}`,
  pairing: `{{#if answers.user-id}}Only the people you listed are answered; write to the app directly at any time.{{else}}A direct message is answered with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve slack CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: '`missing_scope` in the log, or something stopped working after a change of the app', why: 'Slack gives an app new scopes and events only when it is installed again.', cure: 'Under **Install App** press **Reinstall to Workspace**. If the bot token is another one then: {{rotate "SLACK_BOT_TOKEN"}}.' },
    { see: '`invalid_auth` or `not_authed` in the log', why: 'A token was copied badly, or is another app\'s.', cure: '{{#if (eq answers.mode "http")}}Copy both anew: {{rotate "SLACK_BOT_TOKEN" "SLACK_SIGNING_SECRET"}}.{{else}}Copy both anew: {{rotate "SLACK_BOT_TOKEN" "SLACK_APP_TOKEN"}}.{{/if}}' },
    { see: 'No answer in a channel', why: 'The app is not in it, was not mentioned, or the channel is not listed by its id.', cure: 'Write `/invite @OpenClaw` there and mention it. Its id is in the channel\'s details, at the bottom: {{answer "channel" "ID"}}.' },
  ],
})
