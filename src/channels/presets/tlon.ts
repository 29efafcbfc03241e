import { defineChannel } from '../define.ts'
import { secretText } from '../secret-text.ts'

const ship = '^~[a-z]{3}([a-z]{3}(--?[a-z]{6}){0,7})?$'

export default defineChannel({
  id: 'tlon',
  label: 'Tlon',
  hint: 'a ship on Urbit: direct messages and groups',
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/tlon',
  aliases: ['urbit', 'landscape'],
  secrets: {
    TLON_CODE: {
      label: "Login code of the bot's ship",
      where: '`+code` in the dojo of the ship, or Settings of a ship hosted by Tlon',
      pattern: '^[a-z]{6}(-[a-z]{6}){3}$',
      example: 'four words of six letters, with - between them',
    },
  },
  questions: {
    ship: {
      label: "The bot's ship",
      help: 'A ship of its own: a moon of your planet will do.',
      kind: 'text',
      pattern: ship,
      form: 'the name of a ship with its ~',
      example: '~sampel-palnet',
      required: true,
    },
    url: {
      label: "Address of the bot's ship",
      help: 'As you open it in a browser. It must be reachable from the internet.',
      kind: 'text',
      pattern: '^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$',
      form: 'an address such as https://sampel-palnet.tlon.network',
      example: 'https://sampel-palnet.tlon.network',
      required: true,
    },
    owner: {
      label: 'Your own ship',
      help: 'It is always answered, and decides in a direct message who else may write to the bot. Empty: nobody can be let in later from Tlon.',
      kind: 'text',
      pattern: ship,
      form: 'the name of a ship with its ~',
      example: '~zod',
    },
    'user-id': {
      label: 'Other ships that are answered',
      help: 'In direct messages and in the channels. Empty: your own ship alone.',
      kind: 'list',
      pattern: ship,
      form: 'the name of a ship with its ~',
      example: '~nec',
    },
    channel: {
      label: 'Tlon channels',
      help: 'Channels in which it answers when it is mentioned. Empty: direct messages only.',
      kind: 'list',
      pattern: '^(chat|diary|heap)/~[a-z-]{3,64}/[a-z0-9-]{1,128}$',
      form: 'a channel such as chat/~host-ship/general',
      example: 'chat/~sampel-palnet/general',
      without: 'direct messages only',
    },
  },
  // The settings of Tlon take its code as text alone, and OpenClaw reads no variable for it by itself (2026.9.6). A list
  // that is empty lets nobody in; nothing is found and joined by itself.
  eras: [
    {
      since: '2026.3.28',
      config: ({ answers }) => ({
        enabled: true,
        ship: answers.ship,
        url: answers.url,
        code: secretText('TLON_CODE'),
        ...(answers.owner !== undefined && { ownerShip: answers.owner }),
        dmAllowlist: answers['user-id'],
        defaultAuthorizedShips: answers['user-id'],
        groupChannels: answers.channel,
        autoDiscoverChannels: false,
        autoAcceptDmInvites: answers['user-id'].length > 0,
        autoAcceptGroupInvites: false,
      }),
    },
  ],
  plugin: { id: 'tlon', package: '@openclaw/tlon' },
  runbook: `1. Boot or rent a ship for the bot, and open it in a browser once. Type \`+code\` in its dojo, or look into the settings of a ship that Tlon hosts: that is \`TLON_CODE\`. It changes when somebody resets it.
2. {{#if answers.owner}}From your own ship send it a direct message: you are answered right away.{{else}}No ship of yours is named as the owner: only the ships in \`user-id\` are answered, and requests of others are dropped without a word.{{/if}}
{{#if answers.channel}}
3. Invite the bot's ship to the groups of its channels, and mention it there.
{{/if}}

The ship keeps these lists too, and what is set there wins from the first start on: change them in Tlon, or by a message to the agent, not only in the answers.`,
  pairing: `There is no pairing code on Tlon. {{#if answers.owner}}When a stranger writes, the bot tells your ship, and you answer it \`approve\`, \`deny\` or \`block\`.{{else}}To decide about strangers from Tlon, name your ship: {{answer "owner" "~YOUR-SHIP"}}.{{/if}}`,
  troubles: [
    { see: 'The log says that signing in failed', why: 'The code changed, or the address is of another ship.', cure: 'Read `+code` again, then {{rotate "TLON_CODE"}}.' },
    { see: 'Direct messages are ignored', why: 'You are neither the owner nor on the list; without an owner nobody is asked.', cure: '{{#if answers.owner}}Write from {{code answers.owner}}, and let the bot know the ship with `approve`.{{else}}Name your ship: {{answer "owner" "~YOUR-SHIP"}}.{{/if}}' },
    { see: 'No answer in a group', why: 'The channel is not listed, the ship is not in the group, or it was not mentioned.', cure: "Mention it by its name with the ~. The channel is written `chat/~HOST/NAME`, with the ship that hosts the group." },
  ],
})
