import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

/** Zalo's groups are limited by who writes, not by group; the bot answers there only when it is mentioned, always. */
function groups(people: readonly string[]): object {
  return people.length > 0 ? { groupPolicy: 'allowlist', groupAllowFrom: people } : { groupPolicy: 'disabled' }
}

export default defineChannel({
  id: 'zalo',
  label: 'Zalo',
  hint: 'a bot of the Zalo Bot Platform (Vietnam)',
  // Part of the package until 2026.5, in the same shape as far back as schemas were recorded.
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/zalo',
  aliases: ['zl'],
  secrets: {
    ZALO_BOT_TOKEN: {
      label: 'Zalo bot token',
      where: 'https://bot.zaloplatforms.com (your bot; or the welcome message that the bot sends you)',
      pattern: '^[0-9]{5,25}:[A-Za-z0-9_-]{10,200}$',
      example: '12345689:Ab…',
    },
    ZALO_WEBHOOK_SECRET: {
      label: 'Zalo webhook secret',
      where: 'made for you by npm run secrets',
      pattern: '^[A-Za-z0-9_-]{32,256}$',
      example: '0123…',
      generate: 'hex32',
      when: { question: 'mode', is: ['webhook'] },
    },
  },
  questions: {
    mode: {
      label: 'How messages come in',
      help: 'The gateway asks Zalo for them, or Zalo calls the machine, which needs a public address.',
      kind: 'choice',
      choices: [
        { value: 'polling', label: 'Asking', hint: 'needs no public address' },
        { value: 'webhook', label: 'Webhook', hint: 'Zalo calls the machine' },
      ],
      default: 'polling',
    },
    'user-id': {
      label: 'Your Zalo user id',
      help: 'Only these people are answered, directly and in groups. The bot\'s first answer tells you yours. Empty: strangers get a pairing code, and no group is answered.',
      kind: 'list',
      pattern: '^[A-Za-z0-9]{5,40}$',
      form: 'a Zalo user id (letters and digits, no name and no phone number with +)',
      example: '1234567890123456',
      without: 'direct messages only',
    },
  },
  eras: [
    {
      since: '2026.3.28',
      config: ({ answers, secret, site }) => ({
        enabled: true,
        botToken: secret('ZALO_BOT_TOKEN'),
        ...(answers.mode === 'webhook' && site.webhook !== null && { webhookUrl: site.webhook, webhookSecret: secret('ZALO_WEBHOOK_SECRET') }),
        ...directMessages(answers['user-id']),
        ...groups(answers['user-id']),
      }),
    },
  ],
  accounts: true,
  plugin: { id: 'zalo', package: '@openclaw/zalo' },
  fly: { webhook: { path: '/zalo/webhook', when: { question: 'mode', is: ['webhook'] } } },
  runbook: `1. Sign in on [bot.zaloplatforms.com](https://bot.zaloplatforms.com) with your Zalo account and make a bot. Its token, digits and a colon at the start, is \`ZALO_BOT_TOKEN\`. For some bots it stands in the welcome message that the bot sends you in Zalo.
2. \`npm run secrets\`, then \`npm run deploy\`.
{{#if (eq answers.mode "webhook")}}

Nothing is to be done at Zalo for the webhook: the gateway tells Zalo this address and its secret at each start.
{{/if}}

This is for bots of the Zalo Bot Platform. An Official Account (OA) is something else and does not work here.`,
  pairing: `{{#if answers.user-id}}Nothing to approve: write to the bot, it answers the people you listed.{{else}}Write to the bot in Zalo. It answers with your user id and a pairing code. Approve exactly that code within the hour:
\`\`\`sh
{{oc "pairing approve zalo CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: 'The bot says nothing at all', why: 'The token is wrong, or somebody else asks Zalo for the same bot\'s messages.', cure: 'See what Zalo says of the token: `{{oc "channels status --probe"}}`. Use a bot for one gateway only.' },
    { see: 'Nothing comes in after the change from webhook to asking', why: 'Zalo gives messages in one way at a time and may still have the old address.', cure: 'Restart once, so that the gateway takes the address back: `fly apps restart {{app}}`' },
    { see: 'The bot cannot be added to a group', why: 'The platform does not allow it for some bots; OpenClaw has no say in it.', cure: 'Look at the bot\'s settings on bot.zaloplatforms.com.' },
  ],
})
