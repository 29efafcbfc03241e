import { questions, type Question } from '../answers/questions.ts'
import { wrapWords } from '../report/wrap.ts'

const usage = `Usage: npm create openclaw-fly@latest -- [DIR] [flags]
       npx create-openclaw-fly@latest COMMAND [flags]

Makes a folder that runs your OpenClaw gateway on Fly.io. At a terminal it asks
for what the flags leave open; nothing is sent anywhere but the clone of
OpenClaw's source from GitHub.

Commands (COMMAND --help says more):
  [DIR]      make a deployment in DIR, which must be new or empty
  update     to another OpenClaw release, other answers or newer templates;
             what you changed is kept
  add        a messaging channel to a deployment
  remove     one from it
  channels   which there are, what each asks and needs, and which are set up
  diff       what update would change
  check      what would break a deployment, and whether it is up to date
  adopt      make one of ours out of a deployment that was made by hand
  rehearse   run a deployment on this computer as Fly would
  validate   whether an OpenClaw release takes a configuration
  clone      fetch OpenClaw's source into a deployment made without a network
  completion the script that makes your shell complete these words`

const closing = `  --answers FILE       take answers from an openclaw-fly.toml; flags win over it
  --yes                take what is proposed for everything else, ask nothing
  --dry-run            say what would be written, write nothing
  --json               print one JSON object, ask nothing
  --no-clone           leave the clone to npm run deploy
  --help, --version

Exit codes: 0 done, 1 failed, 2 a mistake in flags or answers, 3 something is
left to decide (update, add, remove, check), 130 cancelled

Examples:
  npm create openclaw-fly@latest
  npm create openclaw-fly@latest -- my-openclaw --yes
  npm create openclaw-fly@latest -- my-openclaw --yes --access private \\
    --build image --channel discord --discord.guild-id 123456789012345678`

/** The text of `--help`, at most 80 columns wide. */
export function helpText(channelIds: readonly string[]): string {
  const answers = questions.map((question: Question) => row(`--${question.key} ${question.value}`, question.help))
  const channels = wrapWords(channelIds.join(', '), 76).map((line) => `  ${line}`)
  return [usage, '', 'Answers (each is also a key of openclaw-fly.toml):', ...answers, '', 'Channels (--channel ID); "channels ID" shows what one asks and needs:', ...channels, '', 'Other flags:', closing].join('\n')
}

const COLUMN = 23

function row(flag: string, help: string): string {
  return flag.length + 2 < COLUMN ? `  ${flag}`.padEnd(COLUMN) + help : `  ${flag}\n${' '.repeat(COLUMN)}${help}`
}
