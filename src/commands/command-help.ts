import type { CommandName } from './names.ts'

/** What `--help` says of each command, at most 80 columns wide; in one place, so that it can be translated. */
export const commandHelp: Readonly<Record<CommandName | 'adopt', string>> = {
  update: `Usage: npx create-openclaw-fly@latest update [-C DIR] [--to RELEASE] [flags]

Brings a deployment to newer templates, to another OpenClaw release, or to other
answers: those that you edit in openclaw-fly.toml, or give as flags. What you
changed by hand is kept. Where you and the update changed the same thing, yours
stays, and the place is named with what it was, yours and the new. It shows what
it will do, and asks. Nothing is deployed: npm run upgrade or npm run deploy
does that.

  --to RELEASE         the OpenClaw release; latest asks npm for it
  --<answer> VALUE     any answer, as create takes it: --memory 4096
  --dry-run            show what would change, write nothing
  --yes                write without asking
  --conflicts WHICH    mine or new: settles what both changed
  --restore PATH       a file as it is generated; yours is kept as PATH.mine
  --no-clone           leave OpenClaw's source to npm run deploy
  --rollback           an older release is meant, whatever data it will find
  -C DIR               the deployment's folder (default: here)
  --json               print one JSON object, ask nothing

Exit codes: 0 done or nothing to do, 1 failed, 2 a mistake in flags or answers,
3 something is left for you to decide, 130 cancelled

Examples:
  npx create-openclaw-fly@latest update
  npx create-openclaw-fly@latest update --to latest --dry-run
  npx create-openclaw-fly@latest update --channel telegram --yes`,
  add: `Usage: npx create-openclaw-fly@latest add CHANNEL… [-C DIR] [flags]
       npx create-openclaw-fly@latest add --preset FILE.json [-C DIR] [flags]
       npx create-openclaw-fly@latest add --plugin PACKAGE --id ID
                                          [--secret NAME…] [-C DIR] [flags]

Adds messaging channels to a deployment. It asks only what those channels want
to know, changes only what they touch, keeps what you changed by hand, shows it
and asks. At the end it names the secrets to set. "channels CHANNEL" lists what
one asks and needs.

  --CHANNEL.QUESTION VALUE   an answer: --telegram.user-id 123456789
  --account NAME       a further account of one channel: --account work
  --agent NAME         the agent that answers there (default: main)
  --preset FILE        a channel of your own, described as data
  --plugin PACKAGE     a plugin from npm that nobody has described yet, with
  --id ID              the channel's id in OpenClaw, and
  --secret NAME        the variables it wants (repeatable; names, no values)
  --dry-run            show what would change, write nothing
  --yes                write without asking
  --conflicts WHICH    mine or new: settles what both changed
  -C DIR               the deployment's folder (default: here)
  --json               print one JSON object, ask nothing

Exit codes: 0 done, 1 failed, 2 a mistake in flags or answers, 3 something is
left for you to decide, 130 cancelled

Examples:
  npx create-openclaw-fly@latest add telegram
  npx create-openclaw-fly@latest add discord --discord.user-id \\
    234567890123456789 --yes
  npx create-openclaw-fly@latest add telegram --account work`,
  remove: `Usage: npx create-openclaw-fly@latest remove CHANNEL… [-C DIR] [flags]

Takes channels out of a deployment: out of openclaw.json, of the Fly files and
of the answers. What you changed by hand elsewhere is kept, and so is what the
volume has of them (pairing, logins). It names the secrets that nothing needs
any more.

  --account NAME       one account of one channel alone
  --dry-run            show what would change, write nothing
  --yes                write without asking
  --conflicts WHICH    mine or new: settles what both changed
  -C DIR               the deployment's folder (default: here)
  --json               print one JSON object, ask nothing

Exit codes: 0 done, 1 failed, 2 a mistake in flags, 3 something is left for you
to decide, 130 cancelled

Example:
  npx create-openclaw-fly@latest remove discord`,
  channels: `Usage: npx create-openclaw-fly@latest channels [CHANNEL] [-C DIR] [--json]

Lists the messaging channels that there are, and which of them a deployment has.
With the name of one: what it asks (each question is a flag of create and add),
which secrets it wants and where they come from, and what it needs on Fly.

  -C DIR               the deployment's folder (default: here, if it is one)
  --json               print one JSON object

Exit codes: 0 done, 1 failed, 2 a mistake in flags

Examples:
  npx create-openclaw-fly@latest channels
  npx create-openclaw-fly@latest channels telegram`,
  diff: `Usage: npx create-openclaw-fly@latest diff [-C DIR] [--to RELEASE] [flags]

Prints what update would change, as a unified diff that git apply takes. Takes
the flags of update; writes nothing. Nothing printed: nothing would change.

Exit codes: 0 done, 1 failed, 2 a mistake in flags or answers, 130 cancelled

Examples:
  npx create-openclaw-fly@latest diff --to latest
  npx create-openclaw-fly@latest diff --memory 4096 | less`,
  check: `Usage: npx create-openclaw-fly@latest check [-C DIR] [--fix] [--json]
       npx create-openclaw-fly@latest check --from-scratch DIR [--config FILE]
                                            [--openclaw FILE] [--release R]
                                            [--fix] [--json]

Looks at fly.toml and openclaw.json, and says what would break the deployment,
where, why, and what to do about it; for a deployment of ours also whether
update would change something. It sees files alone: npm run doctor looks at
Fly and at the machine.

  -C DIR               the deployment's folder (default: here)
  --from-scratch DIR   a folder with a fly.toml that somebody wrote by hand
  --config FILE        with it: the Fly file, if it is not DIR/fly.toml
  --openclaw FILE      with it: OpenClaw's configuration
  --release RELEASE    with it: the OpenClaw that runs, if no file says so
  --fix                mend what can be mended without knowing more
  --json               print one JSON object

Exit codes: 0 sound and current, 1 something would break, 2 a mistake in flags,
3 sound, but update would change something or something is left to decide

Examples:
  npx create-openclaw-fly@latest check
  npx create-openclaw-fly@latest check --from-scratch ../my-old-bot`,
  adopt: `Usage: npx create-openclaw-fly@latest adopt DIR [flags]

Turns a deployment that somebody made by hand into one that update, check and
the scripts know. The answers are read out of its fly.toml and openclaw.json;
what cannot be read there is asked for. Nothing that is there is changed: files
are added beside it.

  --<answer> VALUE     an answer, instead of what was read: --region fra
  --dry-run            show what would be added, write nothing
  --yes                take what is proposed for what could not be read
  --json               print one JSON object, ask nothing

Exit codes: 0 done, 1 failed, 2 a mistake in flags or answers, 130 cancelled

Example:
  npx create-openclaw-fly@latest adopt ../my-old-bot --dry-run`,
  validate: `Usage: npx create-openclaw-fly@latest validate --release RELEASE [--from OLDER]
                                          [--json] < openclaw.json

Says whether an OpenClaw release takes a configuration, before anything is
deployed. With --from, what that release repairs by itself is repaired first.
The configuration comes on standard input; none of its values is repeated.
In PowerShell, which has no <, it is: type openclaw.json | npx …

  --release RELEASE    the OpenClaw that is to take it
  --from RELEASE       the older one that it was written for
  --json               print one JSON object

Exit codes: 0 it does, 1 it does not, or the release is not known, 2 a mistake

Example:
  npx create-openclaw-fly@latest validate --release 2026.9.6 < openclaw.json`,
  clone: `Usage: npx create-openclaw-fly@latest clone [-C DIR] [--json]

Fetches OpenClaw's source into a deployment that is built from it, at the tag of
its release, all of it or nothing. For a deployment that was made without a
network; npm run deploy does it too.

  -C DIR               the deployment's folder (default: here)
  --json               print one JSON object

Exit codes: 0 done or already there, 1 failed, 2 a mistake in flags or answers,
130 cancelled

Example:
  npx create-openclaw-fly@latest clone -C my-openclaw`,
  rehearse: `Usage: npx create-openclaw-fly@latest rehearse [-C DIR] [--stand-ins] [--json]

Runs a deployment on this computer as Fly would, with the real OpenClaw, and
reports what works: before it costs anything. OpenClaw and Node are fetched from
npm once (about 1 GB). Secrets are taken from .env, if you keep one; for those
that are not there something stands in.

  -C DIR               the deployment's folder (default: here)
  --stand-ins          use none of the secrets in .env
  --json               print one JSON object

Exit codes: 0 it works, 1 something does not, 2 a mistake in flags or answers,
130 cancelled

Examples:
  npx create-openclaw-fly@latest rehearse
  npx create-openclaw-fly@latest rehearse --stand-ins --json`,
  completion: `Usage: create-openclaw-fly completion bash|zsh|fish

Prints the script with which your shell completes commands, flags and values at
a press of Tab. It asks the program itself, so the program has to be there:
npm install --global create-openclaw-fly.

  --json               print one JSON object

Exit codes: 0 done, 2 a mistake

Examples:
  create-openclaw-fly completion bash \\
    > ~/.local/share/bash-completion/completions/create-openclaw-fly
  create-openclaw-fly completion zsh > ~/.zfunc/_create-openclaw-fly
  create-openclaw-fly completion fish \\
    > ~/.config/fish/completions/create-openclaw-fly.fish`,
}
