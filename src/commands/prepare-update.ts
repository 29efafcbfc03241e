import { ANSWERS_FILE, type Answers } from '../answers/answers.ts'
import type { Given } from '../answers/given.ts'
import { migrateAnswers } from '../answers/migrate.ts'
import { readToml } from '../answers/toml.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import type { Channel } from '../channels/define.ts'
import { schemaFaults } from '../check/json-schema.ts'
import { UserError } from '../errors.ts'
import { loadChannels, loadSchemas, loadVersion } from '../load.ts'
import { besideNames } from '../merge/beside.ts'
import { json5Value, parseJson5 } from '../merge/json5-tree.ts'
import { migratePresent } from '../merge/migrate-present.ts'
import { openFromJson, stillOpen, textAfter } from '../merge/open-conflicts.ts'
import { planUpdate, type Plan, type Present } from '../merge/plan.ts'
import { keptNames, restorePaths } from '../merge/restore.ts'
import { canOpenStateOf, schemaSource } from '../releases/catalogue.ts'
import { compareReleases, isReleaseForm, type Release } from '../releases/release.ts'
import type { FileSet } from '../render/file-set.ts'
import { releaseNotes } from '../report/release-notes.ts'
import { consequencesOf, type FormerAnswers } from '../report/consequences.ts'
import type { Update } from '../report/update.ts'
import { withOwnPresets } from '../own-presets.ts'
import { findInterrupted } from '../workspace/apply.ts'
import { readVolumeRelease } from '../workspace/history.ts'
import { readBase, readPresent } from '../workspace/present.ts'
import { readState, type State } from '../workspace/state.ts'
import { readDeploymentAnswers } from './deployment-answers.ts'
import { loadRendering } from './render-checked.ts'

/** An update that was thought through and not yet carried out. */
export interface Prepared extends Update {
  readonly answers: Answers
  readonly catalog: ChannelCatalog
  /** What the last answers said, as they were emitted. */
  readonly former: FormerAnswers
}

/** What is wanted besides what the answers file says. */
export interface Wish {
  readonly given: Given
  /** Going back to an older release is meant. */
  readonly rollback: boolean
  readonly restore: readonly string[]
  /** Ids of channels that go. */
  readonly without?: readonly string[]
  /** Presets that come. */
  readonly presets?: readonly Channel[]
  /** What is to be said of it. */
  readonly notes?: readonly string[]
}

const NO_WISH: Wish = { given: new Map(), rollback: false, restore: [] }

/**
 * Reads a deployment, renders what its answers give today, and plans the way there. Nothing is written.
 * @throws UserError, ProblemsError
 */
export async function prepareUpdate(folder: string, wish: Wish = NO_WISH): Promise<Prepared> {
  const catalog = withOwnPresets(await loadChannels(folder), wish.presets ?? [])
  const asked = await readDeploymentAnswers(folder, catalog, wish.given, wish.without)
  const state = await readState(folder)
  if ((await findInterrupted(folder)).length > 0) throw new UserError('update-interrupted', 'An update of this deployment was interrupted.', 'npx --yes create-openclaw-fly@latest update finishes it')
  const volume = await readVolumeRelease(folder)
  const former = await formerAnswers(folder, state)
  const from = releaseIn(former)
  const answers = migrateAnswers(asked, from)
  const files = (await loadRendering(catalog))(answers)
  const recorded = state.conflicts.flatMap((json) => openFromJson(json) ?? [])
  const besides = [...[...files.keys()].flatMap((path) => [...besideNames(path), ...keptNames(path)]), ...recorded.flatMap((open) => (open.kind === 'file' ? [open.beside] : []))]
  const onDisk = await readPresent(folder, state, [...files.keys()], besides)
  if (!wish.rollback) refuseBack(volume, from, answers.release)
  const { present, migrated } = migratePresent(onDisk, from, answers.release)
  const plan = planned(files, present, wish.restore)
  return {
    folder, answers, catalog, present, files, volume, migrated, plan,
    release: { from, to: answers.release },
    generator: { from: state.generator, to: loadVersion() },
    open: stillOpen(recorded, plan, present),
    faults: configFaults(plan, present, answers.release),
    consequences: consequencesOf(former, answers, plan),
    former,
    notes: [...wish.notes ?? [], ...releaseNotes(answers.release)],
  }
}

function planned(files: FileSet, present: Present, restore: readonly string[]): Plan {
  const plan = restorePaths(planUpdate(files, present), files, present, restore)
  if (!('unknown' in plan)) return plan
  throw new UserError('restore-unknown', `${plan.unknown.map((path) => JSON.stringify(path)).join(', ')}: no such file is generated for this deployment`, 'give a path below the deployment, such as fly.toml or scripts/deploy.mjs')
}

/** What the last answers said, as they were emitted. */
async function formerAnswers(folder: string, { files }: State): Promise<FormerAnswers> {
  const written = files.get(ANSWERS_FILE)
  return readToml((written && (await readBase(folder, ANSWERS_FILE, written.sha256))) ?? '')
}

function releaseIn({ release }: FormerAnswers): Release | undefined {
  return typeof release === 'string' && isReleaseForm(release) ? release : undefined
}

/**
 * An older program does not open data that a newer one has converted; and where it could, it refuses a configuration that
 * bears a newer one's stamp. rollback.mjs knows what to do about both.
 * @param ran the release that was deployed last, if one was
 * @param from the one that the files are for
 */
function refuseBack(ran: Release | undefined, from: Release | undefined, to: Release): void {
  const before = ran ?? from
  if (before === undefined || compareReleases(to, before) >= 0) return
  const verdict = canOpenStateOf(before, to)
  if (ran === undefined && verdict === 'allowed') return
  const what = { 'allowed': 'does not start with a configuration that', 'refused-one-way': 'cannot open what', 'unknown': 'may not be able to open what' }[verdict]
  const tail = verdict === 'allowed' ? `${before} has written` : `${before} has made of the data on the volume`
  throw new UserError('one-way', `OpenClaw ${to} ${what} ${tail}`, 'to go back: npm run rollback in the deployment; if it was never deployed, add --rollback to the same command')
}

/** What the release would refuse in openclaw.json once the plan is carried out. */
function configFaults(plan: Plan, present: Present, release: Release): readonly string[] {
  const [text, source] = [textAfter('openclaw.json', plan, present), schemaSource(release)]
  const value = text === undefined ? undefined : configValue(text)
  if (source === undefined || value === undefined) return []
  return schemaFaults(loadSchemas().get(source.release), value).map(({ path, message }) => `${path.join('.') || 'the whole file'} ${message}`)
}

/** Undefined where it is not JSON5: the merge has said so then. */
function configValue(text: string): unknown {
  try {
    return json5Value(parseJson5(text))
  } catch {
    return undefined
  }
}
