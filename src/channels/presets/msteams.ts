import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

const guid = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'

/** Teams' default, written down because Fly's edge calls it: express listens on every address (2026.9.6). */
const listener = { port: 3978, path: '/api/messages' } as const

/** A team alone lets nobody write: in a team only listed people are answered (2026.9.6). */
function teams({ team, 'user-id': people }: { readonly team: readonly string[]; readonly 'user-id': readonly string[] }): object {
  return {
    groupPolicy: 'allowlist',
    requireMention: true,
    ...(team.length > 0 && { groupAllowFrom: people, teams: Object.fromEntries(team.map((id) => [id, { requireMention: true }])) }),
  }
}

export default defineChannel({
  id: 'msteams',
  label: 'Microsoft Teams',
  hint: 'a bot in your organisation; Teams calls your public address',
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/msteams',
  aliases: ['teams', 'ms-teams'],
  secrets: {
    MSTEAMS_APP_PASSWORD: {
      label: 'Microsoft Teams client secret',
      where: 'https://portal.azure.com (App registrations, your bot, Certificates & secrets, New client secret: the Value, not the Secret ID)',
      // Azure makes 40 of letters, digits and ~ . _ - today; older ones have other signs too. The Secret ID, a GUID, is not it.
      pattern: '^(?![0-9a-fA-F]{8}-[0-9a-fA-F]{4}-)[!#-&(-_a-~]{16,128}$',
      example: 'abC8Q~…',
    },
  },
  questions: {
    'app-id': {
      label: 'Application (client) id of the bot',
      help: 'Register the bot first: `npx --yes @microsoft/teams.cli login`, then `npx --yes @microsoft/teams.cli app create --name OpenClaw --endpoint https://APP.fly.dev:3978/api/messages` with the name of your app. It prints this as CLIENT_ID.',
      kind: 'text',
      pattern: guid,
      form: 'a GUID such as 01234567-89ab-cdef-0123-456789abcdef',
      example: '01234567-89ab-cdef-0123-456789abcdef',
      required: true,
    },
    'tenant-id': {
      label: 'Directory (tenant) id',
      help: 'Printed by the same command, as TENANT_ID.',
      kind: 'text',
      pattern: guid,
      form: 'a GUID such as 11234567-89ab-cdef-0123-456789abcdef',
      example: '11234567-89ab-cdef-0123-456789abcdef',
      required: true,
    },
    'user-id': {
      label: 'Your Entra object id',
      help: 'Only these people are answered. Azure portal: Users, yourself, Object ID. Empty: direct messages after pairing.',
      kind: 'list',
      pattern: guid,
      form: 'an object id (a GUID), not a name or an address',
      example: '21234567-89ab-cdef-0123-456789abcdef',
    },
    team: {
      label: 'Teams ids',
      help: 'Teams in whose channels you may mention the bot. In a link to the team the part after /team/, with %3A written as : and %40 as @. Empty: direct messages only.',
      kind: 'list',
      pattern: '^19:[A-Za-z0-9_-]{8,120}@thread\\.(?:tacv2|skype|v2)$',
      form: 'a team id such as 19:0123456789abcdef0123456789abcdef@thread.tacv2 (not the groupId of the link)',
      example: '19:0123456789abcdef0123456789abcdef@thread.tacv2',
      when: { question: 'user-id' },
      without: 'direct messages only',
    },
  },
  // The recorded schemas from 2026.3.28 on and those of the packages 2026.6.11, 2026.7.35 and 2026.9.5 are the same here.
  eras: [
    {
      since: '2026.3.28',
      config: ({ answers, secret }) => ({
        enabled: true,
        appId: answers['app-id'],
        appPassword: secret('MSTEAMS_APP_PASSWORD'),
        tenantId: answers['tenant-id'],
        webhook: listener,
        ...directMessages(answers['user-id']),
        ...teams(answers),
      }),
    },
  ],
  plugin: { id: 'msteams', package: '@openclaw/msteams' },
  fly: { webhook: listener },
  // Commands as @microsoft/teams.cli 3.0.3 has them; its tag `preview`, which OpenClaw's documentation names, is gone from npm.
  runbook: `You need a work or school account whose organisation lets people upload apps to Teams; a private Microsoft account will not do. No Azure subscription is needed.

1. On your own computer install Microsoft's Teams CLI and sign in: \`npm install --global @microsoft/teams.cli\`, then \`teams login\`.
2. Register the bot, unless you did before you made this folder; the address is where Teams will call it:
   \`\`\`sh
   teams app create --name OpenClaw --endpoint {{#if webhook}}{{word webhook}}{{else}}https://YOUR-ADDRESS/api/messages{{/if}}
   \`\`\`
   It prints \`CLIENT_ID\` and \`TENANT_ID\`, which you were asked for, and \`CLIENT_SECRET\`: that is \`MSTEAMS_APP_PASSWORD\`. Note the **Teams App ID** as well, which is another one.
3. After \`npm run deploy\` install the app: \`teams app get TEAMS-APP-ID --install-link\` prints the link.
{{#if answers.team}}
4. Add the app to your team, and mention it in a channel: \`@OpenClaw hello\`.
{{/if}}`,
  pairing: `{{#if answers.user-id}}
Only the people you listed are answered. Write to the bot in a chat of your own with it.
{{else}}
Write to the bot in a chat of your own with it. It answers with a pairing code; approve exactly that code:
\`\`\`sh
{{oc "pairing approve msteams CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    {
      see: 'The bot never answers, and the log says nothing of it',
      why: 'Teams calls another address, or the app is not installed.',
      cure: '{{#if webhook}}Set the bot\'s endpoint to {{code webhook}}: `teams app update TEAMS-APP-ID --endpoint {{word webhook}}`. {{/if}}`teams app doctor TEAMS-APP-ID` checks the rest.',
    },
    {
      see: '`401` or `AADSTS7000215` in the log',
      why: 'The client secret ran out, is another app\'s, or its id was copied instead of its value.',
      cure: 'Make a new client secret ([Azure portal](https://portal.azure.com), App registrations, your bot, Certificates & secrets) and set its value: {{rotate "MSTEAMS_APP_PASSWORD"}}.',
    },
    {
      see: 'It answers you directly but not in a channel',
      why: 'The team is not listed, or the id is the link\'s `groupId`.',
      cure: 'Take what is after `/team/` in the link, with `%3A` written as `:` and `%40` as `@`: {{answer "team" "TEAM"}}. Mention the bot.{{#unless answers.user-id}} Teams are for listed people alone: give `--msteams.user-id ID` in the same command.{{/unless}}',
    },
  ],
})
