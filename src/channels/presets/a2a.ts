import { defineChannel } from '../define.ts'
import { secretText } from '../secret-text.ts'

/** The name of the other agent where none was given. */
const somePeer = 'peer'

export default defineChannel({
  id: 'a2a',
  label: 'A2A',
  hint: 'another agent sends yours tasks (Agent2Agent protocol); part of OpenClaw',
  since: '2026.8.1',
  docs: 'https://docs.openclaw.ai/channels/a2a',
  aliases: ['agent2agent'],
  secrets: {
    A2A_PEER_TOKEN: {
      label: 'Token with which the other agent calls',
      where: 'you make it (openssl rand -hex 32) and give it to the other agent, nobody else',
      pattern: '^[A-Za-z0-9_-]{32,256}$',
      example: '0123abcd…',
    },
    A2A_OUTBOUND_TOKEN: {
      label: 'Token with which your agent calls the other one',
      where: 'whoever runs the other agent gives it to you',
      pattern: '^[!#-&(-[\\]-_a-~]{8,4096}$',
      example: '0123abcd…',
      when: { question: 'peer-url' },
    },
  },
  questions: {
    peer: {
      label: 'Name of the other agent',
      help: 'A short name of your own for it. Empty: peer.',
      kind: 'text',
      pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
      form: 'small letters, digits, dots, dashes, at most 64',
      example: 'hermes',
    },
    'peer-url': {
      label: 'Address of the other agent',
      help: 'Where your agent may send it messages of its own (its JSON-RPC endpoint). Empty: it only answers.',
      kind: 'text',
      pattern: '^https://[^\\s"\'`\\\\<>]+$',
      form: 'an address that begins with https://',
      example: 'https://hermes.example.com/a2a/v1',
      without: 'answers tasks, but sends none',
    },
  },
  // Tokens are text here, and no variable is read by itself (2026.9.6): `${NAME}` is the only form without the value in it.
  eras: [
    {
      since: '2026.8.1',
      config: ({ answers, site }) => ({
        enabled: true,
        ...(site.url !== null && { advertisedUrl: site.url }),
        exposeAgents: ['main'],
        peers: {
          [answers.peer ?? somePeer]: {
            token: secretText('A2A_PEER_TOKEN'),
            ...(answers['peer-url'] !== undefined && { url: answers['peer-url'], outboundToken: secretText('A2A_OUTBOUND_TOKEN') }),
          },
        },
      }),
    },
  ],
  fly: { webhook: { path: '/a2a/v1' } },
  runbook: `1. Make a token, \`openssl rand -hex 32\`: that is \`A2A_PEER_TOKEN\`. Give it to whoever runs the other agent, by a safe way.
2. Tell them the address too: {{#if webhook}}{{code webhook}}{{else}}your public address with \`/a2a/v1\` at its end{{/if}}. Their agent sends the token with each request, as the header \`Authorization: Bearer TOKEN\`.
{{#if answers.peer-url}}
3. Your agent reaches theirs under the name {{#if answers.peer}}{{code answers.peer}}{{else}}\`peer\`{{/if}} (\`a2a:NAME\` as a target); the token that they gave you for it is \`A2A_OUTBOUND_TOKEN\`.
{{/if}}

Everybody on the internet can read the agent card (\`/.well-known/agent-card.json\`): your agent's name and what it can do, nothing else. Tasks are taken only with the token. They run with all tools of your agent, so give it only to an agent that you trust.`,
  troubles: [
    {
      see: 'The other agent gets `401`',
      why: 'Its token is not the one that Fly has.',
      cure: 'Make a new one and set it: {{rotate "A2A_PEER_TOKEN"}}. Give it to them again.',
    },
    {
      see: '`TASK_STATE_REJECTED`',
      why: 'The task begins with `/`; commands are for people, not for other agents.',
      cure: 'They should write the task as plain text.',
    },
  ],
})
