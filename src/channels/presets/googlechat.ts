import { directMessages, nestedDirectMessages } from '../access.ts'
import { defineChannel, type Site } from '../define.ts'

const path = '/googlechat'

/** Google signs its requests for this audience. Without a public address there is none, and OpenClaw refuses every request. */
function audience({ webhook }: Site): object {
  return { webhookPath: path, ...(webhook !== null && { audienceType: 'app-url', audience: webhook }) }
}

interface Rooms {
  readonly space: readonly string[]
  readonly 'user-id': readonly string[]
  readonly 'app-principal': string | undefined
}

/** The spaces in which the app answers, and what only some apps need; the shape that every release takes. */
function spaces({ space, 'user-id': people, 'app-principal': principal }: Rooms): object {
  return {
    ...(principal !== undefined && { appPrincipal: principal }),
    groupPolicy: 'allowlist',
    ...(space.length > 0 && {
      groups: Object.fromEntries(space.map((id) => [id, { enabled: true, requireMention: true, ...(people.length > 0 && { users: people }) }])),
    }),
  }
}

export default defineChannel({
  id: 'googlechat',
  label: 'Google Chat',
  hint: 'an app in your Google Workspace; Google calls your public address',
  since: '2026.3.28',
  docs: 'https://docs.openclaw.ai/channels/googlechat',
  aliases: ['gchat', 'google-chat'],
  secrets: {
    GOOGLE_CHAT_SERVICE_ACCOUNT: {
      label: 'Google service account key (the whole JSON file)',
      where: 'https://console.cloud.google.com/iam-admin/serviceaccounts (your service account, Keys, Add key, Create new key, JSON)',
      pattern: '^\\s*\\{(?=[\\s\\S]*"type"\\s*:\\s*"service_account")(?=[\\s\\S]*"client_email"\\s*:\\s*"[^"@\\s]+@[^"@\\s]+")(?=[\\s\\S]*"private_key"\\s*:\\s*"-----BEGIN )[\\s\\S]*\\}\\s*$',
      example: '{ "type": "service_account", … }',
      multiline: true,
    },
  },
  questions: {
    'user-id': {
      label: 'Your Google Chat user id',
      help: 'Only these people are answered. The answer with the pairing code says yours. Empty: everybody in the listed spaces, and direct messages after pairing.',
      kind: 'list',
      pattern: '^users/[0-9]{5,25}$',
      form: 'a Google Chat user id such as users/123456789012345678901 (no e-mail address)',
      example: 'users/123456789012345678901',
    },
    space: {
      label: 'Google Chat spaces',
      help: 'Spaces in which the app answers when it is mentioned. The part after /room/ or /space/ in the space\'s address, with spaces/ before it. Empty: direct messages only.',
      kind: 'list',
      pattern: '^spaces/[A-Za-z0-9_-]{6,40}$',
      form: 'a space such as spaces/AAAAabcdEFG',
      example: 'spaces/AAAAabcdEFG',
      without: 'direct messages only',
    },
    'app-principal': {
      label: 'OAuth client id of the add-on',
      help: 'Only for a Chat app that was made as a Google Workspace add-on: the 21 digits called "Unique ID" of its service account. Empty for all others.',
      kind: 'text',
      pattern: '^[0-9]{15,25}$',
      form: 'digits only, no e-mail address',
      example: '123456789012345678901',
    },
  },
  eras: [
    {
      since: '2026.3.28',
      config: ({ answers, secret, site }) => ({
        enabled: true,
        serviceAccount: secret('GOOGLE_CHAT_SERVICE_ACCOUNT'),
        ...audience(site),
        ...nestedDirectMessages(answers['user-id']),
        ...spaces(answers),
      }),
    },
    // `dm.policy` and `dm.allowFrom` moved up (schemas of 2026.7.35 and 2026.8.1).
    {
      since: '2026.8.1',
      config: ({ answers, secret, site }) => ({
        enabled: true,
        serviceAccount: secret('GOOGLE_CHAT_SERVICE_ACCOUNT'),
        ...audience(site),
        ...directMessages(answers['user-id']),
        ...spaces(answers),
      }),
    },
  ],
  plugin: { id: 'googlechat', package: '@openclaw/googlechat' },
  fly: { webhook: { path } },
  runbook: `Chat apps are for Google Workspace: an account of a company or school with a domain of its own. A plain gmail.com account cannot make one.

1. In the [Google Cloud console](https://console.cloud.google.com/apis/library/chat.googleapis.com) choose or make a project and enable the **Google Chat API**.
2. Under **IAM & Admin → Service Accounts** make one (no roles), then **Keys → Add key → Create new key → JSON**. The whole file that is downloaded is \`GOOGLE_CHAT_SERVICE_ACCOUNT\`; delete your copy when it is set.
3. In the [Chat API's configuration](https://console.cloud.google.com/apis/api/chat.googleapis.com/hangouts-chat) give the app a name, an avatar and a description, leave **Build this Chat app as a Workspace add-on** unticked, switch **Interactive features** on and tick **Join spaces and group conversations**.
4. There, under **Connection settings**, choose **HTTP endpoint URL** and one common URL for all triggers: {{#if webhook}}{{code webhook}}{{else}}your public address with \`/googlechat\` at its end{{/if}}. As **Authentication audience** choose **HTTP endpoint URL**.
5. Under **Visibility** enter your own e-mail address and save. Reload the page and set **App status** to **Live**.
6. In [Google Chat](https://chat.google.com/) start a chat, look for the app by its name, and write to it.
{{#if answers.space}}
7. Add the app to your space and mention it there.
{{/if}}`,
  pairing: `{{#if answers.user-id}}
Only the people you listed are answered; write to the app at any time.
{{else}}
Your first message is answered with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve googlechat CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    {
      see: 'Google Chat says that the app does not respond, and the log has `401` or `unauthorized`',
      why: 'The app signs for another audience than this address.',
      cure: 'In the Chat API\'s configuration the endpoint and the audience must both be exactly {{#if webhook}}{{code webhook}}{{else}}your public address{{/if}}. For an app that is a Workspace add-on, name its service account too: {{answer "app-principal" "DIGITS"}}.',
    },
    {
      see: '`405` or a web page instead of an answer',
      why: 'The channel did not start: the plugin is missing, or the key file is not whole.',
      cure: 'Look for `googlechat` in the log (`npm run logs`). Set the key anew, the file from `{` to `}`: {{rotate "GOOGLE_CHAT_SERVICE_ACCOUNT"}}.',
    },
    {
      see: 'It answers directly but not in a space',
      why: 'The space is not listed, or the app was not mentioned.',
      cure: 'Add the space: {{answer "space" "SPACE"}}. Mention the app.',
    },
  ],
})
