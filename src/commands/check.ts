import { resolve } from 'node:path'
import { ANSWERS_FILE, type Answers } from '../answers/answers.ts'
import { looksLikeSecret } from '../answers/secret-shapes.ts'
import { applyFixes, type FixOutcome } from '../check/apply-fixes.ts'
import { findAll } from '../check/find.ts'
import type { Finding } from '../check/rule.ts'
import { rules } from '../check/rules/index.ts'
import { NOT_THERE, readSubject, type FoundFile, type SubjectFiles } from '../check/subject/subject.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { exitCodes, ProblemsError, UserError, type ExitCode } from '../errors.ts'
import { loadChannels, loadSchemas } from '../load.ts'
import { configFile } from '../render/addresses.ts'
import { newestRelease } from '../releases/catalogue.ts'
import { compareReleases } from '../releases/release.ts'
import { findingsJson, findingsLines, type CheckReport, type Fixes, type UpdateState } from '../report/findings.ts'
import { planJson } from '../report/plan.ts'
import { errorLines } from '../report/problems.ts'
import { updateLines } from '../report/update.ts'
import { findFile } from '../workspace/found-file.ts'
import { readVolumeRelease } from '../workspace/history.ts'
import { withLock } from '../workspace/lock.ts'
import { replaceText } from '../workspace/replace-text.ts'
import { parseFlags } from './args.ts'
import { deploymentFolder } from './deployment-folder.ts'
import { ownFlags } from './flags.ts'
import { widthOf, type Io } from './io.ts'
import { readDeploymentAnswers } from './deployment-answers.ts'
import { prepareUpdate } from './prepare-update.ts'
import { handMadeFiles, type NamedFiles } from './subject-files.ts'

/**
 * `create-openclaw-fly check [-C DIR] [--fix] [--json]`, and
 * `check --from-scratch DIR [--config FILE] [--openclaw FILE] [--release RELEASE]`
 * for a deployment that somebody made by hand: says what would break. Without --fix it writes nothing.
 * @throws UserError
 */
export async function checkCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const { values, mistake } = parseFlags(words, ownFlags('check'), 0)
  if (mistake !== undefined) throw mistake
  const text = (name: string): string | undefined => values.get(name) as string | undefined
  const scratch = text('from-scratch')
  if (scratch === undefined && (text('config') ?? text('openclaw') ?? text('release')) !== undefined) throw new UserError('usage', '--config, --openclaw and --release go with --from-scratch DIR', 'a deployment of ours has its files where they belong', exitCodes.usage)
  if (scratch !== undefined && text('C') !== undefined) throw new UserError('usage', '-C and --from-scratch each name a folder', 'give one of the two', exitCodes.usage)
  const report = scratch === undefined ? await checkOurs(text('C'), values.has('fix'), io) : await checkHandMade(scratch, { fly: text('config'), config: text('openclaw'), release: text('release') }, values.has('fix'), io)
  io.output.write(values.has('json') ? `${JSON.stringify(findingsJson(report), null, 2)}\n` : `${findingsLines(report, widthOf(io)).join('\n')}\n`)
  return exitCodeOf(report)
}

function exitCodeOf({ findings, update }: CheckReport): ExitCode {
  if (findings.some(({ severity }) => severity === 'error')) return exitCodes.failed
  return update !== undefined && !update.isCurrent ? exitCodes.conflicts : exitCodes.ok
}

async function checkHandMade(named: string, files: NamedFiles, fix: boolean, io: Io): Promise<CheckReport> {
  if (looksLikeSecret(named) || named.trim() === '' || named.includes('\0')) throw new UserError('folder-name', 'What --from-scratch names cannot be a folder.', 'give the folder that has your fly.toml', exitCodes.usage)
  const folder = resolve(io.cwd, named)
  const catalog = await loadChannels()
  return look(folder, () => handMadeFiles(folder, files), [], catalog, fix)
}

async function checkOurs(named: string | undefined, fix: boolean, io: Io): Promise<CheckReport> {
  const folder = await deploymentFolder(named, io, fix)
  const catalog = await loadChannels(folder)
  const { answers, faults } = await readAnswers(folder, catalog)
  const check = (): Promise<CheckReport> => look(folder, () => ourFiles(folder, answers), faults, catalog, fix)
  const report = await (fix ? withLock(folder, check) : check())
  return answers === undefined ? report : { ...report, update: await updateStateOf(folder, widthOf(io)) }
}

