import { defineChannel } from '../define.ts'

export default defineChannel({
  id: 'imessage',
  label: 'iMessage',
  hint: 'needs a Mac',
  since: '2026.1.29',
  docs: 'https://docs.openclaw.ai/channels/imessage',
  aliases: ['imsg', 'bluebubbles', 'messages'],
  secrets: {},
  questions: {},
  eras: [{ since: '2026.1.29', config: () => ({ enabled: true }) }],
  plugin: { id: 'imessage', package: '@openclaw/imessage' },
  notOnFly: {
    why: 'OpenClaw reads iMessage out of the Messages app of a Mac, with the program `imsg`. Machines at Fly run Linux.',
    instead:
      "Run OpenClaw on a Mac that is always on and signed in to Messages (https://docs.openclaw.ai/channels/imessage), or reach this gateway from your iPhone by another channel: `whatsapp`, `signal` or `telegram` in their apps, `sms` in Messages itself, or `webchat` in Safari. A gateway on Linux can also call `imsg` on a Mac over ssh; that Mac has to be reachable from the machine, and OpenClaw's page on iMessage has the steps.",
  },
  runbook: 'iMessage needs a Mac; this deployment does not set it up.',
})
