import { rm } from 'node:fs/promises'
import { Cancelled, exitCodes, UserError, type ExitCode } from '../errors.ts'
import { loadChannels } from '../load.ts'
import type { Decided } from '../merge/decide.ts'
import { openToJson, type Open } from '../merge/open-conflicts.ts'
import { stateFiles } from '../render/base.ts'
import { holdsAnySecret } from '../report/conflicts.ts'
import { doneLines, updateJson, updateLines, type Outcome } from '../report/update.ts'
import { applyPlan, finishUpdate } from '../workspace/apply.ts'
import { withLock } from '../workspace/lock.ts'
import { deploymentFolder, folderIn } from './deployment-folder.ts'
import { isAsking, whyNotAsked, widthOf, type Io } from './io.ts'
import { settleLatest } from './latest-release.ts'
import { faultsAfter, prepareUpdate, type Prepared, type Wish } from './prepare-update.ts'
import { finishClone, prepareClone, type CloneWork } from './renew-clone.ts'
import { askConflicts } from './settle.ts'
import { parseUpdate, type UpdateOptions } from './update-flags.ts'

/**
 * `create-openclaw-fly update`: brings a deployment to other answers, another OpenClaw release or newer templates, and
 * keeps what the person changed. Exit code 0 done or nothing to do, 3 conflicts left.
 * @throws UserError, ProblemsError, Cancelled; nothing was changed then
 */
export async function updateCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const options = parseUpdate(words, await loadChannels(folderIn(words, io)))
  if (options.mistake !== undefined) throw options.mistake
  return (await runUpdate(options, io)).exitCode
}

/** What the other commands that are an update with one more answer say besides. */
export interface Closing {
  /** Lines behind what was done. */
  readonly lines: (prepared: Prepared, width: number) => readonly string[]
  readonly json: (prepared: Prepared) => object
}

/** An update with the lock, and finishing what a killed one left. */
export async function runUpdate(options: UpdateOptions & Wish, io: Io, closing?: Closing): Promise<{ readonly exitCode: ExitCode }> {
  const folder = await deploymentFolder(options.folder, io, !options.dryRun)
  const exitCode = await (options.dryRun ? update(folder, options, io, closing) : withLock(folder, async () => {
    await finishUpdate(folder)
    return update(folder, options, io, closing)
  }))
  return { exitCode }
}

async function update(folder: string, options: UpdateOptions & Wish, io: Io, closing?: Closing): Promise<ExitCode> {
  const prepared = await prepareUpdate(folder, await settleWish(options, io))
  const asking = !options.dryRun && isAsking(io, options)
  const width = widthOf(io)
  const say = (lines: readonly string[]): void => {
    if (!options.json && lines.length > 0) io.output.write(`${lines.join('\n')}\n`)
  }
  say(updateLines(prepared, width, options.conflicts))
  const outcome = options.dryRun ? { ...prepared, written: false, left: [], keptClone: undefined } : await carryOut(prepared, asking, options, io)
  if (options.json) io.output.write(`${JSON.stringify({ ...updateJson(prepared, outcome), ...closing?.json(prepared) }, null, 2)}\n`)
  else {
    if (!options.dryRun) say(doneLines(prepared, outcome, width))
    else if (outcome.plan.length > 0) say(['', 'Nothing was written: this was a dry run.'])
    if (closing !== undefined && outcome.written) say(closing.lines(prepared, width))
  }
  return outcome.open.length > 0 ? exitCodes.conflicts : exitCodes.ok
}

/** What is wished, with `--to latest` asked of npm. @throws UserError where it cannot be asked */
export async function settleWish(options: UpdateOptions, io: Io): Promise<Wish> {
  const { given, notes, mistake } = await settleLatest(options.given, io)
  if (mistake !== undefined) throw mistake
  return { ...options, given, notes }
}

async function carryOut(prepared: Prepared, asking: boolean, options: UpdateOptions, io: Io): Promise<Outcome> {
  const decided = asking && options.conflicts === undefined ? await asked(prepared, io) : prepared
  const clone = await prepareClone(prepared, options, io)
  try {
    if (decided.plan.length > 0 || clone !== undefined) await confirm(asking, options, io)
    if (io.signal.aborted) throw new Cancelled()
    return await write(prepared, decided, clone)
  } finally {
    if (clone?.path) await rm(clone.path, { recursive: true, force: true })
  }
}

/** What the person decides at a terminal, and what will be refused then. */
async function asked(prepared: Prepared, io: Io): Promise<Settled> {
  const { goingBack } = await import('../ask/going-back.ts')
  const decided = await goingBack(io, (talk) => askConflicts(prepared, talk))
  return { ...decided, faults: faultsAfter(decided.plan, prepared) }
}

type Settled = Decided & Pick<Outcome, 'faults'>

async function write({ folder, files, generator }: Prepared, { plan, open, faults }: Settled, clone: CloneWork | undefined): Promise<Outcome> {
  const state = stateFiles(files, generator.to, open.filter(mayBeRecorded).map(openToJson))
  const left = await applyPlan(folder, plan, state, clone?.moves)
  return { written: clone !== undefined || plan.some(({ kind }) => kind !== 'kept'), plan, open, faults, left, keptClone: clone && (await finishClone(folder, clone)) }
}

/** A secret is copied nowhere, not even one that somebody put where none belongs. */
function mayBeRecorded(open: Open): boolean {
  return open.kind === 'file' || !holdsAnySecret(open.conflict)
}

async function confirm(asking: boolean, options: UpdateOptions, io: Io): Promise<void> {
  if (options.yes) return
  if (!asking) throw new UserError('not-confirmed', `Are these changes wanted? Nobody can be asked: ${whyNotAsked(io) ?? 'nothing is asked with --json'}.`, 'add --yes to write them, or --dry-run to look only; nothing was changed', exitCodes.usage)
  const { confirmChange } = await import('../ask/ask-conflict.ts')
  if (!(await confirmChange(io, 'update'))) throw new Cancelled()
}
