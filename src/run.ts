import { isInteractive, terminalWidth, type Io } from './commands/io.ts'
import { isCommandName, type CommandName } from './commands/names.ts'
import { Cancelled, exitCodes, UserError, type ExitCode } from './errors.ts'

type Command = (words: readonly string[], io: Io) => Promise<ExitCode>

/** Each is loaded only when it is wanted. */
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  update: async () => (await import('./commands/update.ts')).updateCommand,
  add: async () => (await import('./commands/add.ts')).addCommand,
  remove: async () => (await import('./commands/remove.ts')).removeCommand,
  channels: async () => (await import('./commands/channels.ts')).channelsCommand,
  diff: async () => (await import('./commands/diff.ts')).diffCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  adopt: async () => (await import('./commands/adopt.ts')).adoptCommand,
  validate: async () => (await import('./commands/validate.ts')).validateCommand,
  clone: async () => (await import('./commands/clone.ts')).cloneCommand,
  completion: async () => (await import('./commands/completion.ts')).completionCommand,
  rehearse: async () => (await import('./commands/rehearse.ts')).rehearseCommand,
}

/**
 * Runs one command line and turns whatever happens into an exit code: a person's mistake into its text, a cancel into
 * 130, anything else into a report of our bug.
 */
export async function run(words: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(words, io)
  } catch (error) {
    return explain(error, words.includes('--json'), io)
  }
}

async function dispatch(words: readonly string[], io: Io): Promise<ExitCode> {
  // Its words are a command line that somebody is writing, in which --help is no wish for ours.
  if (words[0] === 'completion' && words[1] === '--words') return (await commands.completion())(words.slice(1), io)
  const json = words.includes('--json')
  if (words.includes('--help') || words.includes('-h')) {
    const help = await helpFor(words[0])
    io.output.write(`${json ? JSON.stringify({ help }, null, 2) : help}\n`)
    return exitCodes.ok
  }
  if (words.includes('--version') || words.includes('-v')) {
    const version = (await import('./own-files.ts')).loadVersion()
    io.output.write(`${json ? JSON.stringify({ version }, null, 2) : version}\n`)
    return exitCodes.ok
  }
  if (io.cwd === '') throw new UserError('cwd-gone', 'The folder that you are in does not exist any more.', 'go to another one with cd, and run the same command again')
  if (words.length === 0 && isInteractive(io)) return (await import('./commands/begin.ts')).begin(io)
  const [name, ...rest] = words
  return isCommandName(name) ? (await commands[name]())(rest, io) : (await import('./commands/create.ts')).create(words, io)
}

/** A command has help of its own. */
async function helpFor(word: string | undefined): Promise<string> {
  if (isCommandName(word)) return (await import('./commands/command-help.ts')).commandHelp[word]
  const [{ helpText }, { loadChannelIds }] = [await import('./commands/help.ts'), await import('./preset-files.ts')]
  return helpText(await loadChannelIds())
}

async function explain(error: unknown, json: boolean, io: Io): Promise<ExitCode> {
  const { errorJson, errorLines } = await import('./report/problems.ts')
  if (error instanceof Cancelled || io.signal.aborted) {
    const cancelled = new UserError('cancelled', 'Cancelled; nothing was written.', 'run the same command again')
    if (json) io.output.write(`${JSON.stringify(errorJson(cancelled), null, 2)}\n`)
    else io.error.write(`${cancelled.message}\n`)
    return exitCodes.cancelled
  }
  if (!(error instanceof UserError)) {
    const bug = new UserError('bug', 'This is a bug in create-openclaw-fly; nothing was left half-written.', 'report it with the text on stderr: npm bugs create-openclaw-fly')
    if (json) io.output.write(`${JSON.stringify(errorJson(bug), null, 2)}\n`)
    io.error.write(`${bugText(error)}\n`)
    return exitCodes.failed
  }
  if (json) io.output.write(`${JSON.stringify(errorJson(error), null, 2)}\n`)
  else io.error.write(`${errorLines(error, terminalWidth(io.error)).join('\n')}\n`)
  return error.exitCode
}

function bugText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `This is a bug in create-openclaw-fly; nothing was left half-written.\n${stack}\nPlease report it with the text above: npm bugs create-openclaw-fly`
}