/** What stands in the way of an update keeps the deployment from being current, too. */
async function updateStateOf(folder: string, width: number): Promise<UpdateState> {
  try {
    const update = await prepareUpdate(folder)
    const { plan, open } = update
    const newer = compareReleases(newestRelease, update.release.to) > 0 ? newestRelease : undefined
    return { isCurrent: plan.length + open.length === 0, newer, lines: updateLines(update, width - 2), changes: planJson(plan, update), conflicts: open.length }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { isCurrent: false, lines: errorLines(error, width - 2), changes: [], conflicts: 0 }
  }
}

/** A mistake in the answers is one finding among others. */
async function readAnswers(folder: string, catalog: ChannelCatalog): Promise<{ readonly answers: Answers | undefined; readonly faults: readonly Finding[] }> {
  try {
    return { answers: await readDeploymentAnswers(folder, catalog), faults: [] }
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'not-a-deployment') throw error
    const problems = error instanceof ProblemsError ? error.problems : [{ where: ANSWERS_FILE, message: error.message, hint: error.hint }]
    return { answers: undefined, faults: problems.map(({ where, message, hint }) => answersFinding(where, message, hint)) }
  }
}

function answersFinding(where: string, message: string, hint: string | undefined): Finding {
  const key = where.replace(`${ANSWERS_FILE}: `, '')
  const [place, line, column] = /^openclaw-fly\.toml, line (\d+), column (\d+): /.exec(message) ?? []
  const what = place === undefined ? message : message.slice(place.length)
  return { id: 'E00', severity: 'error', what: key === where ? what : `${key}: ${what}`, where: { file: ANSWERS_FILE, ...(line !== undefined && { line: Number(line), column: Number(column) }) }, why: 'Nothing can be made from these answers: update stops here.', cure: [hint ?? 'mend it there'] }
}

async function ourFiles(folder: string, answers: Answers | undefined): Promise<SubjectFiles> {
  const [active, other] = answers === undefined || configFile(answers) === 'fly.toml' ? ['fly.toml', 'fly.private.toml'] : ['fly.private.toml', 'fly.toml']
  const missing = (name: string): FoundFile => ({ name, fault: NOT_THERE })
  return {
    fly: (await findFile(folder, active!)) ?? missing(active!),
    otherFly: await findFile(folder, other!),
    config: (await findFile(folder, 'openclaw.json')) ?? missing('openclaw.json'),
    answers,
    volume: await readVolumeRelease(folder).catch(ignoreUnreadable),
    isOurs: true,
  }
}

/** What is wrong with the history, the plan of an update says. */
function ignoreUnreadable(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error
}

/** Looks, mends if that is asked for, and looks again at what is left. */
async function look(folder: string, readFiles: () => Promise<SubjectFiles>, faults: readonly Finding[], catalog: ChannelCatalog, fix: boolean): Promise<CheckReport> {
  const schemas = loadSchemas()
  const before = await readFiles()
  const first = readSubject(before, catalog, schemas)
  const found = findAll(first)
  const fixes = fix ? await mend(folder, applyFixes(found.findings, textsOf(before))) : undefined
  const after = fixes === undefined || fixes.done.length === 0 ? { read: first, found } : await lookAgain(await readFiles(), catalog)
  const names = [before.fly, before.otherFly, before.config, before.dockerfile].flatMap((file) => file?.name ?? [])
  return {
    folder,
    files: names,
    release: after.read.subject.release,
    findings: [...faults, ...after.found.findings],
    unseen: after.found.unseen,
    rules: rules.length,
    isOurs: before.isOurs,
    ...(fixes !== undefined && { fixes }),
  }
}

async function lookAgain(files: SubjectFiles, catalog: ChannelCatalog): Promise<{ readonly read: ReturnType<typeof readSubject>; readonly found: ReturnType<typeof findAll> }> {
  const read = readSubject(files, catalog, loadSchemas())
  return { read, found: findAll(read) }
}

function textsOf({ fly, otherFly, config }: SubjectFiles): ReadonlyMap<string, string> {
  return new Map([fly, otherFly, config].flatMap((file) => (file !== undefined && 'text' in file ? [[file.name, file.text] as const] : [])))
}

async function mend(folder: string, outcomes: readonly FixOutcome[]): Promise<Fixes> {
  const done: { file: string; cured: readonly Finding[] }[] = []
  const left: { file: string; why: string }[] = []
  for (const outcome of outcomes) {
    const why = 'why' in outcome ? outcome.why : await replaceText(resolve(folder, outcome.file), outcome.text)
    if (why !== undefined) left.push({ file: outcome.file, why })
    else if ('cured' in outcome) done.push(outcome)
  }
  return { done, left }
}
