import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

const path = '/line/webhook'

/** A group alone lets nobody write: in a group only listed people are answered. */
function groups({ 'group-id': ids, 'user-id': people }: { readonly 'group-id': readonly string[]; readonly 'user-id': readonly string[] }): object {
  return {
    groupPolicy: 'allowlist',
    ...(ids.length > 0 && { groups: Object.fromEntries(ids.map((id) => [id, { enabled: true, requireMention: true, allowFrom: people }])) }),
  }
}

export default defineChannel({
  id: 'line',
  label: 'LINE',
  hint: 'an official account; LINE calls your public address',
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/line',
  aliases: [],
  secrets: {
    LINE_CHANNEL_ACCESS_TOKEN: {
      label: 'LINE channel access token',
      where: 'https://developers.line.biz/console/ (your channel, Messaging API, Channel access token (long-lived), Issue)',
      pattern: '^[A-Za-z0-9+/=._-]{100,600}$',
      example: 'AbC1dEf2…=',
    },
    LINE_CHANNEL_SECRET: {
      label: 'LINE channel secret',
      where: 'https://developers.line.biz/console/ (your channel, Basic settings, Channel secret)',
      pattern: '^[0-9a-f]{32}$',
      example: '0123abcd…',
    },
  },
  questions: {
    'user-id': {
      label: 'Your LINE user id',
      help: 'Only these people are answered. LINE Developers console: your channel, Basic settings, Your user ID (not the LINE ID that friends look for). Empty: direct messages after pairing.',
      kind: 'list',
      pattern: '^U[0-9a-f]{32}$',
      form: 'a LINE user id (U and 32 of 0-9 and a-f)',
      example: 'U0123456789abcdef0123456789abcdef',
    },
    'group-id': {
      label: 'LINE group ids',
      help: 'Groups in which the bot answers you when it is mentioned. The id is in the logs when somebody writes there. Empty: direct messages only.',
      kind: 'list',
      pattern: '^[CR][0-9a-f]{32}$',
      form: 'a LINE group or room id (C or R and 32 of 0-9 and a-f)',
      example: 'C0123456789abcdef0123456789abcdef',
      when: { question: 'user-id' },
      without: 'direct messages only',
    },
  },
  // No release takes references as token and secret (schemas from 2026.3.28 to 2026.9.6), but all take the variables of
  // those names by themselves.
  eras: [{ since: '2026.3.28', config: ({ answers }) => ({ enabled: true, webhookPath: path, ...directMessages(answers['user-id']), ...groups(answers) }) }],
  plugin: { id: 'line', package: '@openclaw/line' },
  fly: { webhook: { path } },
  runbook: `1. In the [Official Account Manager](https://manager.line.biz/) make an official account for the bot. In its settings, under **Messaging API**, enable the Messaging API and make or choose a provider. Under **Response settings** switch greeting messages and auto-response messages off: otherwise LINE answers too.
2. The [LINE Developers console](https://developers.line.biz/console/) now has a channel below that provider. Its tab **Basic settings** has the channel secret: \`LINE_CHANNEL_SECRET\`. On its tab **Messaging API** issue a long-lived channel access token: \`LINE_CHANNEL_ACCESS_TOKEN\`.
3. After \`npm run deploy\`, on the same tab **Messaging API**, enter {{#if webhook}}{{code webhook}}{{else}}your public address with \`/line/webhook\` at its end{{/if}} as **Webhook URL**, press **Verify**, and switch **Use webhook** and **Webhook redelivery** on.
4. Add the account as a friend (the QR code is on that tab) and write to it.
{{#if answers.group-id}}
5. Allow it to join groups (**Messaging API → Allow bot to join group chats**), invite it to your group and mention it there.
{{/if}}`,
  pairing: `{{#if answers.user-id}}
Only the people you listed are answered; write to the account at any time.
{{else}}
Your first message is answered with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve line CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    {
      see: '**Verify** in the console fails',
      why: 'The channel has not started yet, or the channel secret is another channel\'s.',
      cure: 'Look for `line` in the log (`npm run logs`). Set the secret anew: {{rotate "LINE_CHANNEL_SECRET"}}. Once the gateway is back, verify again.',
    },
    {
      see: 'Nothing arrives though **Verify** succeeds',
      why: '**Use webhook** is off.',
      cure: 'Switch it on, on the tab **Messaging API**. How LINE sees it: `{{oc "channels status --probe"}}`',
    },
    {
      see: '`429` in the log, and answers stop in the middle of a month',
      why: 'The account\'s free messages of this month are used up.',
      cure: 'See the plan in the Official Account Manager.',
    },
  ],
})
