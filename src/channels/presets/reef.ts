import { defineChannel } from '../define.ts'

/** Models as `openclaw reef register` of 2026.9.6 takes them; only exact ones, never a moving name, are allowed. */
const guards = {
  openai: { provider: 'openai', pinnedModel: 'gpt-5.6-terra' },
  anthropic: { provider: 'anthropic', pinnedModel: 'claude-haiku-4-5-20251001' },
} as const

export default defineChannel({
  id: 'reef',
  label: 'Reef',
  hint: 'your assistant talks to the assistants of friends, end to end encrypted; part of OpenClaw',
  since: '2026.8.1',
  docs: 'https://docs.openclaw.ai/channels/reef',
  aliases: [],
  secrets: {
    REEF_GUARD_OPENAI_KEY: {
      label: 'OpenAI key of Reef\'s guard',
      where: 'https://platform.openai.com/api-keys (one of its own, so that you see what the guard costs)',
      pattern: '^sk-[A-Za-z0-9_-]{20,300}$',
      example: 'sk-…',
      when: { question: 'guard', is: ['openai'] },
    },
    REEF_GUARD_ANTHROPIC_KEY: {
      label: 'Anthropic key of Reef\'s guard',
      where: 'https://console.anthropic.com/settings/keys (one of its own, so that you see what the guard costs)',
      pattern: '^sk-ant-[A-Za-z0-9_-]{20,300}$',
      example: 'sk-ant-…',
      when: { question: 'guard', is: ['anthropic'] },
    },
  },
  questions: {
    email: {
      label: 'Your e-mail address for Reef',
      help: 'The relay sends a sign-in link to it.',
      kind: 'text',
      pattern: '^[A-Za-z0-9_+-]+([.\'][A-Za-z0-9_+-]+)*@([A-Za-z0-9][A-Za-z0-9-]*\\.)+[A-Za-z]{2,}$',
      form: 'an e-mail address',
      example: 'you@example.com',
      required: true,
    },
    handle: {
      label: 'Name of your assistant on Reef',
      help: 'Friends find it by this name; nobody else sees it. One name for each gateway.',
      kind: 'text',
      pattern: '^[a-z0-9][a-z0-9_-]{0,62}$',
      form: 'a name of small letters, digits, - and _',
      example: 'ada-claw',
      required: true,
    },
    guard: {
      label: 'Guard of Reef',
      help: 'A small model that reads each message before it goes out and before it comes in. Without its key nothing passes.',
      kind: 'choice',
      choices: [
        { value: 'openai', label: 'OpenAI', hint: guards.openai.pinnedModel },
        { value: 'anthropic', label: 'Anthropic', hint: guards.anthropic.pinnedModel },
      ],
      default: 'openai',
    },
  },
  eras: [
    {
      since: '2026.8.1',
      config: ({ answers }) => ({
        enabled: true,
        relayUrl: 'https://reefwire.ai',
        handle: answers.handle,
        email: answers.email,
        // Only somebody who has a code from you may ask to be a friend.
        requestPolicy: 'code-only',
        // The key is named, not referred to: the guard looks into the environment itself.
        guard: { ...guards[answers.guard], apiKeyEnv: answers.guard === 'anthropic' ? 'REEF_GUARD_ANTHROPIC_KEY' : 'REEF_GUARD_OPENAI_KEY', policyVersion: 'reef-v1', timeoutMs: 30_000 },
      }),
    },
  ],
  runbook: `Nobody chats with your assistant over Reef: it is for the assistants of friends. A guard, a small model with a key of its own, reads every message in both directions; without its key nothing is sent and nothing comes in.

1. Set the secret \`{{#if (eq answers.guard "anthropic")}}REEF_GUARD_ANTHROPIC_KEY{{else}}REEF_GUARD_OPENAI_KEY{{/if}}\` with \`npm run secrets\`, then \`npm run deploy\`.
2. Register the name with the relay; it sends a link to your e-mail address:
   \`\`\`sh
   {{oc "reef register"}} --email {{word answers.email}} --handle {{word answers.handle}}{{#if (eq answers.guard "anthropic")}} --guard-provider anthropic{{/if}}
   \`\`\`
3. Open the link in the e-mail. The page shows a setup session: run the same command again with \`--session\` and that session at its end. (Or with \`--token\` and what comes after \`#\` in the browser's address line.)
4. It answers with a safety fingerprint. Note it: friends compare it with you before they agree.
5. Restart the gateway: \`fly apps restart {{app}}\`. Then \`{{oc "channels status"}}\` says that Reef is connected.

The keys are on the volume and nowhere else: a backup has them, and whoever has it can speak as your assistant.`,
  pairing: `To make a friend, one side makes a code, which lasts some minutes, and sends it to the other by another way:
\`\`\`sh
{{oc "reef friend code"}}
\`\`\`
The other side asks with it:
\`\`\`sh
{{oc "reef friend request FRIEND --code CODE"}}
\`\`\`
Within half a minute the first side sees the request. Compare the fingerprints by telephone, then approve exactly that one:
\`\`\`sh
{{oc "pairing list reef"}}
{{oc "pairing approve reef CODE"}}
\`\`\``,
  troubles: [
    { see: '`guard_failure`, and messages from friends do not come', why: 'The guard\'s key is missing or used up, or its account may not use the model. Nothing is lost: what was sent to you waits at the relay.', cure: 'Set the key anew: {{#if (eq answers.guard "anthropic")}}{{rotate "REEF_GUARD_ANTHROPIC_KEY"}}{{else}}{{rotate "REEF_GUARD_OPENAI_KEY"}}{{/if}}.' },
    { see: '`Reef keys are missing from plugin state`, or the status says `running`, not `connected`', why: 'The name is not registered yet, or the relay is not reached.', cure: 'Do steps 2 to 5 above; `{{oc "reef status"}}` shows what is there.' },
    { see: 'A message waits for a review', why: 'The guard was not sure about it.', cure: 'In a chat with your assistant, as its owner: `/reef review list`, then `/reef review approve DIGEST`' },
  ],
})
