import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'
import { secretText } from '../secret-text.ts'

/** The groups in which the bot answers, and whom. Left to itself the plugin answers everybody, everywhere. */
function groups({ 'group-id': ids, 'user-id': people }: { readonly 'group-id': readonly string[]; readonly 'user-id': readonly string[] }): object {
  if (ids.length === 0) return { groupPolicy: 'disabled' }
  return { groupPolicy: 'allowlist', groupAllowFrom: ids, ...(people.length > 0 && { groups: Object.fromEntries(ids.map((id) => [id, { allowFrom: people }])) }) }
}

export default defineChannel({
  id: 'wecom',
  label: 'WeCom',
  hint: 'a bot in WeCom (企业微信), over a connection; a plugin by Tencent',
  // OpenClaw's catalogue pins the plugin 2026.7.2 from 2026.8.2 on. Up to 2026.9.4 nothing
  // fetches it while its settings are there, not even `plugins install` ("unknown channel id"; 9.3 and 9.4 run with
  // WeCom's); from 2026.9.5 on that command first mends what is missing.
  since: '2026.9.5',
  docs: 'https://docs.openclaw.ai/channels/wecom',
  aliases: ['qywx', 'wework', 'enterprise-wechat'],
  secrets: {
    WECOM_BOT_SECRET: {
      label: 'Secret of the WeCom bot',
      where: 'the WeCom admin console or app (Smart Bots, your bot, API mode with a long connection), beside the Bot ID',
      pattern: '^[A-Za-z0-9_-]{20,100}$',
      example: 'Ab12…',
    },
  },
  questions: {
    'bot-id': {
      label: 'Bot ID of the WeCom bot',
      help: 'Beside its secret. It is no secret.',
      kind: 'text',
      pattern: '^[A-Za-z0-9_-]{8,100}$',
      form: 'a Bot ID (letters, digits, - and _)',
      example: 'aibAbCdEfGhIjKlMnOpQrStUvWxYz',
      required: true,
    },
    'user-id': {
      label: 'Your WeCom user id',
      help: 'These people are answered at once, everybody else is refused. The admin console shows it as the member\'s account; the bot\'s first answer tells it, too. Empty: a pairing code for whoever writes.',
      kind: 'list',
      pattern: '^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$',
      form: 'a member\'s account in WeCom (letters, digits, and _ . @ -)',
      example: 'zhangsan',
    },
    'group-id': {
      label: 'WeCom group ids',
      help: 'Groups in which the bot answers when it is mentioned. The log names them when somebody mentions it there. Empty: no group.',
      kind: 'list',
      pattern: '^w[a-z][A-Za-z0-9_-]{10,60}$',
      form: 'a group id (w and letters and digits)',
      example: 'wrkSFfCgAAq1a2b3c4d5e6f7g8h9i0jk',
      without: 'direct messages only',
    },
  },
  eras: [
    {
      since: '2026.9.5',
      // The plugin takes no reference: with one the whole gateway stops ("account.secret?.trim is not a function"; 2026.9.6).
      config: ({ answers }) => ({ enabled: true, botId: answers['bot-id'], secret: secretText('WECOM_BOT_SECRET'), ...directMessages(answers['user-id']), ...groups(answers) }),
    },
  ],
  plugin: { id: 'wecom-openclaw-plugin', package: '@wecom/wecom-openclaw-plugin', maker: 'the WeCom team of Tencent' },
  runbook: `The plugin \`@wecom/wecom-openclaw-plugin\` is made by Tencent's WeCom team, not by OpenClaw. It runs inside the gateway and can do whatever the gateway can: read the configuration, the secrets and all conversations. OpenClaw names the version and checks that the package is that very one.

1. In WeCom make a smart bot (智能机器人) in **API mode** with a **long connection** (长连接). It shows a Bot ID and a Secret: the secret is \`WECOM_BOT_SECRET\`.
2. \`npm run secrets\`, then \`npm run deploy\`. Neither a public address nor a callback is needed.
3. Find the bot in WeCom and write to it.
{{#if answers.group-id}}
4. Add the bot to the groups you listed and mention it there. In other groups it says nothing.
{{/if}}`,
  pairing: `{{#if answers.user-id}}Nothing to approve: the people you listed are answered, everybody else is refused.{{else}}The bot answers your message with your user id and a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve wecom CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: '`unknown channel id: wecom`, and the gateway does not start', why: 'The plugin could not be fetched from npm, and OpenClaw refuses settings of a channel that it does not have.', cure: 'Restart, so that it is tried again: `fly apps restart {{app}}`. If npm does not have it any more: `npx --yes create-openclaw-fly@latest remove wecom`, then `npm run config -- push`.' },
    { see: 'The log repeats `Connection lost, reconnecting`', why: 'Bot ID or secret is wrong, or the same bot is connected somewhere else: WeCom keeps one connection.', cure: 'Compare the Bot ID, and copy the secret anew: {{rotate "WECOM_BOT_SECRET"}}. Use a bot for one gateway only.' },
    { see: '`typed hook "before_prompt_build" blocked`', why: 'OpenClaw does not let plugins of others read conversations for purposes of their own. The channel works without.', cure: 'Nothing has to be done.' },
  ],
})
