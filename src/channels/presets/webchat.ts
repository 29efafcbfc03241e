import { defineChannel } from '../define.ts'

export default defineChannel({
  id: 'webchat',
  label: 'WebChat',
  hint: 'the chat of the Control UI in your browser; always there',
  since: '2026.1.29',
  docs: 'https://docs.openclaw.ai/web/webchat',
  aliases: ['web', 'browser', 'control-ui', 'dashboard', 'chat'],
  secrets: {},
  questions: {},
  // `channels.webchat` is refused as unknown (2026.9.6); the gateway serves the chat by itself.
  place: 'none',
  eras: [{ since: '2026.1.29', config: () => ({}) }],
  runbook: `Nothing to set up and no secret beyond the gateway token: every deployment has it. Open it, and choose **Chat**:
\`\`\`sh
npm run open
\`\`\`
A browser that you open it with for the first time has to be approved once: \`npm run open -- --approve\` in another terminal. OpenClaw's apps for macOS, iOS and Android show the same chat. It answers only browsers and apps that were let in, so nobody has to be listed.`,
  troubles: [
    { see: '"Pairing required", or the page asks for a token', why: 'This browser was not let in yet, or its data were cleared.', cure: 'Open it with `npm run open`, and approve the browser: `npm run open -- --approve` in another terminal.' },
    { see: 'The page says that its origin is not allowed', why: 'It was opened by another address than the one that the deployment knows.', cure: 'Use the address at the top of this runbook; an address of your own: `npm run update -- --domain HOST`, then `npm run config -- push` and `npm run deploy`.' },
  ],
})
