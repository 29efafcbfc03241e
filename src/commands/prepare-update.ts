import { ANSWERS_FILE, type Answers } from '../answers/answers.ts'
import type { Given } from '../answers/given.ts'
import { migrateAnswers } from '../answers/migrate.ts'
import { readToml } from '../answers/toml.ts'
import { findAll } from '../check/find.ts'
import type { Channel } from '../channels/define.ts'
import { schemaFaults } from '../check/json-schema.ts'
import { isUnreadable, readJson5File, readTomlFile, type Unreadable } from '../check/subject/located.ts'
import { readSubject } from '../check/subject/subject.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { UserError } from '../errors.ts'
import { loadChannels, loadSchemas } from '../load.ts'
import { besideNames } from '../merge/beside.ts'
import { decide } from '../merge/decide.ts'
import { migratePresent } from '../merge/migrate-present.ts'
import { conflictsIn, openFromJson, stillOpen, textAfter } from '../merge/open-conflicts.ts'
import { planUpdate, type Plan, type Present } from '../merge/plan.ts'
import { keptNames, restorePaths } from '../merge/restore.ts'
import { canOpenStateOf, schemaSource } from '../releases/catalogue.ts'
import { compareReleases, isReleaseForm, type Release } from '../releases/release.ts'
import { configFile } from '../render/addresses.ts'
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
import type { Side } from './update-flags.ts'
import { loadVersion } from '../own-files.ts'

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
  readonly conflicts?: Side | undefined
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
  const state = await readState(folder, loadVersion())
  if ((await findInterrupted(folder)).length > 0) throw new UserError('update-interrupted', 'An update of this deployment was interrupted.', 'npx --yes create-openclaw-fly@latest update finishes it')
  const volume = await readVolumeRelease(folder)
  const former = await formerAnswers(folder, state)
  const from = releaseIn(former)
  const answers = migrateAnswers(asked, from)
  const files = (await loadRendering(catalog))(answers)
  const recorded = state.conflicts.flatMap((json) => openFromJson(json) ?? [])
  const besides = [...[...files.keys()].flatMap((path) => [...besideNames(path), ...keptNames(path)]), ...recorded.flatMap((open) => (open.kind === 'file' ? [open.beside] : []))]
  const onDisk = await readPresent(folder, state, [...files.keys()], besides)
  refuseTwoSteps(former, answers, volume)
  if (!wish.rollback) refuseBack(volume, from, answers.release)
  const { present, migrated } = migratePresent(onDisk, from, answers.release)
  const wanted = planned(files, present, wish.restore)
  const both = [...conflictsIn(wanted), ...stillOpen(recorded, wanted, present)]
  const { plan, open } = decide(wanted, new Map(both.map((each) => [each, { kind: wish.conflicts ?? 'later' }])), present, files)
  return {
    folder, answers, catalog, present, files, volume, migrated, plan, both, open,
    release: { from, to: answers.release },
    generator: { from: state.generator, to: loadVersion() },
    faults: faultsAfter(plan, { present, answers, catalog }),
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

/** Each of the two wants a deploy of its own, and each would refuse the other's. */
function refuseTwoSteps(former: FormerAnswers, answers: Answers, ran: Release | undefined): void {
  const access = former['access']
  if (ran === undefined || ran === answers.release || typeof access !== 'string' || access === answers.access.mode) return
  throw new UserError('two-steps', `This would bring another release and make the gateway ${answers.access.mode} at once.`, `one after the other: update --to ${answers.release} and npm run upgrade first, then update --access ${answers.access.mode} and npm run private`)
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

/** Of a release without a schema only the keys that are known to have changed. */
function wrongKeys(text: string, release: Release, catalog: ChannelCatalog): readonly string[] {
  const { findings } = findAll(readSubject({ config: { name: 'openclaw.json', text }, said: release, isOurs: true }, catalog, loadSchemas()))
  return findings.filter(({ id, severity }) => id === 'E10' && severity === 'error').map(({ what }) => what)
}

/** What would be refused of the files once the plan is carried out. */
export function faultsAfter(plan: Plan, { present, answers, catalog }: Pick<Prepared, 'present' | 'answers' | 'catalog'>): readonly string[] {
  return [...configFaults(plan, present, answers.release, catalog), ...flyFaults(configFile(answers), plan, present)]
}

/** What the release would refuse in openclaw.json once the plan is carried out. */
function configFaults(plan: Plan, present: Present, release: Release, catalog: ChannelCatalog): readonly string[] {
  const [text, source, own] = [textAfter('openclaw.json', plan, present), schemaSource(release), present.mine.get('openclaw.json')]
  const left = (what: string): readonly string[] => [`${what}, so nothing in it was brought to the new form`]
  if (own?.kind === 'other') return left(`openclaw.json is ${own.what}${own.what === 'not a text' ? ' in UTF-8' : ''}`)
  if (text === undefined) return ['openclaw.json is not there']
  const file = readJson5File('openclaw.json', text)
  if (isUnreadable(file)) return left(unreadable(file))
  const faults = source === undefined ? wrongKeys(text, release, catalog) : schemaFaults(loadSchemas().get(source.release), file.value).map(({ path, message }) => `${path.join('.') || 'the whole file'} ${message}`)
  return faults.map((fault) => `openclaw.json: ${fault}`)
}

/** What keeps Fly from reading the file that is deployed. A link to one elsewhere is read by Fly, and not by us. */
function flyFaults(name: string, plan: Plan, present: Present): readonly string[] {
  const text = textAfter(name, plan, present)
  if (text === undefined) return present.mine.has(name) ? [] : [`${name} is not there`]
  const file = readTomlFile(name, text)
  return isUnreadable(file) ? [unreadable(file)] : []
}

function unreadable({ place: { file, line, column }, message }: Unreadable): string {
  return `${file}:${line}:${column}: ${message}`
}
