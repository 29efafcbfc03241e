import { defineChannel } from '../define.ts'

const openId = '^[0-9A-F]{32}$'

/** Stands for nobody: OpenClaw's own word for a list without an approver, which may not be empty (catalogue of 2026.9.6). */
const NOBODY = 'openclaw:approval-disabled'

interface People {
  readonly 'user-id': readonly string[]
  readonly 'member-id': readonly string[]
}

/** The plugin has no pairing and, left to itself, answers everybody: closed until somebody is listed. */
function access({ 'user-id': people, 'member-id': members }: People): object {
  return {
    dmPolicy: 'allowlist',
    allowFrom: people.length > 0 ? people : [NOBODY],
    ...(members.length > 0 ? { groupPolicy: 'allowlist', groupAllowFrom: members, groups: { '*': { requireMention: true } } } : { groupPolicy: 'disabled' }),
  }
}

export default defineChannel({
  id: 'qqbot',
  label: 'QQ',
  hint: 'a bot of the QQ Open Platform; a plugin by Tencent',
  // Tencent's plugin took the place of OpenClaw's own in 2026.8; 2.0.3 is pinned from 2026.9.1 on. Up to 2026.9.4 nothing
  // fetches it while its settings are there, not even `plugins install` ("unknown channel id"; 9.3 and 9.4 run with
  // WeCom's); from 2026.9.5 on that command first mends what is missing.
  since: '2026.9.5',
  docs: 'https://docs.openclaw.ai/channels/qqbot',
  aliases: ['qq'],
  secrets: {
    QQBOT_CLIENT_SECRET: {
      label: 'AppSecret of the QQ bot',
      where: 'https://q.qq.com (your bot, development settings; it is shown once, then only made anew)',
      pattern: '^[A-Za-z0-9]{16,64}$',
      example: 'Ab12…',
    },
  },
  questions: {
    'app-id': {
      label: 'AppID of the QQ bot',
      help: 'Beside the AppSecret. It is no secret.',
      kind: 'text',
      pattern: '^[1-9][0-9]{5,14}$',
      form: 'an AppID (digits only)',
      example: '102012345',
      required: true,
    },
    'user-id': {
      label: 'Your OpenID for this bot',
      help: 'Only these people are answered directly. It is not your QQ number: the bot tells it when you send it /bot-me. Empty: nobody is answered yet.',
      kind: 'list',
      pattern: openId,
      form: 'an OpenID (32 digits 0-9 and capitals A-F)',
      example: '0123456789ABCDEF0123456789ABCDEF',
      without: 'nobody is answered until your OpenID is listed',
    },
    'member-id': {
      label: 'OpenIDs of people in groups',
      help: 'Only these people are answered in groups, when they mention the bot. A person has another OpenID there, which the log names. Empty: no group.',
      kind: 'list',
      pattern: openId,
      form: 'an OpenID (32 digits 0-9 and capitals A-F)',
      example: 'FEDCBA9876543210FEDCBA9876543210',
    },
  },
  eras: [
    {
      since: '2026.9.5',
      // Unlike other plugins' it may be a reference: OpenClaw resolves it before the plugin sees it (its catalogue's channelSecrets).
      config: ({ answers, secret }) => ({ enabled: true, appId: answers['app-id'], clientSecret: secret('QQBOT_CLIENT_SECRET'), ...access(answers) }),
    },
  ],
  plugin: { id: 'openclaw-qqbot', package: '@tencent-connect/openclaw-qqbot', maker: 'Tencent Connect' },
  runbook: `The plugin \`@tencent-connect/openclaw-qqbot\` is made by Tencent, not by OpenClaw. It runs inside the gateway and can do whatever the gateway can: read the configuration, the secrets and all conversations. OpenClaw names the version and checks that the package is that very one.

1. On [q.qq.com](https://q.qq.com) sign in with QQ on your phone and make a bot. Its page shows the AppID and the AppSecret: the latter is \`QQBOT_CLIENT_SECRET\`. Copy it at once, for it is shown once.
2. \`npm run secrets\`, then \`npm run deploy\`.
3. Find the bot in QQ and write to it.`,
  pairing: `{{#if answers.user-id}}Nothing to approve: the people you listed are answered, everybody else is refused.{{else}}This channel has no pairing, and nobody is answered yet. Send \`/bot-me\` to the bot: it tells your OpenID for this bot. Then list yourself: {{answer "user-id" "OPENID"}}.{{/if}}`,
  troubles: [
    { see: '`unknown channel id: qqbot`, and the gateway does not start', why: 'The plugin could not be fetched from npm, and OpenClaw refuses settings of a channel that it does not have.', cure: 'Restart, so that it is tried again: `fly apps restart {{app}}`. If npm does not have it any more: `npx --yes create-openclaw-fly@latest remove qqbot`, then `npm run config -- push`.' },
    { see: '`QQBot not configured (missing appId or clientSecret)`', why: 'The secret is not at Fly, or belongs to another bot.', cure: 'Copy it anew: {{rotate "QQBOT_CLIENT_SECRET"}}.' },
    { see: 'The bot does not write by itself, for instance at a set time', why: 'QQ holds back what bots write to people who were silent for some time.', cure: 'Write to the bot, then it may write again.' },
  ],
})
