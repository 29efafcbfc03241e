import { directMessages } from '../access.ts'
import { defineChannel } from '../define.ts'
import { phone } from '../telephony.ts'

interface Answers {
  readonly 'user-id': readonly string[]
  readonly 'group-id': readonly string[]
}

/**
 * One list says who may call the bot in groups, people or groups (@openclaw/signal 2026.9.6): with people it is those
 * people in any group, without it is everybody in the groups listed. An entry in `groups` answers every message unless
 * it says that it must be mentioned.
 */
function groups({ 'user-id': people, 'group-id': ids }: Answers): object {
  if (ids.length === 0) return { groupPolicy: 'disabled' }
  return {
    groupPolicy: 'allowlist',
    groupAllowFrom: people.length > 0 ? people : ids.map((id) => `group:${id}`),
    groups: Object.fromEntries(ids.map((id) => [id, { requireMention: true }])),
  }
}

export default defineChannel({
  id: 'signal',
  label: 'Signal',
  hint: 'a Signal number, through signal-cli in the machine',
  since: '2026.6.11',
  docs: 'https://docs.openclaw.ai/channels/signal',
  aliases: ['signal-cli'],
  secrets: {},
  questions: {
    account: {
      label: "The bot's Signal number",
      help: 'Take a number of its own. With yours the bot would see all your chats, and it ignores what you write yourself.',
      kind: 'text',
      pattern: phone,
      form: 'a phone number with + and the country code, without spaces',
      example: '+15551234567',
      required: true,
    },
    'user-id': {
      label: 'Your Signal number',
      help: 'These people are answered at once, everybody else is refused. A number, or uuid: and the id that a pairing message shows where you hide your number. Empty: the bot answers strangers with a pairing code.',
      kind: 'list',
      pattern: '^(\\+[1-9][0-9]{6,14}|uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$',
      form: 'a phone number with + and the country code, or uuid: and the id of a Signal account',
      example: '+15557654321',
    },
    'group-id': {
      label: 'Signal group id',
      help: 'Groups in which the bot answers when it is mentioned; the runbook says how to list them. Empty: no group.',
      kind: 'list',
      pattern: '^[A-Za-z0-9+/]{43}=$',
      form: 'a Signal group id (44 characters that end with =)',
      example: 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789+/AbCdE=',
      without: 'direct messages only',
    },
  },
  // Without `transport` OpenClaw starts `signal-cli` from the path itself and talks to it on 127.0.0.1:8080; that is so
  // before and after 2026.7, when the settings of the transport moved.
  eras: [{ since: '2026.6.11', config: ({ answers }) => ({ enabled: true, account: answers.account, ...directMessages(answers['user-id']), ...groups(answers) }) }],
  plugin: { id: 'signal', package: '@openclaw/signal' },
  fly: {
    packages: {
      // The native build needs no Java; Debian has no package of it. Signal's servers stop to speak with builds that are
      // some months old: then a newer one goes here.
      fetch: [
        {
          url: 'https://github.com/AsamK/signal-cli/releases/download/v0.14.7/signal-cli-0.14.7-Linux-native.tar.gz',
          sha256: '0fe065294adcf35df4c249b635d0ce57de7765d4fec660bffaa2e7f0549d4e5f',
          to: '/usr/local/bin/signal-cli',
        },
      ],
    },
    memoryMb: 512,
    state: [{ home: '.local/share/signal-cli', place: 'signal-cli' }],
  },
  runbook: `There is no secret to set: the number is registered or linked once, after the first deploy. Its keys are kept on the volume, in \`signal-cli\`. Whoever has them can write in its name.

**Register a number of its own** (recommended). It must be able to get one SMS or call. Do not take a number that you use in the Signal app: it is signed out there.

1. Solve the captcha on <https://signalcaptchas.org/registration/generate.html>. Then right-click **Open Signal** and copy the address of the link, which begins with \`signalcaptcha://\`. It is good for a few minutes.
2. Put it in place of \`CAPTCHA\`:
   \`\`\`sh
   fly ssh console --app {{word app}} --user node --pty --command "env HOME=/home/node {{word programs.signal-cli}} -a {{word answers.account}} register --captcha CAPTCHA"
   \`\`\`
3. Put the code from the SMS in place of \`CODE\`:
   \`\`\`sh
   fly ssh console --app {{word app}} --user node --pty --command "env HOME=/home/node {{word programs.signal-cli}} -a {{word answers.account}} verify CODE"
   \`\`\`

**Or link it to a Signal app** that already has the number, as a second device. This prints an address that begins with \`sgnl://linkdevice\`; make a QR code of it on your own computer (\`qrencode -t ansiutf8 'ADDRESS'\`), and scan it in the app under **Settings → Linked devices**:
\`\`\`sh
fly ssh console --app {{word app}} --user node --pty --command "env HOME=/home/node {{word programs.signal-cli}} link -n OpenClaw"
\`\`\`

Then start the gateway anew, so that it finds the number: \`fly apps restart {{word app}}\`. Write to the bot's number from your own phone.

To let it answer in a group, add its number there and list the groups:
\`\`\`sh
fly ssh console --app {{word app}} --user node --command "curl -sS -H content-type:application/json -d '{\\"jsonrpc\\":\\"2.0\\",\\"id\\":1,\\"method\\":\\"listGroups\\"}' http://127.0.0.1:8080/api/v1/rpc"
\`\`\`
Then {{answer "group-id" "ID"}}. It answers {{#if answers.user-id}}you and the others on your list{{else}}everybody in that group{{/if}} when it is mentioned.`,
  pairing: `{{#if answers.user-id}}Nothing to approve: you are on the list.{{else}}The bot answers your message with a pairing code. Approve exactly that code:
\`\`\`sh
{{oc "pairing approve signal CODE"}}
\`\`\`{{/if}}`,
  troubles: [
    { see: 'The log says `spawn signal-cli ENOENT`', why: 'The program is not in the machine.', cure: 'Look for `could not fetch signal-cli` in the log (`npm run logs`). To try again: `fly apps restart {{word app}}`. If you changed the `Dockerfile`, compare it with `npx --yes create-openclaw-fly@latest diff`.' },
    { see: 'The log says `signal daemon exited`, or that the user is not registered', why: 'The number was neither registered nor linked in this machine, or with another number than the one in the answers.', cure: 'Do the steps of this section, then `fly apps restart {{word app}}`.' },
    { see: 'It worked for months, now nothing arrives, and the log speaks of a deprecated version', why: "Signal's servers refuse builds of signal-cli that are some months old.", cure: '`npm run update`, then `npm run deploy`: newer releases of create-openclaw-fly bring a newer signal-cli.' },
    { see: 'A command of `signal-cli` says that the config file is in use, and does not end', why: 'The gateway uses the account, and only one program may.', cure: 'Press Ctrl-C. While the gateway runs, ask its own signal-cli, as for the list of groups.' },
    { see: 'You are on the list by your number, and refused all the same', why: 'Who hides the number in Signal comes without it.', cure: 'Look up the id in `{{oc "logs --limit 200"}}`, then {{answer "user-id" "uuid:ID"}}.' },
    { see: 'The bot sees messages but never answers yours', why: 'It is linked to your own number: what you write yourself is ignored.', cure: 'Give it a number of its own.' },
  ],
})
