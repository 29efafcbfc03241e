import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'
import { secretText } from '../secret-text.ts'

/** Who may write directly, in this plugin's words; left to itself it answers everybody. */
function dm(people: readonly string[]): object {
  const { dmPolicy, ...others } = directMessages(people)
  return { policy: dmPolicy, ...others }
}

export default defineChannel({
  id: 'yuanbao',
  label: 'Yuanbao',
  hint: 'a bot in Tencent\'s Yuanbao (元宝) app; a plugin by Tencent',
  // OpenClaw's catalogue pins the plugin 2.18.2 from 2026.8.2 on. Up to 2026.9.4 nothing
  // fetches it while its settings are there, not even `plugins install` ("unknown channel id"; 9.3 and 9.4 run with
  // WeCom's); from 2026.9.5 on that command first mends what is missing.
  since: '2026.9.5',
  docs: 'https://docs.openclaw.ai/channels/yuanbao',
  aliases: ['yb', 'tencent-yuanbao'],
  secrets: {
    YUANBAO_APP_KEY: {
      label: 'Yuanbao app key',
      where: 'the Yuanbao app (your bot\'s settings, App Key)',
      pattern: '^[A-Za-z0-9_-]{8,128}$',
      example: 'Ab12…',
    },
    YUANBAO_APP_SECRET: {
      label: 'Yuanbao app secret',
      where: 'the Yuanbao app (your bot\'s settings, App Secret)',
      pattern: '^[A-Za-z0-9_-]{16,128}$',
      example: 'Ab12…',
    },
  },
  questions: {
    'user-id': {
      label: 'Your Yuanbao user id',
      help: 'These people are answered at once in direct messages, everybody else is refused. The bot\'s first answer tells you yours. Empty: the bot answers strangers with a pairing code.',
      kind: 'list',
      pattern: '^[A-Za-z0-9_=+/-]{4,128}$',
      form: 'a Yuanbao user id (letters, digits, and _ = + / -)',
      example: 'user_1234567890',
    },
  },
  eras: [
    {
      since: '2026.9.5',
      config: ({ answers }) => ({ enabled: true, appKey: secretText('YUANBAO_APP_KEY'), appSecret: secretText('YUANBAO_APP_SECRET'), dm: dm(answers['user-id']), requireMention: true }),
    },
  ],
  plugin: { id: 'openclaw-plugin-yuanbao', package: 'openclaw-plugin-yuanbao', maker: 'the Yuanbao team of Tencent' },
  runbook: `The plugin \`openclaw-plugin-yuanbao\` is made by Tencent's Yuanbao team, not by OpenClaw. It runs inside the gateway and can do whatever the gateway can: read the configuration, the secrets and all conversations. OpenClaw names the version and checks that the package is that very one.

1. In the Yuanbao app make a bot. Its settings show an App Key and an App Secret: \`YUANBAO_APP_KEY\` and \`YUANBAO_APP_SECRET\`.
2. \`npm run secrets\`, then \`npm run deploy\`.
3. Write to the bot.

In a group the bot answers whoever mentions it: this plugin has no list of groups. Add it only to groups whose members you trust.`,
  pairing: `{{#if answers.user-id}}Nothing to approve: the people you listed are answered directly, everybody else is refused.{{else}}The bot answers your message with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve yuanbao CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: '`unknown channel id: yuanbao`, and the gateway does not start', why: 'The plugin could not be fetched from npm, and OpenClaw refuses settings of a channel that it does not have.', cure: 'Restart, so that it is tried again: `fly apps restart {{app}}`. If npm does not have it any more: `npx --yes create-openclaw-fly@latest remove yuanbao`, then `npm run config -- push`.' },
    { see: 'No messages come in', why: 'The bot was not approved in the Yuanbao app yet, or key and secret are not those of this bot.', cure: 'See `{{oc "channels status --probe"}}`, and copy both anew: {{rotate "YUANBAO_APP_KEY" "YUANBAO_APP_SECRET"}}.' },
    { see: 'The bot answers with one and the same apology', why: 'The model gave no answer; the sentence is the plugin\'s own.', cure: 'See why: `{{oc "logs --limit 200"}}`' },
  ],
})
