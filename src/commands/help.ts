import { questions, type Question } from '../answers/questions.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'

const usage = `Usage: npm create openclaw-fly@latest -- [DIR] [flags]
       npm create openclaw-fly@latest -- clone [-C DIR]
       npm create openclaw-fly@latest -- rehearse [-C DIR] [--stand-ins]

Makes a folder that runs your OpenClaw gateway on Fly.io. At a terminal it asks
for what the flags leave open; nothing is sent anywhere but the clone of
OpenClaw's source from GitHub.

Commands:
  [DIR]   make a deployment in DIR, which must be new or empty
  clone   fetch OpenClaw's source into a deployment made without a network
  rehearse
          run a deployment on this computer as Fly would, and report what
          works; fetches OpenClaw and Node from npm once (about 1 GB)`

const closing = `  --answers FILE       take answers from an openclaw-fly.toml; flags win over it
  --yes                take what is proposed for everything else, ask nothing
  --dry-run            say what would be written, write nothing
  --json               print one JSON object, ask nothing
  --no-clone           leave the clone to npm run deploy
  -C DIR               clone, rehearse: the deployment's folder (default: here)
  --stand-ins          rehearse: use none of the secrets in .env
  --help, --version

Exit codes: 0 done, 1 failed, 2 a mistake in flags or answers, 130 cancelled

Examples:
  npm create openclaw-fly@latest
  npm create openclaw-fly@latest -- my-openclaw --yes
  npm create openclaw-fly@latest -- my-openclaw --yes --access private \\
    --build image --channel discord --discord.guild-id 123456789012345678`

/** The text of `--help`, at most 80 columns wide. */
export function helpText(catalog: ChannelCatalog): string {
  const answers = questions.map((question: Question) => row(`--${question.key} ${question.value}`, question.help))
  const channels = catalog.flatMap((channel) =>
    Object.entries(channel.questions).map(([name, { label, kind }]) => row(`--${channel.id}.${name}`, `${label}${kind === 'list' ? ' (repeatable)' : ''}`)),
  )
  return [usage, '', 'Answers (each is also a key of openclaw-fly.toml):', ...answers, '', `Channels (--channel): ${catalog.map(({ id }) => id).join(', ')}`, ...channels, '', 'Other flags:', closing].join('\n')
}

const COLUMN = 23

function row(flag: string, help: string): string {
  return flag.length + 2 < COLUMN ? `  ${flag}`.padEnd(COLUMN) + help : `  ${flag}\n${' '.repeat(COLUMN)}${help}`
}
