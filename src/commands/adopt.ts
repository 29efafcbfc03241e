import { lstat, readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { ANSWERS_FILE, type Answers } from '../answers/answers.ts'
import { mergeGiven, type Given } from '../answers/given.ts'
import { readAnswersFile } from '../answers/read-file.ts'
import { looksLikeSecret } from '../answers/secret-shapes.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { adviceFor } from '../check/adopt/own-files.ts'
import { givenFrom, readAnswersFrom } from '../check/adopt/read-answers.ts'
import { findAll } from '../check/find.ts'
import { rules } from '../check/rules/index.ts'
import { onMachine } from '../check/subject/commands.ts'
import { isUnreadable, readJson5File, type Located } from '../check/subject/located.ts'
import { readSubject, type FoundFile, type Subject, type SubjectFiles } from '../check/subject/subject.ts'
import { Cancelled, exitCodes, joinMistakes, ProblemsError, UserError, type ExitCode } from '../errors.ts'
import { loadChannels, loadSchemas } from '../load.ts'
import { isList } from '../merge/value.ts'
import { configFile } from '../render/addresses.ts'
import { STATE_FILE, STATE_FOLDER, stateFiles } from '../render/base.ts'
import { fileSet, type FileSet } from '../render/file-set.ts'
import { wordFor } from '../render/shell-word.ts'
import { adoptedLines, adoptionJson, adoptionLines, readLines, type Adoption } from '../report/adopted.ts'
import type { CheckReport } from '../report/findings.ts'
import { newestRelease } from '../releases/catalogue.ts'
import { addFiles, takeBackAdded } from '../workspace/add-files.ts'
import { findFile, findFirst } from '../workspace/found-file.ts'
import { isThere } from '../workspace/is-there.ts'
import { fileError } from '../workspace/target.ts'
import { parseCreate, type CreateOptions } from './create-flags.ts'
import { completeAnswers, readSpoken } from './gather.ts'
import { isAsking, whyNotAsked, widthOf, type Io } from './io.ts'
import { loadRendering } from './render-checked.ts'
import { shownPath } from './shown-path.ts'
import { clonedRelease, dockerfileOf } from './subject-files.ts'
import { loadVersion } from '../own-files.ts'

/**
 * `create-openclaw-fly adopt DIR`: makes a deployment of ours out of one that somebody made by hand. The answers are read
 * out of its files and asked for where they are not there; files are added, and not a byte of what is there changes.
 * @throws UserError, ProblemsError, Cancelled; nothing was written then
 */
export async function adoptCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const catalog = await loadChannels()
  const options = parseCreate(words, catalog, 'adopt')
  const asking = isAsking(io, options)
  const folder = await folderOrMistakes(options, io)
  const files = await readFiles(folder, catalog)
  const { subject } = files
  const read = readAnswersFrom({ subject, record: files.record, cloned: files.found.cloned })
  const spoken = await readSpoken(options, basename(folder), asking, catalog, io, mergeGiven(givenFrom(read), files.answered))
  const mistake = joinMistakes([['command line', options.mistake], ...spoken.mistakes])
  if (mistake !== undefined) throw mistake
  if (asking) io.output.write(`${readLines(read, widthOf(io)).join('\n')}\n`)
  const renderChecked = await loadRendering(catalog)
  const complete = (talk: Io): Promise<Answers> => completeAnswers(spoken.given, { folder: basename(folder), timeZone: io.timeZone }, asking, catalog, talk)
  const answers = asking ? await (await import('../ask/going-back.ts')).goingBack(io, complete) : await complete(io)
  const adoption = await adoptionOf(folder, renderChecked(answers), answers, read, files, catalog, io)
  await carryOut(adoption, renderChecked(answers), asking, options, io)
  return exitCodes.ok
}

async function carryOut(adoption: Adoption, files: FileSet, asking: boolean, options: CreateOptions, io: Io): Promise<void> {
  const width = widthOf(io)
  const say = (lines: readonly string[]): void => {
    if (!options.json) io.output.write(`${lines.join('\n')}\n`)
  }
  say(adoptionLines(adoption, width))
  if (!options.dryRun) {
    await confirm(asking, options, io)
    await addFiles(adoption.folder, fileSet([...adoption.added, ...stateFiles(files, loadVersion(), [])]))
  }
  say(adoptedLines(adoption, !options.dryRun, width))
  if (options.json) io.output.write(`${JSON.stringify(adoptionJson(adoption, !options.dryRun), null, 2)}\n`)
}

