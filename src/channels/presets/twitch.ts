import { defineChannel } from '../define.ts'
import { secretText } from '../secret-text.ts'

const login = '^[a-z0-9][a-z0-9_]{2,24}$'

const roles = {
  owner: ['owner'],
  moderators: ['owner', 'moderator'],
  subscribers: ['owner', 'moderator', 'vip', 'subscriber'],
  everyone: ['all'],
} as const

/** Twitch has no pairing: a list of people, or else roles. A list wins over roles. */
function audience({ who, 'user-id': people }: { readonly who: keyof typeof roles | 'listed'; readonly 'user-id': readonly string[] }): object {
  if (who !== 'listed') return { allowedRoles: roles[who] }
  return people.length > 0 ? { allowFrom: people } : { allowedRoles: roles.owner }
}

export default defineChannel({
  id: 'twitch',
  label: 'Twitch',
  hint: 'a bot account in the chat of one channel',
  since: '2026.6.11',
  docs: 'https://docs.openclaw.ai/channels/twitch',
  aliases: ['twitch-chat'],
  secrets: {
    OPENCLAW_TWITCH_ACCESS_TOKEN: {
      label: 'Twitch access token of the bot account',
      where: '`twitch token -u -s "chat:read chat:edit"`, signed in as the bot (User Access Token)',
      pattern: '^(oauth:)?[a-z0-9]{28,64}$',
      example: 'oauth:…',
    },
    TWITCH_CLIENT_SECRET: {
      label: 'Client secret of your Twitch application',
      where: 'https://dev.twitch.tv/console/apps (your application, Manage, New Secret)',
      pattern: '^[a-z0-9]{28,64}$',
      example: '30 small letters and digits',
      when: { question: 'renew', is: ['yes'] },
    },
    TWITCH_REFRESH_TOKEN: {
      label: 'Twitch refresh token of the bot account',
      where: 'the same command that showed the access token (Refresh Token)',
      pattern: '^[A-Za-z0-9%/+=_-]{28,512}$',
      example: '50 letters and digits',
      when: { question: 'renew', is: ['yes'] },
    },
  },
  questions: {
    username: {
      label: "The bot's Twitch account",
      help: 'An account made for the bot: its login name.',
      kind: 'text',
      pattern: login,
      form: 'a Twitch login name (small letters, digits and _)',
      example: 'my_openclaw_bot',
      required: true,
    },
    channel: {
      label: 'Twitch channel',
      help: 'The channel whose chat it joins: the last part of its address.',
      kind: 'text',
      pattern: login,
      form: 'the name of a Twitch channel (small letters, digits and _)',
      example: 'yourchannel',
      required: true,
    },
    'client-id': {
      label: 'Client ID of your Twitch application',
      help: 'https://dev.twitch.tv/console/apps: your application, Manage. It is no secret.',
      kind: 'text',
      pattern: '^[a-z0-9]{28,64}$',
      form: 'a client id (about 30 small letters and digits)',
      example: 'abcdefghij0123456789abcdefghij',
      required: true,
    },
    renew: {
      label: 'Renew the token by itself',
      help: 'A token of Twitch ends after some hours. Without renewing, the bot is then silent until you set another.',
      kind: 'choice',
      default: 'yes',
      choices: [
        { value: 'yes', label: 'Yes', hint: 'needs an application of your own' },
        { value: 'no', label: 'No' },
      ],
    },
    who: {
      label: 'Whom it answers',
      help: 'Always only when it is mentioned. Every answer costs you tokens of your model.',
      kind: 'choice',
      default: 'owner',
      choices: [
        { value: 'owner', label: 'The owner of the channel' },
        { value: 'listed', label: 'People that you list' },
        { value: 'moderators', label: 'The owner and moderators' },
        { value: 'subscribers', label: 'Subscribers, VIPs and moderators too' },
        { value: 'everyone', label: 'Everybody in the chat' },
      ],
    },
    'user-id': {
      label: 'Twitch user ids',
      help: 'Numbers, not names, for names can change hands. https://www.streamweasels.com/tools/convert-twitch-username-to-user-id/ tells them.',
      kind: 'list',
      pattern: '^[1-9][0-9]{0,14}$',
      form: 'a Twitch user id (digits only)',
      example: '123456789',
      when: { question: 'who', is: ['listed'] },
      required: true,
    },
  },
  // The settings of Twitch take its secrets as text alone, must have the token in them, and take further accounts only where
  // there are no settings beside them (2026.9.6).
  eras: [
    {
      since: '2026.6.11',
      config: ({ answers }) => ({
        enabled: true,
        username: answers.username,
        accessToken: secretText('OPENCLAW_TWITCH_ACCESS_TOKEN'),
        clientId: answers['client-id'],
        ...(answers.renew === 'yes' && { clientSecret: secretText('TWITCH_CLIENT_SECRET'), refreshToken: secretText('TWITCH_REFRESH_TOKEN') }),
        channel: answers.channel,
        requireMention: true,
        ...audience(answers),
      }),
    },
  ],
  plugin: { id: 'twitch', package: '@openclaw/twitch' },
  runbook: `1. Make a Twitch account for the bot, with two-factor sign-in.
2. On <https://dev.twitch.tv/console/apps> register an application: redirect URL \`http://localhost:3000\`, type *Confidential*. Its Client ID is in your answers{{#if (eq answers.renew "no")}}{{else}}; its secret is \`TWITCH_CLIENT_SECRET\`{{/if}}.
3. Install the [Twitch CLI](https://dev.twitch.tv/docs/cli/) on your own computer, sign the browser in **as the bot**, and run:
   \`\`\`sh
   twitch configure
   twitch token -u -s "chat:read chat:edit"
   \`\`\`
   {{#unless isPublic}}It uses port 3000 of your computer for a moment: end \`npm run open\` before. {{/unless}}*User Access Token* is \`OPENCLAW_TWITCH_ACCESS_TOKEN\`{{#if (eq answers.renew "no")}}; it ends after some hours{{else}}, *Refresh Token* is \`TWITCH_REFRESH_TOKEN\`{{/if}}.
4. In the chat of the channel mention it: \`@{{word answers.username}} hello\`. There are no direct messages and no pairing on Twitch: whom it answers is the answer \`who\` (\`npm run update -- --twitch.who moderators\`, then \`npm run config -- push\`).`,
  troubles: [
    { see: '"Login authentication failed", or the log says that the token is not valid', why: 'The access token ended, or was made while you were signed in as somebody else.', cure: 'Run `twitch token` again, signed in as the bot, then {{#if (eq answers.renew "no")}}{{rotate "OPENCLAW_TWITCH_ACCESS_TOKEN"}}{{else}}{{rotate "OPENCLAW_TWITCH_ACCESS_TOKEN" "TWITCH_REFRESH_TOKEN"}}{{/if}}.' },
    { see: 'The log says `token refresh disabled`', why: 'The refresh token is missing.', cure: '{{#if (eq answers.renew "no")}}Let it renew its token: `npm run update -- --twitch.renew yes`, then `npm run secrets`, `npm run deploy` and `npm run config -- push`.{{else}}Set both anew, as step 3 shows them: {{rotate "OPENCLAW_TWITCH_ACCESS_TOKEN" "TWITCH_REFRESH_TOKEN"}}.{{/if}}' },
    { see: 'It is in the chat, but silent', why: 'It was not mentioned, or you are not among those it answers.', cure: 'Begin with `@` and its name. Follower-only or verified-only chats refuse new accounts: make it a moderator with `/mod`.' },
  ],
})
