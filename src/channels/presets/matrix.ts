import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

interface Answers {
  readonly 'user-id': readonly string[]
  readonly room: readonly string[]
  readonly invites: 'all' | 'listed'
}

/** Rooms that are listed, and in them the people that are listed: everybody where nobody is. */
function rooms({ 'user-id': people, room }: Answers): object {
  if (room.length === 0) return { groupPolicy: 'disabled' }
  return {
    groupPolicy: 'allowlist',
    groupAllowFrom: people.length > 0 ? people : ['*'],
    groups: Object.fromEntries(room.map((id) => [id, { requireMention: true }])),
  }
}

/** An invitation does not say whether it is to a direct chat, so with a list of rooms alone nobody could begin one. */
function invitations({ invites, room }: Answers): object {
  return invites === 'listed' && room.length > 0 ? { autoJoin: 'allowlist', autoJoinAllowlist: room } : { autoJoin: invites === 'listed' ? 'off' : 'always' }
}

function direct(people: readonly string[]): object {
  const { dmPolicy, ...others } = directMessages(people)
  return { dm: { policy: dmPolicy, ...others } }
}

export default defineChannel({
  id: 'matrix',
  label: 'Matrix',
  hint: 'an account on a homeserver, with encryption',
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/matrix',
  aliases: ['element', 'synapse'],
  accounts: true,
  secrets: {
    MATRIX_PASSWORD: {
      label: "Password of the bot's Matrix account",
      where: 'the account that you made for the bot (a password without spaces and quotes)',
      pattern: '^[^\\s"\'`\\\\…]{8,512}$',
      example: 'a-long-password…',
      when: { question: 'sign-in', is: ['password'] },
    },
    MATRIX_ACCESS_TOKEN: {
      label: 'Matrix access token',
      where: 'a session made for the bot alone (the runbook has the command)',
      pattern: '^[A-Za-z0-9_.~+/=-]{16,1024}$',
      example: 'syt_…',
      when: { question: 'sign-in', is: ['token'] },
    },
  },
  questions: {
    homeserver: {
      label: 'Homeserver',
      help: 'The address of the server itself. For an account @bot:example.org it is in https://example.org/.well-known/matrix/client (matrix.org: https://matrix-client.matrix.org).',
      kind: 'text',
      pattern: '^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?$',
      form: 'an address such as https://matrix.example.org, without a slash at its end',
      example: 'https://matrix.example.org',
      required: true,
    },
    'bot-id': {
      label: "The bot's Matrix id",
      help: 'The account that you made for the bot.',
      kind: 'text',
      pattern: '^@[a-z0-9._=/+-]+:[A-Za-z0-9.-]+(:[0-9]{1,5})?$',
      form: 'a Matrix id such as @bot:example.org',
      example: '@bot:example.org',
      required: true,
    },
    'sign-in': {
      label: 'How the bot signs in',
      help: 'With the password it makes a session of its own. A homeserver without passwords (single sign-on) wants a token.',
      kind: 'choice',
      default: 'password',
      choices: [
        { value: 'password', label: 'Password' },
        { value: 'token', label: 'Access token', hint: 'never one copied from an app that you use' },
      ],
    },
    encryption: {
      label: 'Encrypted chats',
      help: 'Most apps encrypt direct chats, and without this the bot cannot read them.',
      kind: 'choice',
      default: 'on',
      choices: [
        { value: 'on', label: 'On' },
        { value: 'off', label: 'Off', hint: 'for rooms that are not encrypted' },
      ],
    },
    'user-id': {
      label: 'Your Matrix id',
      help: 'These people are answered at once, everybody else is refused. Small and capital letters count. Empty: direct messages after pairing, and everybody in the rooms.',
      kind: 'list',
      pattern: '^@[^\\s:@"\'`]+:[A-Za-z0-9.-]+(:[0-9]{1,5})?$',
      form: 'a Matrix id such as @you:example.org',
      example: '@you:example.org',
    },
    room: {
      label: 'Matrix rooms',
      help: 'Rooms in which the bot answers when it is mentioned. The id is in the settings of the room, under Advanced. Empty: direct messages only.',
      kind: 'list',
      pattern: '^([!#][^\\s:"\'`]+:[A-Za-z0-9.-]+(:[0-9]{1,5})?|![A-Za-z0-9_-]{43})$',
      form: 'a room id that begins with !, or an alias such as #room:example.org',
      example: '!AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdE',
      without: 'direct messages only',
    },
    invites: {
      label: 'Invitations that it accepts',
      help: 'It has to be in a room to answer there, and a direct chat is a room too. Whom it answers is decided by the lists above.',
      kind: 'choice',
      default: 'all',
      choices: [
        { value: 'all', label: 'All', hint: 'so that you can begin a direct chat' },
        { value: 'listed', label: 'Only to the rooms listed' },
      ],
    },
  },
  eras: [
    {
      since: '2026.3.28',
      config: ({ answers, secret }) => ({
        enabled: true,
        homeserver: answers.homeserver,
        userId: answers['bot-id'],
        ...(answers['sign-in'] === 'password' ? { password: secret('MATRIX_PASSWORD'), deviceName: 'OpenClaw' } : { accessToken: secret('MATRIX_ACCESS_TOKEN') }),
        encryption: answers.encryption === 'on',
        ...direct(answers['user-id']),
        ...rooms(answers),
        ...invitations(answers),
      }),
    },
  ],
  plugin: { id: 'matrix', package: '@openclaw/matrix' },
  runbook: `1. Make an account for the bot on your homeserver, with an app such as [Element](https://app.element.io) in a private window.{{#if (eq answers.sign-in "token")}}
2. Make a session for the bot alone; the \`access_token\` in the answer is \`MATRIX_ACCESS_TOKEN\`. (A token copied from an app would be shared with that app, and encryption breaks.) Where the account has a password, this does it; type the password, which is not shown, and press Enter:
   \`\`\`sh
   read -rs PASSWORD && export PASSWORD && node -e 'process.stdout.write(JSON.stringify({ type: "m.login.password", identifier: { type: "m.id.user", user: process.argv[1] }, password: process.env.PASSWORD, initial_device_display_name: "OpenClaw" }))' {{word answers.bot-id}} | curl -sS --json @- {{word answers.homeserver}}/_matrix/client/v3/login; unset PASSWORD
   \`\`\`
   Where people sign in elsewhere (single sign-on), ask whoever runs the homeserver for a token.
{{else}} Choose a long password without spaces and quotes: that is \`MATRIX_PASSWORD\`.
{{/if}}

After \`npm run deploy\` write to the bot directly{{#if answers.room}}, or invite it to its rooms and mention it there{{/if}}.
{{#if (eq answers.encryption "off")}}
Encryption is off: start the chat without it, for the bot cannot read encrypted messages.
{{else}}

**Encryption**: once the gateway runs, give the bot keys of its own and a backup of them. The second command shows the recovery key: keep it in your password manager.
\`\`\`sh
{{oc "matrix verify bootstrap"}}
{{oc "matrix verify status --include-recovery-key --json"}}
\`\`\`
Its keys are on the volume: with a new volume, the bot cannot read what was written before. The first start fetches a library for encryption from GitHub, which takes a minute.
{{/if}}`,
  pairing: `{{#if answers.user-id}}Nothing to approve: you are on the list.{{else}}The bot answers your direct message with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve matrix CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: 'The bot does not come when it is invited', why: '{{#if (eq answers.invites "listed")}}It accepts only invitations to the rooms that are listed, or the{{else}}The{{/if}} gateway did not run.', cure: 'Invite it again while it runs. {{#if (eq answers.invites "listed")}}To begin a direct chat with it: {{answer "invites" "all"}}.{{/if}}' },
    { see: 'It is in the room, but answers nothing', why: 'The room is not listed, it was not mentioned, or you are not on the list; Matrix ids differ by small and capital letters.', cure: 'Mention it by its full id, and see who was refused: `{{oc "logs --limit 200"}}`' },
    { see: '"Unable to decrypt", or encrypted messages stay without an answer', why: 'Its session is not verified, or was made anew without its old keys.', cure: 'Look at `{{oc "matrix verify status"}}`, then `{{oc "matrix verify bootstrap"}}`' },
    { see: 'The log says that the access token is unknown', why: 'The session was signed out, on the homeserver or in an app.', cure: '{{#if (eq answers.sign-in "token")}}Make a new one as above: {{rotate "MATRIX_ACCESS_TOKEN"}}.{{else}}Let it sign in anew: `fly apps restart {{word app}}`. If the password is another one now: {{rotate "MATRIX_PASSWORD"}}.{{/if}}' },
  ],
})
