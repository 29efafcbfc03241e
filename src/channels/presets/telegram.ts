import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

/** The groups in which the bot answers, if any; the shape that every release takes. */
function groups({ 'group-id': ids }: { readonly 'group-id': readonly string[] }): object {
  return {
    groupPolicy: 'allowlist',
    ...(ids.length > 0 && { groups: Object.fromEntries(ids.map((id) => [id, { requireMention: true }])) }),
  }
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
  },
  questions: {
    'user-id': {
      label: 'Your Telegram user id',
      help: 'These people may write to the bot at once, everybody else is refused. @userinfobot tells yours. Empty: the bot answers strangers with a pairing code.',
      kind: 'list',
      pattern: '^[1-9][0-9]{4,14}$',
      form: 'a Telegram user id (digits only, not a name or a phone number)',
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
  // and 2026.2.26 booted).
  eras: [
    { since: '2026.1.29', config: ({ answers }) => ({ enabled: true, ...directMessages(answers['user-id']), ...groups(answers) }) },
    { since: '2026.3.13', config: ({ answers, secret }) => ({ enabled: true, botToken: secret('TELEGRAM_BOT_TOKEN'), ...directMessages(answers['user-id']), ...groups(answers) }) },
  ],
  runbook: `1. In Telegram open [@BotFather](https://t.me/BotFather), send \`/newbot\` and follow it. It ends with the bot's token: that is \`TELEGRAM_BOT_TOKEN\`.
2. Open your new bot and press **Start**.
{{#if answers.user-id}}
3. The bot answers you right away: your user id is on its list. Everybody else is refused.
{{else}}
3. The bot answers with a pairing code. Approve exactly that code:
   \`\`\`sh
   {{oc "pairing approve telegram CODE"}}
   \`\`\`
{{/if}}

In a group the bot answers only when it is mentioned, and only in groups that are listed in \`channels.telegram.groups\`. If it does not see messages there, send \`/setprivacy\` to @BotFather, choose **Disable**, then remove the bot from the group and add it again.`,
})
