import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

const openId = '^ou_[A-Za-z0-9]{16,64}$'
const chatId = '^oc_[A-Za-z0-9]{16,64}$'

/** Its listener of its own: OpenClaw's default, 3000 on 127.0.0.1, is the gateway's port and nothing outside gets to it. */
const listener = { port: 3001, path: '/feishu/events' } as const

/** The groups in which the bot answers, and whom; the shape that every release takes. */
function groups({ 'group-id': ids, 'user-id': people }: { readonly 'group-id': readonly string[]; readonly 'user-id': readonly string[] }): object {
  return {
    groupPolicy: 'allowlist',
    requireMention: true,
    ...(ids.length > 0 && {
      groupAllowFrom: ids,
      groups: Object.fromEntries(ids.map((id) => [id, { requireMention: true, ...(people.length > 0 && { allowFrom: people }) }])),
    }),
  }
}

export default defineChannel({
  id: 'feishu',
  label: 'Feishu / Lark',
  hint: 'a bot in your company\'s Feishu (China) or Lark (elsewhere)',
  // Part of the package until 2026.5, in the same shape as far back as schemas were recorded.
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/feishu',
  aliases: ['lark'],
  secrets: {
    FEISHU_APP_SECRET: {
      label: 'Feishu app secret',
      where: 'https://open.feishu.cn/app, or https://open.larksuite.com/app for Lark (your app, Credentials & Basic Info)',
      pattern: '^[A-Za-z0-9]{20,64}$',
      example: 'Ab12…',
    },
    FEISHU_VERIFICATION_TOKEN: {
      label: 'Feishu verification token',
      where: 'the same app, Events & Callbacks, Encryption Strategy',
      pattern: '^[A-Za-z0-9_-]{16,128}$',
      example: 'Ab12…',
      when: { question: 'mode', is: ['webhook'] },
    },
    FEISHU_ENCRYPT_KEY: {
      label: 'Feishu encrypt key',
      where: 'the same app, Events & Callbacks, Encryption Strategy',
      pattern: '^[!#-&(-_a-~]{8,128}$',
      example: 'Ab12…',
      when: { question: 'mode', is: ['webhook'] },
    },
  },
  questions: {
    'app-id': {
      label: 'Feishu app id',
      help: 'Beside the app secret, on the app\'s page Credentials & Basic Info. It is no secret.',
      kind: 'text',
      pattern: '^cli_[A-Za-z0-9]{10,40}$',
      form: 'an app id (cli_ and letters and digits)',
      example: 'cli_a1b2c3d4e5f6g7h8',
      required: true,
    },
    domain: {
      label: 'Feishu or Lark',
      help: 'Where you made the app: the two do not know each other\'s apps.',
      kind: 'choice',
      choices: [
        { value: 'feishu', label: 'Feishu', hint: 'open.feishu.cn' },
        { value: 'lark', label: 'Lark', hint: 'open.larksuite.com' },
      ],
      default: 'feishu',
    },
    mode: {
      label: 'How messages come in',
      help: 'Over a connection that the gateway opens, or by calls from Feishu, which need a public address.',
      kind: 'choice',
      choices: [
        { value: 'websocket', label: 'Connection', hint: 'needs no public address' },
        { value: 'webhook', label: 'Webhook', hint: 'Feishu calls the machine' },
      ],
      default: 'websocket',
    },
    'user-id': {
      label: 'Your Feishu open id',
      help: 'These people are answered at once, everybody else is refused. Each app has ids of its own, so mostly you get yours from the bot\'s first answer. Empty: the bot answers strangers with a pairing code.',
      kind: 'list',
      pattern: openId,
      form: 'an open id (ou_ and letters and digits)',
      example: 'ou_7d8a6e6df7621556ce0d21922b676706',
    },
    'group-id': {
      label: 'Feishu group ids',
      help: 'Groups in which the bot answers when it is mentioned. In the group: the menu at the top right, Settings, Group ID. Empty: no group.',
      kind: 'list',
      pattern: chatId,
      form: 'a group id (oc_ and letters and digits)',
      example: 'oc_a0553eda9014c201e6969b478895c230',
      without: 'direct messages only',
    },
  },
  eras: [
    {
      since: '2026.3.28',
      config: ({ answers, secret }) => ({
        enabled: true,
        appId: answers['app-id'],
        appSecret: secret('FEISHU_APP_SECRET'),
        domain: answers.domain,
        connectionMode: answers.mode,
        ...(answers.mode === 'webhook' && {
          verificationToken: secret('FEISHU_VERIFICATION_TOKEN'),
          encryptKey: secret('FEISHU_ENCRYPT_KEY'),
          webhookHost: '0.0.0.0',
          webhookPort: listener.port,
          webhookPath: listener.path,
        }),
        ...directMessages(answers['user-id']),
        ...groups(answers),
      }),
    },
  ],
  accounts: true,
  plugin: { id: 'feishu', package: '@openclaw/feishu' },
  fly: { webhook: { ...listener, when: { question: 'mode', is: ['webhook'] } } },
  runbook: `1. On {{#if (eq answers.domain "lark")}}[open.larksuite.com](https://open.larksuite.com/app){{else}}[open.feishu.cn](https://open.feishu.cn/app){{/if}} make a custom app ("Create Custom App"). Under **Credentials & Basic Info** is its App ID and its App Secret: the secret is \`FEISHU_APP_SECRET\`.
2. Under **Add Features** add **Bot**.
3. Under **Permissions & Scopes** add \`im:message\`, \`im:message.p2p_msg:readonly\`, \`im:message.group_at_msg:readonly\`, \`im:message:send_as_bot\`, \`im:resource\` and \`contact:user.base:readonly\`.
{{#if (eq answers.mode "webhook")}}
4. Under **Events & Callbacks → Encryption Strategy** are the Verification Token (\`FEISHU_VERIFICATION_TOKEN\`) and the Encrypt Key (\`FEISHU_ENCRYPT_KEY\`; make one if it is empty). Then \`npm run secrets\` and \`npm run deploy\`.
5. Then, with the gateway running, choose there **Send events to developer's server**{{#if webhook}} and give this address, which Feishu tries at once: \`{{webhook}}\`{{/if}}
6. Add the event \`im.message.receive_v1\`.
7. Under **Version Management & Release** make a version and publish it. Somebody who administers your company's Feishu may have to approve it; until then the bot is silent.
{{else}}
4. \`npm run secrets\`, then \`npm run deploy\`: the next step works only while the gateway is connected.
5. Under **Events & Callbacks** choose **Receive events through persistent connection**, and add the event \`im.message.receive_v1\`.
6. Under **Version Management & Release** make a version and publish it. Somebody who administers your company's Feishu may have to approve it; until then the bot is silent.
{{/if}}

{{#if answers.group-id}}
Add the bot to the groups you listed and mention it there. In other groups it says nothing.
{{/if}}`,
  pairing: `{{#if answers.user-id}}Nothing to approve: the people you listed are answered, everybody else is refused.{{else}}Search for the bot in {{#if (eq answers.domain "lark")}}Lark{{else}}Feishu{{/if}} and write to it. It answers with your open id and a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve feishu CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: 'The bot gets no messages, and the log shows nothing', why: 'The version with the event was not published, or not approved yet.', cure: 'Look under **Version Management & Release** whether the newest version is online; any change of permissions or events needs a new one.' },
    { see: 'The page does not let you save the persistent connection', why: 'Feishu lets you only while the gateway is connected to it.', cure: 'See whether it is: `{{oc "channels status --probe"}}`. If not, compare App ID, App Secret and Feishu or Lark.' },
    { see: '`401` and `Invalid signature` for calls from Feishu', why: 'The encrypt key at Fly is not the one of the app.', cure: '{{#if (eq answers.mode "webhook")}}Copy both values of **Encryption Strategy** anew: {{rotate "FEISHU_ENCRYPT_KEY" "FEISHU_VERIFICATION_TOKEN"}}.{{else}}You chose the connection: under **Events & Callbacks** choose **Receive events through persistent connection**.{{/if}}' },
    { see: 'No answer in a group', why: 'The group is not listed, or the bot was not mentioned itself: `@all` does not count.', cure: 'Its id is in the group\'s menu, Settings: {{answer "group-id" "ID"}}. Mention the bot by its name.' },
  ],
})
