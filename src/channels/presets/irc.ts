import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

interface Answers {
  readonly channel: readonly string[]
  readonly 'user-id': readonly string[]
}

/** The channels that it joins, each with the people who are answered there. The list for direct messages is not used in channels. */
function channels({ channel, 'user-id': people }: Answers): object {
  if (channel.length === 0) return { groupPolicy: 'disabled' }
  const allowFrom = people.length > 0 ? people : ['*']
  return { channels: channel, groupPolicy: 'allowlist', groups: Object.fromEntries(channel.map((name) => [name, { requireMention: true, allowFrom }])) }
}

export default defineChannel({
  id: 'irc',
  label: 'IRC',
  hint: 'a nick on an IRC network',
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/irc',
  aliases: ['internet-relay-chat', 'libera', 'oftc'],
  // OpenClaw reads both variables by itself, and takes no reference in their place.
  secrets: {
    IRC_NICKSERV_PASSWORD: {
      label: 'NickServ password',
      where: 'the password of the registered nick; leave it out if the nick is not registered',
      pattern: '^[!#-&(-_a-~]{3,200}$',
      example: 'the password of the nick',
      optional: true,
    },
    IRC_PASSWORD: {
      label: 'IRC server password',
      where: 'whoever runs the network; public networks have none',
      pattern: '^[!#-&(-_a-~]{1,200}$',
      example: 'the password of the server',
      optional: true,
    },
  },
  questions: {
    host: {
      label: 'IRC server',
      help: 'The address of the network.',
      kind: 'text',
      pattern: '^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$',
      form: 'a host name, without a port',
      example: 'irc.libera.chat',
      required: true,
    },
    tls: {
      label: 'Encrypted connection (TLS)',
      help: 'Every public network has it. Without it anybody on the way reads along, passwords too.',
      kind: 'choice',
      default: 'yes',
      choices: [
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No' },
      ],
    },
    port: {
      label: 'Port',
      help: 'Empty: 6697 with TLS, 6667 without.',
      kind: 'text',
      pattern: '^([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$',
      form: 'a port from 1 to 65535',
      example: '6697',
    },
    nick: {
      label: "The bot's nick",
      help: 'Nobody else may have it. Register it with NickServ from an IRC program before, so that it stays yours.',
      kind: 'text',
      pattern: '^[A-Za-z\\[\\]\\\\_^{|}][A-Za-z0-9\\[\\]\\\\_^{|}-]{0,29}$',
      form: 'an IRC nick (a letter first, no spaces)',
      example: 'openclaw-bot',
      required: true,
    },
    channel: {
      label: 'IRC channels',
      help: 'Channels that it joins, and answers in when its nick is said. Empty: private messages only.',
      kind: 'list',
      pattern: '^[#&][^\\s,:"\'\\u0000-\\u001f]{1,63}$',
      form: 'an IRC channel with its #',
      example: '#my-channel',
      without: 'private messages only',
    },
    'user-id': {
      label: 'You on IRC',
      help: 'Only these people are answered. A nick alone can be taken by anybody, so the host or cloak counts too: /whois yourself. Empty: private messages after pairing, and everybody in the channels.',
      kind: 'list',
      pattern: '^[^\\s!@,*"\']+(![^\\s!@,*"\']+)?@[^\\s!@,*"\']+$',
      form: 'nick@host or nick!user@host as /whois shows it',
      example: 'alice@user/alice',
    },
  },
  eras: [
    {
      since: '2026.3.28',
      config: ({ answers }) => ({
        enabled: true,
        host: answers.host,
        ...(answers.port !== undefined && { port: Number(answers.port) }),
        tls: answers.tls === 'yes',
        nick: answers.nick,
        ...directMessages(answers['user-id']),
        ...channels(answers),
      }),
    },
  ],
  plugin: { id: 'irc', package: '@openclaw/irc' },
  runbook: `1. From any IRC program, register the nick with NickServ (on Libera.Chat: \`/msg NickServ REGISTER PASSWORD EMAIL\`). That password is \`IRC_NICKSERV_PASSWORD\`. Networks without NickServ need none.
2. Say the bot's nick in one of its channels, or write to it in private: \`/msg {{answers.nick}} hello\`.

Some networks refuse connections from clouds unless the nick signs in; ask for an exception if the log says that the address is banned. What is said while the gateway does not run is lost: IRC keeps nothing.`,
  pairing: `{{#if answers.user-id}}Nothing to approve: you are on the list.{{else}}The bot answers your private message with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve irc CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: 'The log says `drop group sender … (policy=allowlist)`', why: 'Your host is not the one on the list: without a cloak it changes with your connection.', cure: 'Take nick and host from the log line, or ask the network for a cloak.' },
    { see: 'The log says `missing-mention`', why: 'In a channel the bot answers only when its nick is said.', cure: 'Begin the line with its nick.' },
    { see: 'The nick is in use, or the bot has another one', why: 'Somebody has the nick, or the old connection has not timed out yet.', cure: 'Wait some minutes; with a registered nick set its password: {{rotate "IRC_NICKSERV_PASSWORD"}}.' },
  ],
})
