import { basename, join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Answers } from '../answers/answers.ts'
import { looksLikeSecret } from '../answers/secret-shapes.ts'
import { nearest } from '../answers/suggest.ts'
import { SECRET_HINT } from '../answers/values.ts'
import { chosenChannels } from '../channels/catalog.ts'
import { Cancelled, exitCodes, joinMistakes, UserError, type ExitCode } from '../errors.ts'
import { loadChannels } from '../load.ts'
import { withBase } from '../render/base.ts'
import type { FileSet } from '../render/file-set.ts'
import { createdJson, createdLines, type CloneOutcome, type Created } from '../report/created.ts'
import { releaseNotes } from '../report/release-notes.ts'
import { summaryLines } from '../report/summary.ts'
import { stageFiles } from '../workspace/emit.ts'
import { DEFAULT_FOLDER, proposeFolder } from '../workspace/propose-folder.ts'
import { inspectTarget, type Target } from '../workspace/target.ts'
import { cloneInto } from './clone-into.ts'
import { parseCreate, type CreateOptions } from './create-flags.ts'
import { completeAnswers, readSpoken, surroundingsOf } from './gather.ts'
import { isAsking, terminalWidth, widthOf, type Io } from './io.ts'
import { commandNames } from './names.ts'
import { loadRendering } from './render-checked.ts'
import { shownPath } from './shown-path.ts'
import { loadVersion } from '../own-files.ts'

/** Columns that the frame around the summary takes. */
const NOTE_FRAME = 6

/**
 * `create-openclaw-fly [dir]`: ask, render, check, then put a whole deployment in place or nothing at all.
 * @param asked the answer to the first question, where it is asked already
 * @throws UserError with every mistake at once, before anything is asked; Cancelled
 */
export async function create(words: readonly string[], io: Io, asked?: Promise<string>): Promise<ExitCode> {
  const catalog = await loadChannels()
  const options = parseCreate(words, catalog)
  refuseMistypedCommand(options.directory)
  const asking = isAsking(io, options)
  const directory = options.directory ?? (options.yes ? DEFAULT_FOLDER : undefined)
  const place = directory === undefined ? undefined : await findPlace(directory, io)
  const spoken = await readSpoken(options, directory === undefined ? undefined : sayableName(directory, io), asking, catalog, io)
  const mistake = joinMistakes([['command line', options.mistake], ['DIR', place], ...spoken.mistakes])
  if (mistake !== undefined) throw mistake
  if (asking && asked === undefined) (await import('../ask/messages.ts')).showIntro(io)
  // Read before the questions, so that the summary stands there as soon as the last one is answered.
  const renderChecked = await loadRendering(catalog)
  const settle = async (talk: Io): Promise<Pick<Created, 'answers' | 'channels' | 'target' | 'files'>> => {
    const target = place instanceof UserError || place === undefined ? await askPlace(talk) : place
    const answers = await completeAnswers(spoken.given, surroundingsOf(target.name, io), asking, catalog, talk)
    const channels = chosenChannels(catalog, answers.channels)
    const files = renderChecked(answers)
    if (asking && !options.dryRun) await confirm(summaryLines(answers, channels, target.path, files, widthOf(io) - NOTE_FRAME), talk)
    return { answers, channels, target, files }
  }
  const { answers, channels, target, files } = asking ? await askedThrough(io, settle, asked) : await settle(io)
  const cloned = options.dryRun ? 'dry-run' : await emit(target, withBase(files, loadVersion()), answers, options, io)
  report({ answers, channels, target, files, cloned, directory: shownPath(target.path, io.cwd), platform: process.platform, notes: [...spoken.notes, ...releaseNotes(answers.release)] }, asking, options, io)
  return exitCodes.ok
}

/** `updat` is no folder that somebody wants. */
function refuseMistypedCommand(directory: string | undefined): void {
  const command = directory !== undefined && /^[a-z]{4,}$/.test(directory) ? nearest(directory, commandNames) : undefined
  if (command === undefined || directory === undefined) return
  throw new UserError('no-command', `There is no command ${JSON.stringify(directory)}.`, `did you mean ${command}? For a folder of that name write ./${directory}`, exitCodes.usage)
}

/** A shell expands `~/` itself, but not in a prompt or in quotes; a folder named `~` is wanted by nobody. */
function atHome(directory: string, { env }: Io): string {
  const home = env.HOME ?? env.USERPROFILE
  return home !== undefined && /^~(?:[/\\]|$)/.test(directory) ? join(home, directory.slice(1)) : directory
}

function nameOf(directory: string, io: Io): string {
  return basename(resolve(io.cwd, atHome(directory, io)))
}

/** The app's name is proposed after it, unless it cannot be repeated. */
function sayableName(directory: string, io: Io): string {
  const name = nameOf(directory, io)
  return looksLikeSecret(name) ? DEFAULT_FOLDER : name
}

/** The place for the deployment, or why it cannot be there. */
async function findPlace(directory: string, io: Io): Promise<Target | UserError> {
  if (looksLikeSecret(nameOf(directory, io))) return new UserError('folder-secret', 'The name of the folder looks like a secret.', SECRET_HINT, exitCodes.usage)
  return inspectTarget(atHome(directory, io), io.cwd).catch((error: unknown) => {
    if (error instanceof UserError) return error
    throw error
  })
}

/** @param asked the answer to the question about the folder, where it is asked already */
async function askedThrough<T>(io: Io, settle: (talk: Io) => Promise<T>, asked: Promise<string> | undefined): Promise<T> {
  const [{ goingBack }, { texts }] = [await import('../ask/going-back.ts'), await import('../ask/texts.ts')]
  return goingBack(io, settle, asked === undefined ? [] : [{ title: texts.folder.title, answer: await asked }])
}

/** Asks until the folder can be taken; the one that is proposed can. */
async function askPlace(io: Io): Promise<Target> {
  const [{ askFolder }, { forgetLast }, { showWarning }] = [await import('../ask/ask-folder.ts'), await import('../ask/going-back.ts'), await import('../ask/messages.ts')]
  const proposal = proposeFolder(DEFAULT_FOLDER, io.cwd)
  for (;;) {
    const place = await findPlace(await askFolder(io, proposal), io)
    if (!(place instanceof UserError)) return place
    showWarning(io, `${place.message}: ${place.hint}.`)
    forgetLast(io)
  }
}

async function confirm(lines: readonly string[], io: Io): Promise<void> {
  const { confirmPlan } = await import('../ask/confirm.ts')
  if (!(await confirmPlan(lines.join('\n'), io))) throw new Cancelled()
}

/** Files first, then the clone, into a folder beside the target; only what is whole is moved into place. */
async function emit(target: Target, files: FileSet, answers: Answers, options: CreateOptions, io: Io): Promise<CloneOutcome> {
  const stage = await stageFiles(target, files)
  try {
    const outcome = answers.image.build === 'source' && options.clone ? await cloneInto(join(stage.path, 'openclaw'), answers.image.repository, answers.release, options.json, io) : 'not-asked'
    // Files are written in one go: a Ctrl-C meanwhile is heard when the event loop has gone round once, which the
    // first call alone does not promise.
    await setImmediate()
    await setImmediate()
    if (io.signal.aborted) throw new Cancelled()
    await stage.commit()
    return outcome
  } finally {
    await stage.discard()
  }
}

function report(created: Created, asked: boolean, options: CreateOptions, io: Io): void {
  const text = options.json ? JSON.stringify(createdJson(created), null, 2) : createdLines(created, terminalWidth(io.output)).join('\n')
  io.output.write(`${asked ? '\n' : ''}${text}\n`)
}
