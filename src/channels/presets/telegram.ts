import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'
import { secretText } from '../secret-text.ts'

/** The groups in which the bot answers, if any; the shape that every release takes. */
function groups({ 'group-id': ids }: { readonly 'group-id': readonly string[] }): object {
  return {
    groupPolicy: 'allowlist',
    ...(ids.length > 0 && { groups: Object.fromEntries(ids.map((id) => [id, { requireMention: true }])) }),
  }
}

interface Transport {
  readonly mode: string
  readonly webhook: string | null
  /** Reference to the secret that Telegram sends with each request, in the form of the release. */
  readonly secret: unknown
  /** Whether the release has `webhookHost`. */
  readonly host: boolean
}

/** Nothing for polling. The listener is for Fly's edge, so it must not be on 127.0.0.1, its default since it can be set. */
function transport({ mode, webhook, secret, host }: Transport): object {
  if (mode !== 'webhook' || webhook === null) return {}
  return { webhookUrl: webhook, webhookSecret: secret, webhookPath: '/telegram-webhook', ...(host && { webhookHost: '0.0.0.0' }) }
}

export default defineChannel({
  id: 'telegram',
  label: 'Telegram',
  hint: 'a bot from @BotFather; part of OpenClaw',
  since: '2026.1.29',
  docs: 'https://docs.openclaw.ai/channels/telegram',
  aliases: ['tg'],
  secrets: {
    TELEGRAM_BOT_TOKEN: {
      label: 'Telegram bot token',
      where: 'https://t.me/BotFather (send /newbot, or /token for a bot that you have)',
      pattern: '^[0-9]{6,12}:[A-Za-z0-9_-]{30,50}$',
      example: '123456789:AA…',
    },
    TELEGRAM_WEBHOOK_SECRET: {
      label: 'Telegram webhook secret',
      where: 'made for you by npm run secrets; OpenClaw gives it to Telegram',
      pattern: '^[A-Za-z0-9_-]{32,256}$',
      generate: 'hex32',
      when: { question: 'mode', is: ['webhook'] },
    },
  },
  questions: {
    mode: {
      label: 'How messages get here',
      help: 'OpenClaw asks Telegram for them, or Telegram sends them to your public address.',
      kind: 'choice',
      choices: [
        { value: 'polling', label: 'Polling', hint: 'works everywhere, private mode too' },
        { value: 'webhook', label: 'Webhook', hint: 'Telegram calls your public address' },
      ],
      default: 'polling',
    },
    'user-id': {
      label: 'Your Telegram user id',
      help: 'These people may write to the bot at once, everybody else is refused. @userinfobot tells yours. Empty: the bot answers strangers with a pairing code.',
      kind: 'list',
      pattern: '^[1-9][0-9]{4,14}$',
      form: 'a Telegram user id (5 to 15 digits, not a name or a phone number)',
      example: '123456789',
    },
    'group-id': {
      label: 'Telegram group id',
      help: 'Groups in which the bot answers when it is mentioned. Negative numbers; empty: no group.',
      kind: 'list',
      pattern: '^-[1-9][0-9]{4,18}$',
      form: 'a Telegram group id (a negative number such as -1001234567890)',
      example: '-1001234567890',
    },
  },
  // Up to 2026.3.11 no reference is taken as the token, but the variable of that name is by itself (2026.1.29, 2026.2.12
  // and 2026.2.26 booted). The webhook's listener is on 0.0.0.0 up to 2026.2.12, and has a setting in 2026.2.17 (both read).
  eras: [
    {
      since: '2026.1.29',
      config: ({ answers, site }) => ({
        enabled: true,
        ...transport({ ...answers, ...site, secret: secretText('TELEGRAM_WEBHOOK_SECRET'), host: false }),
        ...directMessages(answers['user-id']),
        ...groups(answers),
      }),
    },
    {
      since: '2026.2.17',
      config: ({ answers, site }) => ({
        enabled: true,
        ...transport({ ...answers, ...site, secret: secretText('TELEGRAM_WEBHOOK_SECRET'), host: true }),
        ...directMessages(answers['user-id']),
        ...groups(answers),
      }),
    },
    {
      since: '2026.3.13',
      config: ({ answers, secret, site }) => ({
        enabled: true,
        botToken: secret('TELEGRAM_BOT_TOKEN'),
        ...transport({ ...answers, ...site, secret: secret('TELEGRAM_WEBHOOK_SECRET'), host: true }),
        ...directMessages(answers['user-id']),
        ...groups(answers),
      }),
    },
  ],
  // The variable that the token is read from before is that of one account.
  accounts: '2026.3.13',
  // Telegram calls no other ports than 443, 80, 88 and 8443 (https://core.telegram.org/bots/api#setwebhook).
  fly: { webhook: { path: '/telegram-webhook', port: 8787, publicPort: 8443, health: '/healthz', when: { question: 'mode', is: ['webhook'] } } },
  runbook: `1. In Telegram open [@BotFather](https://t.me/BotFather), send \`/newbot\` and follow it. It ends with the bot's token: that is \`TELEGRAM_BOT_TOKEN\`.
2. After \`npm run deploy\` open your new bot and press **Start**.

{{#if webhook}}
OpenClaw tells Telegram this address at every start, with \`TELEGRAM_WEBHOOK_SECRET\` to sign what it sends; you have nothing to enter there.

{{/if}}
{{#if answers.group-id}}
In the groups that you listed the bot answers when it is mentioned{{#if answers.user-id}}, and only people on the list{{/if}}.
{{else}}
In groups the bot says nothing, as you listed none. To let it answer in one, add it there, send a message to the group, and look for the group's id, a negative number, in the log: \`{{oc "logs --follow"}}\`. Then {{answer "group-id" "ID"}}.
{{/if}}`,
  pairing: `{{#if answers.user-id}}The bot answers you right away: your user id is on its list. Everybody else is refused.{{else}}The bot answers with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve telegram CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: '`409 Conflict: terminated by other getUpdates request` in the log', why: 'Two programs ask for the messages of one bot: mostly an OpenClaw on your own computer.', cure: 'End the other one. If you do not find it, send `/revoke` to @BotFather, which makes a new token: {{rotate "TELEGRAM_BOT_TOKEN"}}.' },
    { see: '`401 Unauthorized` in the log', why: 'The token is not that of a bot that exists.', cure: 'Send `/token` to @BotFather: {{rotate "TELEGRAM_BOT_TOKEN"}}.' },
    { see: 'No answer in a group', why: 'The group is not listed, the bot was not mentioned, or Telegram hides messages from bots there.', cure: 'Mention it. If that does not help, send `/setprivacy` to @BotFather, choose your bot and **Disable**, then remove the bot from the group and add it again.' },
  ],
})