async function confirm(asking: boolean, { yes }: CreateOptions, io: Io): Promise<void> {
  if (!asking && !yes) throw new UserError('not-confirmed', `Are these files wanted? Nobody can be asked: ${whyNotAsked(io) ?? 'nothing is asked with --json'}.`, 'add --yes to write them, or --dry-run to look only; nothing was changed', exitCodes.usage)
  if (asking && !(await (await import('../ask/ask-conflict.ts')).confirmChange(io, 'adopt'))) throw new Cancelled()
  if (io.signal.aborted) throw new Cancelled()
}

/** What is wrong with the flags is told together with what is wrong with the folder. */
async function folderOrMistakes(options: CreateOptions, io: Io): Promise<string> {
  try {
    return await folderOf(options, io)
  } catch (error) {
    if (!(error instanceof UserError) || options.mistake === undefined) throw error
    throw joinMistakes([['command line', options.mistake], ['DIR', error]])
  }
}

/** @throws UserError where the folder is none that can be adopted */
async function folderOf({ directory }: CreateOptions, io: Io): Promise<string> {
  if (directory === undefined || directory.trim() === '' || directory.includes('\0') || looksLikeSecret(directory)) throw new UserError('adopt-folder', 'Which folder is to be adopted?', 'name it behind the command: create-openclaw-fly adopt DIR, where DIR has your fly.toml', exitCodes.usage)
  const folder = resolve(io.cwd, directory)
  try {
    const stats = await lstat(folder)
    if (!stats.isDirectory()) throw new UserError('adopt-folder', `${folder} is no folder`, 'give the folder that has your fly.toml')
    await takeBackAdded(folder)
    const names = await readdir(folder)
    if (names.length === 0) throw new UserError('adopt-empty', `${folder} is empty`, `there is nothing to adopt; make a new deployment: npx create-openclaw-fly@latest ${wordFor(process.platform)(directory)}`)
    if (names.includes(STATE_FOLDER)) throw await ownError(folder)
    return folder
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new UserError('adopt-folder', `there is no folder ${folder}`, 'give the folder that has your fly.toml')
    throw error instanceof UserError ? error : fileError(error as NodeJS.ErrnoException, folder)
  }
}

async function ownError(folder: string): Promise<UserError> {
  if (await isThere(join(folder, STATE_FILE))) return new UserError('adopt-ours', `${folder} is a deployment of ours already`, 'create-openclaw-fly check looks at it, and update brings it to what its answers say')
  return new UserError('adopt-broken', `${folder} has a ${STATE_FOLDER} without ${STATE_FILE}`, `take it from your backup or from git; or remove ${STATE_FOLDER} and run the same command again`)
}

interface Files {
  readonly found: SubjectFiles
  readonly subject: Subject
  readonly record: Located | undefined
  /** What an answers file that is there says already. */
  readonly answered: Given
}

/** @throws UserError, ProblemsError where they cannot be read, or there are none */
async function readFiles(folder: string, catalog: ChannelCatalog): Promise<Files> {
  await refuseClone(folder)
  const [open, closed, config, record, answers] = await Promise.all(['fly.toml', 'fly.private.toml', 'openclaw.json', 'scripts/deployment.json', ANSWERS_FILE].map((name) => findFile(folder, name)))
  if (open === undefined && closed === undefined) throw new UserError('no-fly-toml', `${folder} has no fly.toml`, 'give the folder that fly deploy is run in; a Fly file of another name must be called fly.toml')
  const located = readRecord(record)
  const schemas = loadSchemas()
  const isPrivate = open === undefined || (closed !== undefined && isMeantPrivate(config, located))
  const [fly, otherFly] = isPrivate ? [closed!, open] : [open, closed]
  const found: SubjectFiles = { fly, otherFly, config: config ?? (await findFirst(folder, ['config/openclaw.json'])), dockerfile: await dockerfileOf(folder, fly), cloned: await clonedRelease(folder), isOurs: false }
  const { subject, unreadable } = readSubject(found, catalog, schemas)
  if (unreadable.length > 0) throw new ProblemsError('unreadable', 'The answers cannot be read out of these files.', 'mend them and run the same command again; nothing was changed', unreadable.map(({ where, what, cure }) => ({ where: [where.file, where.line, where.column].filter((part) => part !== undefined).join(':'), message: what, hint: cure[0]! })), exitCodes.failed)
  return { found, subject, record: located, answered: answeredIn(answers, catalog) }
}

/** A clone of OpenClaw has its own scripts, its own package.json, and is replaced at an upgrade. */
async function refuseClone(folder: string): Promise<void> {
  const file = await findFile(folder, 'package.json')
  if (file === undefined || 'fault' in file || !/"name"\s*:\s*"openclaw"/.test(file.text)) return
  throw new UserError('adopt-clone', `${folder} is a clone of OpenClaw itself`, 'copy your own files, fly.toml and openclaw.json if you have one, into a new folder beside it, and adopt that')
}

