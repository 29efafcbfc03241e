import { PROGRAMS_DIR } from '../../fly/constants.ts'
import { defineChannel } from '../define.ts'

export default defineChannel({
  id: 'raft',
  label: 'Raft',
  hint: 'an External Agent in a Raft workspace, through the Raft CLI',
  since: '2026.6.11',
  docs: 'https://docs.openclaw.ai/channels/raft',
  aliases: ['raft.build'],
  accounts: true,
  secrets: {},
  questions: {
    profile: {
      label: 'Raft profile',
      help: 'A name of your choice for the sign-in that the Raft CLI keeps in the machine.',
      kind: 'text',
      pattern: '^[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?$',
      form: 'a name of small letters, digits, - and _',
      example: 'openclaw',
      required: true,
    },
  },
  eras: [{ since: '2026.6.11', config: ({ answers }) => ({ enabled: true, profile: answers.profile }) }],
  plugin: { id: 'raft', package: '@openclaw/raft' },
  // The CLI keeps its profiles there (documented for @botiverse/raft 0.0.17; not run). It is not in any image: it goes onto
  // the volume, where the boot program's PATH finds it.
  fly: { state: [{ home: '.slock', place: 'raft' }] },
  runbook: `There is no secret to set: the Raft CLI signs in once, after the first deploy. It and its sign-in are kept on the volume.

1. In Raft press **+** beside the agents and choose **Create External Agent**. Its card *External Setup* shows the address of the server and the id of the agent.
2. Put the Raft CLI onto the volume; the same command with another version brings a newer one:
   \`\`\`sh
   fly ssh console --app {{word app}} --user node --pty --command "env HOME=/home/node npm install --global --prefix ${PROGRAMS_DIR} @botiverse/raft@0.0.17"
   \`\`\`
3. Sign in with the address and the id. It prints a link and a code: open the link in your browser and approve.
   \`\`\`sh
   fly ssh console --app {{word app}} --user node --pty --command "env HOME=/home/node ${PROGRAMS_DIR}/bin/raft agent login --server SERVER --agent AGENT --profile-slug {{word answers.profile}}"
   \`\`\`
4. Start the gateway anew: \`fly apps restart {{word app}}\`. Then write to the agent in Raft. Who may write to it is decided in Raft, by who is in the workspace.

Raft only wakes OpenClaw. To read and to answer, the agent runs \`raft message check\` and \`raft message send\` itself, so it must be allowed to run commands.`,
  troubles: [
    { see: 'The log says `spawn raft ENOENT`', why: 'The Raft CLI is not on the volume yet, or the gateway did not start anew since.', cure: 'Do step 2, then `fly apps restart {{word app}}`.' },
    { see: 'The bridge ends at once', why: 'The profile is not signed in, or belongs to another agent.', cure: 'Do step 3 again, with the name of the profile that is in the answers.' },
    { see: 'The agent wakes, but nothing is written in Raft', why: 'It may not run commands, so it cannot use the Raft CLI.', cure: 'Allow the agent the tool `exec`, at least for `raft`.' },
  ],
})
