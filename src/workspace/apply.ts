import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../errors.ts'
import type { Plan } from '../merge/plan.ts'
import { BASE_FOLDER, STATE_FILE, STATE_FOLDER, sha256 } from '../render/base.ts'
import { fileSet, type FileSet } from '../render/file-set.ts'
import { refuseClosed } from './closed-folders.ts'
import { isThere } from './is-there.ts'
import { leadsAway, readOwn } from './present.ts'
import { lookLike, writeWhole } from './replace.ts'
import { fileError, fileTrouble } from './target.ts'
import { isAbandoned, isTemporaryName, temporaryName } from './temporary.ts'

/*
 * An update is a journal first: every new text in a folder of its own, and the list of steps, the journal, which appears in one go.
 * Before that nothing has changed; from then on the steps are carried out, by this run or, after a kill, by the next.
 */

/** A folder that takes another place; done where it is still at the first, and nothing is at the second. */
export interface Move {
  readonly from: string
  readonly to: string
}

interface Journal {
  readonly steps: readonly Step[]
  readonly moves: readonly Move[]
}

/** What becomes of one path of the deployment. */
interface Step {
  readonly path: string
  /** What must be there, so that nobody's edit is written over: a hash, null for nothing, undefined for whatever it is. */
  readonly before: string | null | undefined
  /** Undefined: it is deleted. */
  readonly mode: number | undefined
  /** The path of the base that goes with it: it stays the old one where the step cannot be done. */
  readonly base?: string
}

const PREFIX = 'apply'
const JOURNAL = 'journal.json'

/**
 * Carries a plan out, all of it or nothing; a kill at any moment leaves what the next run finishes.
 * @param state what the state folder holds afterwards
 * @param moves carried out last
 * @returns paths that somebody changed meanwhile: they were left as they are
 * @throws UserError where nothing was changed, or, with code `update-stopped`, where the next run has to finish it
 */
export async function applyPlan(folder: string, plan: Plan, state: FileSet, moves: readonly Move[] = []): Promise<readonly string[]> {
  const fresh = await changedIn(folder, state)
  const steps = [...stepsOf(plan), ...(await staleBase(folder, state)), ...stateSteps(fresh)]
  if (steps.length + moves.length === 0) return []
  const stage = join(folder, STATE_FOLDER, temporaryName(PREFIX))
  try {
    await stageTexts(folder, stage, [...textsOf(plan), ...fresh])
    await refuseChanged(folder, steps)
    await refuseClosed(folder, steps.map(({ path }) => path))
    await writeWhole(join(stage, `${JOURNAL}.half`), JSON.stringify({ steps, moves } satisfies Journal), 0o644)
    await rename(join(stage, `${JOURNAL}.half`), join(stage, JOURNAL))
  } catch (error) {
    await rm(stage, { recursive: true, force: true })
    throw error instanceof UserError ? error : fileError(error as NodeJS.ErrnoException, folder)
  }
  return carryOut(folder, stage)
}

/** Stages of killed runs whose steps had begun, or would have. */
export async function findInterrupted(folder: string): Promise<readonly string[]> {
  const stages = await findStages(folder)
  const begun = await Promise.all(stages.map((stage) => readJournal(stage)))
  return stages.filter((_, index) => begun[index] !== undefined)
}

/**
 * Finishes what a killed update began, and removes what it did not begin.
 * @returns paths that were left, as above
 * @throws UserError where it cannot be finished yet
 */
export async function finishUpdate(folder: string): Promise<readonly string[]> {
  const left: string[] = []
  for (const stage of await findStages(folder)) {
    if ((await readJournal(stage)) === undefined) await rm(stage, { recursive: true, force: true })
    else left.push(...(await carryOut(folder, stage)))
  }
  return left
}

function stepsOf(plan: Plan): readonly Step[] {
  return plan.flatMap((change): readonly Step[] => {
    const base = `${BASE_FOLDER}/${change.path}`
    switch (change.kind) {
      case 'write': return [{ path: change.path, before: change.before === undefined ? null : sha256(change.before), mode: change.mode, base }]
      case 'merge': return [{ path: change.path, before: sha256(change.before), mode: change.mode, base }]
      case 'mode': return [{ path: change.path, before: sha256(change.text), mode: change.mode, base }]
      case 'delete': return [{ path: change.path, before: sha256(change.before), mode: undefined, base }]
      case 'beside': return [{ path: change.beside, before: undefined, mode: change.mode }]
      case 'kept': return []
    }
  })
}

function textsOf(plan: Plan): readonly (readonly [string, { readonly text: string; readonly mode: number }])[] {
  return plan.flatMap((change) => (change.kind === 'delete' || change.kind === 'kept' ? [] : [[change.kind === 'beside' ? change.beside : change.path, change] as const]))
}

/** Those texts of the state that are not there already. */
async function changedIn(folder: string, state: FileSet): Promise<FileSet> {
  const entries = await Promise.all([...state].map(async (entry) => ({ entry, own: await readOwn(folder, entry[0]) })))
  return fileSet(entries.filter(({ entry: [, { text }], own }) => own?.kind !== 'text' || own.text !== text).map(({ entry }) => entry))
}

