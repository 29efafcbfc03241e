import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'

const zaloId = '^[0-9]{5,25}$'

/** The groups in which the account answers, and whom; the shape that every release takes. */
function groups({ 'group-id': ids, 'user-id': people }: { readonly 'group-id': readonly string[]; readonly 'user-id': readonly string[] }): object {
  return {
    groupPolicy: 'allowlist',
    ...(ids.length > 0 && {
      groups: Object.fromEntries(ids.map((id) => [id, { enabled: true, requireMention: true }])),
      // Not taken over from allowFrom: without it everybody in those groups is answered.
      ...(people.length > 0 && { groupAllowFrom: people }),
    }),
  }
}

export default defineChannel({
  id: 'zalouser',
  label: 'Zalo (personal account)',
  hint: 'a Zalo account of its own, linked by QR code; unofficial',
  // Part of the package until 2026.5, in the same shape as far back as schemas were recorded.
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/zalouser',
  aliases: ['zlu', 'zalo-personal'],
  secrets: {},
  questions: {
    'user-id': {
      label: 'Your Zalo user id',
      help: 'Only these people are answered, everybody else is refused. The runbook says how to look ids up once the account is linked. Empty: whoever writes gets a pairing code.',
      kind: 'list',
      pattern: zaloId,
      form: 'a Zalo user id (digits only, not a phone number)',
      example: '1471383327500481391',
    },
    'group-id': {
      label: 'Zalo group ids',
      help: 'Groups in which the account answers when it is mentioned. The runbook says how to look ids up. Empty: no group.',
      kind: 'list',
      pattern: zaloId,
      form: 'a Zalo group id (digits only)',
      example: '2584619377024560188',
      without: 'direct messages only',
    },
  },
  eras: [{ since: '2026.3.28', config: ({ answers }) => ({ enabled: true, ...directMessages(answers['user-id']), ...groups(answers) }) }],
  accounts: true,
  plugin: { id: 'zalouser', package: '@openclaw/zalouser' },
  runbook: `There is no secret to set: an account is linked once, after the first deploy, as you link Zalo on a computer. The link is kept on the volume.

Zalo does not offer this: the gateway behaves like Zalo on the web, and Zalo may lock an account for it. **Do not link your own account**, but a second one made for the bot. All who write to the linked account are seen by the bot{{#unless answers.user-id}}, and get a pairing code as an answer{{/unless}}.

1. Have the phone of that account at hand, and make the window of the terminal large. This shows a QR code:
   \`\`\`sh
   {{oc "channels login --channel zalouser"}}
   \`\`\`
2. In Zalo on that phone open the QR scanner, scan the code and confirm.
3. From your own account add the bot's account as a friend and write to it.

To look up ids of people and groups:
\`\`\`sh
{{oc "directory peers list --channel zalouser"}}
{{oc "directory groups list --channel zalouser"}}
\`\`\`
A person is let in with {{answer "user-id" "ID"}}; a group in the same way, with \`--zalouser.group-id\`.
{{#if answers.group-id}}{{#unless answers.user-id}}

No people are listed, so everybody in the groups you listed is answered.
{{/unless}}{{/if}}`,
  pairing: `{{#if answers.user-id}}Nothing to approve: the people you listed are answered, everybody else is refused.{{else}}The account answers your message with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve zalouser CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: 'The status says that the account is not linked, or it stops answering after some days', why: 'The link ended: the account was used on the web elsewhere, or Zalo ended it.', cure: 'Link it again: `{{oc "channels logout --channel zalouser"}}`, then `{{oc "channels login --channel zalouser"}}`' },
    { see: 'No answer in a group', why: 'The group is not listed by its id, or the account was not mentioned. Names do not count.', cure: 'Compare with `{{oc "directory groups list --channel zalouser"}}` and mention the account.' },
  ],
})
