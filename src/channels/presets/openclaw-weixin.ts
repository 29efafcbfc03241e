import { defineChannel } from '../define.ts'

export default defineChannel({
  id: 'openclaw-weixin',
  label: 'WeChat',
  hint: 'an assistant in your own WeChat, linked by QR code; a plugin by Tencent',
  // The first release with the newest plugin that OpenClaw's catalogue pins which fetches plugins at the start.
  since: '2026.9.3',
  docs: 'https://docs.openclaw.ai/channels/wechat',
  aliases: ['wechat', 'weixin'],
  secrets: {},
  questions: {},
  eras: [{ since: '2026.9.3', config: () => ({ enabled: true }) }],
  plugin: { id: 'openclaw-weixin', package: '@tencent-weixin/openclaw-weixin', maker: 'the Weixin team of Tencent' },
  runbook: `The plugin \`@tencent-weixin/openclaw-weixin\` is made by Tencent's Weixin team, not by OpenClaw. It runs inside the gateway and can do whatever the gateway can: read the configuration, the secrets and all conversations. OpenClaw names the version and checks that the package is that very one.

There is no secret to set: an account is linked once, after the first deploy. The link is kept on the volume.

1. Have the phone at hand, and make the window of the terminal large. This shows a QR code:
   \`\`\`sh
   {{oc "channels login --channel openclaw-weixin"}}
   \`\`\`
2. In WeChat on the phone scan the code and confirm.
3. Restart the gateway: \`fly apps restart {{app}}\`
4. Write to the assistant that now is among your chats.

Direct chats only: the plugin does not do groups.`,
  pairing: 'Nothing to approve: whoever scanned the code is answered. This plugin does not use OpenClaw\'s pairing, so `pairing list` and `pairing approve` change nothing here. To let nobody in any more, switch the plugin off: `plugins.entries.openclaw-weixin.enabled` to `false`.',
  troubles: [
    { see: 'Messages arrive but are not answered; the log says `PreparedModelCatalogConfigReplacedError`', why: 'The plugin up to 2.4.8, which OpenClaw 2026.9.1 to 2026.9.6 name, loses messages with OpenClaw 2026.9, says Tencent.', cure: 'Take Tencent\'s newer one: `{{oc "plugins install @tencent-weixin/openclaw-weixin@2.4.9 --force"}}`, then `fly apps restart {{app}}`' },
    { see: '`channel startup failed` or `unknown channel id: openclaw-weixin`', why: 'The plugin was not fetched from npm yet.', cure: 'Fetch it: `{{oc "plugins install @tencent-weixin/openclaw-weixin"}}`, then `fly apps restart {{app}}`' },
    { see: 'It worked, and one day it does not', why: 'WeChat ended the link.', cure: 'Link it again: `{{oc "channels login --channel openclaw-weixin"}}`' },
  ],
})