/** The state's own file comes last: what it says is true then. */
function stateSteps(state: FileSet): readonly Step[] {
  const paths = [...state.keys()].toSorted((a, b) => Number(a === STATE_FILE) - Number(b === STATE_FILE))
  return paths.map((path) => ({ path, before: undefined, mode: 0o644 }))
}

/** Texts of the base that are not emitted any more. */
async function staleBase(folder: string, state: FileSet): Promise<readonly Step[]> {
  const base = join(folder, BASE_FOLDER)
  const entries = await readdir(base, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => `${BASE_FOLDER}/${join(entry.parentPath, entry.name).slice(base.length + 1).replaceAll('\\', '/')}`)
  return paths.filter((path) => !state.has(path)).map((path) => ({ path, before: undefined, mode: undefined }))
}

async function stageTexts(folder: string, stage: string, texts: readonly (readonly [string, { readonly text: string; readonly mode: number }])[]): Promise<void> {
  for (const [path, { text, mode }] of texts) {
    const staged = stagedPath(stage, path)
    await writeWhole(staged, text, mode)
    if (!path.startsWith(`${STATE_FOLDER}/`)) await lookLike(staged, join(folder, path), mode).catch(ignoreAbsent)
  }
}

async function refuseChanged(folder: string, steps: readonly Step[]): Promise<void> {
  for (const step of steps) if (!(await isAsBefore(folder, step))) throw new UserError('changed-meanwhile', `${step.path} was changed meanwhile; nothing was updated`, 'run the same command again')
}

async function carryOut(folder: string, stage: string): Promise<readonly string[]> {
  try {
    return await carryOutSteps(folder, stage)
  } catch (error) {
    const trouble = fileTrouble(error as NodeJS.ErrnoException)
    if (trouble === undefined) throw error
    throw new UserError('update-stopped', `The update is half done: ${trouble}.`, 'mend that (an editor may have the file open), then run update: it goes on where it stopped, and nothing of yours is lost')
  }
}

async function carryOutSteps(folder: string, stage: string): Promise<readonly string[]> {
  const { steps, moves } = (await readJournal(stage))!
  const left = new Map<string, string>()
  for (const step of steps) {
    if (left.has(step.path) || (await isDone(folder, stage, step))) continue
    if (await isAsBefore(folder, step)) await carryOutOne(folder, stage, step)
    else if (step.base !== undefined) left.set(step.base, step.path)
  }
  for (const { path, mode } of steps) if (mode === undefined && !left.has(path)) await removeEmptied(folder, dirname(path))
  for (const { from, to } of moves) if ((await isThere(join(folder, from))) && !(await isThere(join(folder, to)))) await rename(join(folder, from), join(folder, to))
  await rm(stage, { recursive: true, force: true })
  return [...left.values()]
}

async function isDone(folder: string, stage: string, { path, mode }: Step): Promise<boolean> {
  return !(await isThere(mode === undefined ? join(folder, path) : stagedPath(stage, path)))
}

async function carryOutOne(folder: string, stage: string, { path, mode }: Step): Promise<void> {
  const target = join(folder, path)
  // Whoever hands a deployment on may have planted a journal: it does not lead out of the folder.
  if (await leadsAway(folder, path)) throw new UserError('link-on-the-way', `${path} leads through a symbolic link`, 'put an ordinary folder there, and run the same command again')
  if (mode === undefined) return rm(target, { force: true })
  await mkdir(dirname(target), { recursive: true })
  await rename(stagedPath(stage, path), target)
}

/** The folders that deleting left empty, up to the deployment's own. */
async function removeEmptied(folder: string, path: string): Promise<void> {
  if (path === '.') return
  const isKept = await rmdir(join(folder, path)).then(() => false, (error: NodeJS.ErrnoException) => error.code !== 'ENOENT')
  if (!isKept) await removeEmptied(folder, dirname(path))
}

async function isAsBefore(folder: string, { path, before }: Step): Promise<boolean> {
  if (before === undefined) return true
  const own = await readOwn(folder, path)
  return own === undefined ? before === null : own.kind === 'text' && sha256(own.text) === before
}

function stagedPath(stage: string, path: string): string {
  return join(stage, 'files', path)
}

/** Undefined where the steps had not begun. */
async function readJournal(stage: string): Promise<Journal | undefined> {
  const text = await readFile(join(stage, JOURNAL), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const { steps, moves } = JSON.parse(text) as Journal
  const isInside = (path: string): boolean => !path.split(/[/\\]/).includes('..')
  return { steps: steps.filter(({ path }) => isInside(path)), moves: moves.filter(({ from, to }) => isInside(from) && isInside(to)) }
}

async function findStages(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, STATE_FOLDER)).catch(() => [])
  const stages = names.filter((name) => isTemporaryName(name, PREFIX)).map((name) => join(folder, STATE_FOLDER, name))
  const abandoned = await Promise.all(stages.map((stage) => isAbandoned(stage)))
  return stages.filter((_, index) => abandoned[index])
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
}
