import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

const path = '/nextcloud-talk-webhook'
const port = 8788

/** Where Nextcloud's requests arrive: a listener of its own, for Fly's edge and so on every address. */
function listener(webhook: string | null): object {
  return { webhookPort: port, webhookHost: '0.0.0.0', webhookPath: path, ...(webhook !== null && { webhookPublicUrl: webhook }) }
}

function rooms({ room, 'user-id': people }: { readonly room: readonly string[]; readonly 'user-id': readonly string[] }): object {
  return {
    groupPolicy: 'allowlist',
    ...(room.length > 0 && {
      rooms: Object.fromEntries(room.map((token) => [token, { enabled: true, requireMention: true, ...(people.length > 0 && { allowFrom: people }) }])),
    }),
  }
}

export default defineChannel({
  id: 'nextcloud-talk',
  label: 'Nextcloud Talk',
  hint: 'a bot on your Nextcloud; the server calls your public address',
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/nextcloud-talk',
  aliases: ['nextcloud', 'nc-talk', 'nc'],
  secrets: {
    NEXTCLOUD_TALK_BOT_SECRET: {
      label: 'Nextcloud Talk bot secret',
      where: 'you make it (openssl rand -hex 32) and give the same one to occ talk:bot:install',
      // Talk wants 40 to 128 characters.
      pattern: '^[A-Za-z0-9_+/=.-]{40,128}$',
      example: '0123abcd…',
    },
    NEXTCLOUD_TALK_API_PASSWORD: {
      label: 'Nextcloud app password',
      where: 'Nextcloud: Settings, Security, Devices & sessions, Create new app password, as the user of --nextcloud-talk.api-user',
      pattern: '^[A-Za-z0-9-]{10,128}$',
      example: 'AbCdE-…',
      when: { question: 'api-user' },
    },
  },
  questions: {
    'base-url': {
      label: 'Address of your Nextcloud',
      help: 'As you open it in the browser, without a slash at the end. Fly must reach it.',
      kind: 'text',
      pattern: '^https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*$',
      form: 'an address that begins with https:// and has no slash at its end',
      example: 'https://cloud.example.com',
      required: true,
    },
    'user-id': {
      label: 'Your Nextcloud user name',
      help: 'Only these people are answered: the name you sign in with, not the one that is shown. Empty: everybody in the listed conversations, and direct messages after pairing.',
      kind: 'list',
      pattern: '^[a-z0-9][a-z0-9_.@-]{0,63}$',
      form: 'a user name in small letters',
      example: 'ada',
    },
    room: {
      label: 'Nextcloud Talk conversations',
      help: 'Conversations in which the bot answers when it is mentioned: what stands behind /call/ in their address. Empty: none.',
      kind: 'list',
      pattern: '^[a-z0-9]{4,32}$',
      form: 'what stands behind /call/ in the address (small letters and digits)',
      example: 'a1b2c3d4',
    },
    'api-user': {
      label: 'Nextcloud user for looking up conversations',
      help: 'Talk does not say which conversation is a direct message; with a user and an app password the bot asks. Empty: it answers only in the conversations you list, and only when it is mentioned.',
      kind: 'text',
      pattern: '^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$',
      form: 'a user name',
      example: 'openclaw',
      without: 'no direct messages',
    },
  },
  eras: [
    {
      since: '2026.3.28',
      config: ({ answers, secret, site }) => ({
        enabled: true,
        baseUrl: answers['base-url'],
        botSecret: secret('NEXTCLOUD_TALK_BOT_SECRET'),
        ...(answers['api-user'] !== undefined && { apiUser: answers['api-user'], apiPassword: secret('NEXTCLOUD_TALK_API_PASSWORD') }),
        ...listener(site.webhook),
        ...directMessages(answers['user-id']),
        ...rooms(answers),
      }),
    },
  ],
  plugin: { id: 'nextcloud-talk', package: '@openclaw/nextcloud-talk' },
  fly: { webhook: { path, port, health: '/healthz' } },
  runbook: `1. Make a secret of your own, \`openssl rand -hex 32\`: that is \`NEXTCLOUD_TALK_BOT_SECRET\`.{{#if answers.api-user}} As {{code answers.api-user}} make an app password in Nextcloud under **Settings → Security**: that is \`NEXTCLOUD_TALK_API_PASSWORD\`.{{/if}} Give {{#if answers.api-user}}both{{else}}it{{/if}} to \`npm run secrets\`, then \`npm run deploy\`.
2. On the Nextcloud server, in Nextcloud's folder, install the bot with it. \`occ\` has to run as the user of the web server, often \`www-data\`. The secret stands in the command: begin the line with a space, then most shells do not keep it.
   \`\`\`sh
    sudo -u www-data php occ talk:bot:install OpenClaw 'THE-SECRET' {{#if webhook}}{{word webhook}}{{else}}https://YOUR-ADDRESS/nextcloud-talk-webhook{{/if}} --feature webhook --feature response --feature reaction
   \`\`\`
   Without \`--feature response\` its answers are refused (401).
3. As a moderator of the conversation open **⋯ → Conversation settings → Bots** there and enable it.`,
  pairing: `{{#if answers.user-id}}
Only the people you listed are answered.
{{else}}
{{#if answers.api-user}}
A direct message is answered with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve nextcloud-talk CODE"}}
\`\`\`
{{else}}
The bot answers in the conversations you listed, when it is mentioned.{{/if}}{{/if}}`,
  troubles: [
    {
      see: '`401` in the log when the bot answers',
      why: 'It was installed without `--feature response`, or with another secret.',
      cure: 'On the server, as in step 2: `occ talk:bot:list` shows its number; then `occ talk:bot:state --feature webhook --feature response --feature reaction NUMBER 1`. If that does not help, uninstall it and install it with the secret that Fly has.',
    },
    {
      see: 'Nothing arrives at all',
      why: 'The Nextcloud server does not reach the bot\'s address; many firewalls let only port 443 out.',
      cure: '{{#if webhook}}On the server ask for it (`curl -i`): {{code webhook}} must answer `404`. {{/if}}If that waits, open the port for outgoing connections there.',
    },
    {
      see: 'A direct message is ignored',
      why: '{{#if answers.api-user}}Nextcloud was not asked whether it is one: the app password is wrong, or its user is not in it.{{else}}Without a user that looks it up, every conversation counts as a room.{{/if}}',
      cure: '{{#if answers.api-user}}Make a new app password: {{rotate "NEXTCLOUD_TALK_API_PASSWORD"}}.{{else}}Name one, `npm run update -- --nextcloud-talk.api-user USER`, then `npm run secrets`, `npm run deploy` and `npm run config -- push`.{{/if}} Or list the conversation: {{answer "room" "ROOM"}}.',
    },
  ],
})
