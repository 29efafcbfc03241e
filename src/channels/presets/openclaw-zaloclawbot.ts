import { defineChannel } from '../define.ts'

export default defineChannel({
  id: 'openclaw-zaloclawbot',
  label: 'Zalo ClawBot',
  hint: 'a bot of your own in Zalo, linked by QR code; a plugin by Zalo',
  // The same pinned plugin since 2026.6.9; the first release of today that fetches plugins at the start.
  since: '2026.9.3',
  docs: 'https://docs.openclaw.ai/channels/zaloclawbot',
  aliases: ['zaloclawbot', 'zalo-clawbot'],
  secrets: {},
  questions: {},
  eras: [{ since: '2026.9.3', config: () => ({ enabled: true }) }],
  plugin: { id: 'openclaw-zaloclawbot', package: '@zalo-platforms/openclaw-zaloclawbot', maker: 'the Zalo Platforms team' },
  runbook: `The plugin \`@zalo-platforms/openclaw-zaloclawbot\` is made by the Zalo Platforms team, not by OpenClaw. It runs inside the gateway and can do whatever the gateway can: read the configuration, the secrets and all conversations. OpenClaw names the version and checks that the package is that very one.

There is no secret to set: the bot is made and linked once, after the first deploy. What belongs to it is kept on the volume.

1. Have the phone with Zalo at hand, and make the window of the terminal large. This shows a QR code, which is good for five minutes:
   \`\`\`sh
   {{oc "channels login --channel openclaw-zaloclawbot"}}
   \`\`\`
2. In Zalo on the phone scan the code, accept the terms in the mini app that opens, and confirm.
3. Restart the gateway: \`fly apps restart {{app}}\`
4. Write to the bot that now is among your chats.`,
  pairing: 'Nothing to approve: the bot belongs to whoever scanned the code, and Zalo lets nobody else write to it.',
  troubles: [
    { see: 'The QR code is not accepted', why: 'It is older than five minutes.', cure: 'Ask for a new one: `{{oc "channels login --channel openclaw-zaloclawbot"}}`' },
    { see: '`unknown channel id: openclaw-zaloclawbot`', why: 'The plugin was not fetched from npm yet.', cure: 'Fetch it: `{{oc "plugins install @zalo-platforms/openclaw-zaloclawbot"}}`, then `fly apps restart {{app}}`' },
    { see: 'Linked, but no answer', why: 'The running gateway has not taken up the link.', cure: 'See what it says: `{{oc "channels status --probe"}}`; then `fly apps restart {{app}}`' },
  ],
})
