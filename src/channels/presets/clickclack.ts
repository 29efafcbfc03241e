import { defineChannel } from '../define.ts'

export default defineChannel({
  id: 'clickclack',
  label: 'ClickClack',
  hint: 'a bot in a ClickClack workspace that you host',
  since: '2026.5.12',
  docs: 'https://docs.openclaw.ai/channels/clickclack',
  aliases: [],
  secrets: {
    CLICKCLACK_BOT_TOKEN: {
      label: 'ClickClack bot token',
      where: 'your ClickClack: Workspace settings, Integrations, OpenClaw, Manual token',
      pattern: '^ccb_[A-Za-z0-9_-]{12,200}$',
      example: 'ccb_…',
    },
  },
  questions: {
    'base-url': {
      label: 'Address of your ClickClack',
      help: 'As in the browser, without what comes after the server\'s name, unless ClickClack itself is in a folder.',
      kind: 'text',
      pattern: '^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*$',
      form: 'an https address without a slash at its end',
      example: 'https://clickclack.example.com',
      required: true,
    },
    workspace: {
      label: 'ClickClack workspace',
      help: 'Its id (wsp_…) or its short name, as in the browser\'s address line.',
      kind: 'text',
      pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$',
      form: 'the id or short name of a workspace (letters, digits, - and _)',
      example: 'default',
      required: true,
    },
    'user-id': {
      label: 'Your ClickClack user id',
      help: 'Only these people are answered, in direct messages and in channels. ClickClack has no pairing: without a list everybody in the workspace would be answered.',
      kind: 'list',
      pattern: '^usr_[A-Za-z0-9]{4,64}$',
      form: 'a user id (usr_ and letters and digits)',
      example: 'usr_01k8y3v0m2q4n6p8r0s2t4w6x8',
      required: true,
    },
  },
  // Before 2026.8.1 it cannot be told to wait for a mention: in channels it answers whatever the people on the list write.
  eras: [
    {
      since: '2026.5.12',
      config: ({ answers, secret }) => ({ enabled: true, baseUrl: answers['base-url'], token: secret('CLICKCLACK_BOT_TOKEN'), workspace: answers.workspace, allowFrom: answers['user-id'] }),
    },
    {
      since: '2026.8.1',
      config: ({ answers, secret }) => ({
        enabled: true,
        baseUrl: answers['base-url'],
        token: secret('CLICKCLACK_BOT_TOKEN'),
        workspace: answers.workspace,
        allowFrom: answers['user-id'],
        requireMention: true,
      }),
    },
  ],
  accounts: true,
  plugin: { id: 'clickclack', package: '@openclaw/clickclack' },
  runbook: `1. In your ClickClack open **Workspace settings → Integrations → OpenClaw** and make a bot with **Manual token** and the scope \`bot:write\`. The token is \`CLICKCLACK_BOT_TOKEN\`. The setup code that is offered there first is for a gateway on your own computer: it would write the token into the configuration.
2. Add the bot to the channels in which it should answer.
3. \`npm run secrets\`, then \`npm run deploy\`. The machine must reach your ClickClack under the address that you gave; a server at home behind a router is not reached.
4. Write to the bot directly, or mention it in one of its channels: \`@its-handle hello\`. Its display name does not count as a mention.`,
  pairing: 'Nothing to approve: the people you listed are answered, everybody else is refused.',
  troubles: [
    { see: '`ClickClack workspace not found`', why: 'The workspace is not called that, or the token is for another one.', cure: 'Name it by its id: {{answer "workspace" "WORKSPACE-ID"}}.' },
    { see: 'The bot answers nobody', why: 'Your user id is not on the list, the bot was not mentioned, or the token may not read.', cure: 'Add yourself: {{answer "user-id" "USER-ID"}}. What the token may do: `{{oc "channels status --probe"}}`' },
    { see: 'The log says that the command menu could not be published', why: 'The token is without `commands:write`. Messages work all the same.', cure: 'Make a new token with `bot:write`, or leave it.' },
  ],
})