function readRecord(file: FoundFile | undefined): Located | undefined {
  if (file === undefined || 'fault' in file) return undefined
  const located = readJson5File(file.name, file.text)
  return isUnreadable(located) ? undefined : located
}

/** Where both Fly files are there, ours says which is deployed, or else where the Control UI may be opened. */
function isMeantPrivate(config: FoundFile | undefined, record: Located | undefined): boolean {
  const access = record?.at('access')
  if (access !== undefined) return access === 'private'
  const file = config === undefined || 'fault' in config ? undefined : readJson5File(config.name, config.text)
  const origins = file === undefined || isUnreadable(file) ? undefined : file.at('gateway', 'controlUi', 'allowedOrigins')
  return isList(origins) && origins.length > 0 && origins.every((origin) => typeof origin === 'string' && /^http:\/\/(?:localhost|127\.0\.0\.1)(?::|$)/.test(origin))
}

function answeredIn(file: FoundFile | undefined, catalog: ChannelCatalog): Given {
  if (file === undefined) return new Map()
  if ('fault' in file) throw new UserError('answers-unreadable', `${ANSWERS_FILE}: ${file.fault}`, 'mend it, or give it another name')
  const { given, problems } = readAnswersFile(file.text, ANSWERS_FILE, catalog)
  if (problems.length > 0) throw new ProblemsError('answers', `${ANSWERS_FILE} has mistakes.`, 'mend them and run the same command again; nothing was changed', problems)
  return given
}

/** What is at a path, be it a link that leads nowhere: nothing is put in its place. */
async function presentFile(folder: string, path: string): Promise<FoundFile | undefined> {
  return (await isThere(join(folder, path))) ? ((await findFile(folder, path)) ?? { name: path, fault: 'it is a link that leads nowhere' }) : undefined
}

async function adoptionOf(folder: string, files: FileSet, answers: Answers, read: Adoption['read'], { found, subject }: Files, catalog: ChannelCatalog, io: Io): Promise<Adoption> {
  const present = await Promise.all([...files.keys()].map(async (path) => [path, await presentFile(folder, path)] as const))
  const own = present.flatMap(([path, file]) => (file === undefined ? [] : [{ path, file }]))
  const added = fileSet([...files].filter(([path]) => !own.some((one) => one.path === path)))
  const differing = own.flatMap(({ path, file }) => ('text' in file ? [{ path, mine: file.text, ours: files.get(path)!.text }] : []))
  const moved = answers.access.mode === 'private' && added.has('fly.private.toml') ? ['fly.private.toml is what a private deployment is deployed from, and it is new: what you changed in fly.toml is to be written there too'] : []
  const unsure = isReleaseSure(read, answers) ? [] : [`release: no file says for sure which OpenClaw runs. See: ${onMachine(subject, '--version')}. If that is not ${answers.release}, before you deploy: npx create-openclaw-fly@latest update --to THAT; an older OpenClaw cannot open a newer one's data`]
  const elsewhere = found.config === undefined || found.config.name === 'openclaw.json' ? [] : [`openclaw.json is new: ${found.config.name}, from which the answers were read, is not looked at any more; put into openclaw.json what you want to keep`]
  return {
    folder,
    directory: shownPath(folder, io.cwd),
    platform: process.platform,
    answers,
    read,
    added,
    kept: own.map(({ path }) => path),
    advice: [...unsure, ...moved, ...elsewhere, ...adviceFor(differing)],
    check: checkAfter(folder, files, answers, found, own.map(({ file }) => file), catalog),
  }
}

/** A guide's example bears the stamp of an old release, and the newest known one is but a guess. */
function isReleaseSure({ answers: found }: Adoption['read'], { release }: Answers): boolean {
  const read = found.find(({ key }) => key === 'release')
  if (read === undefined || read.value !== release) return release !== newestRelease
  return !read.where.file.endsWith('openclaw.json')
}

/** What the rules say once the files are there. */
function checkAfter(folder: string, files: FileSet, answers: Answers, found: SubjectFiles, own: readonly FoundFile[], catalog: ChannelCatalog): CheckReport {
  const after = (path: string): FoundFile => own.find(({ name }) => name === path) ?? { name: path, text: files.get(path)!.text }
  const active = configFile(answers)
  const subject = { ...found, fly: after(active), otherFly: after(active === 'fly.toml' ? 'fly.private.toml' : 'fly.toml'), config: after('openclaw.json'), answers, isOurs: true }
  const looked = readSubject(subject, catalog, loadSchemas())
  return { folder, files: [subject.fly.name, subject.otherFly.name, subject.config.name], release: looked.subject.release, ...findAll(looked), rules: rules.length, isOurs: true }
}
