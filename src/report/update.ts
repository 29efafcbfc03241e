import { conflictsIn, type Open } from '../merge/open-conflicts.ts'
import { noteText } from '../merge/migrate-text.ts'
import type { Plan } from '../merge/plan.ts'
import { isOneWay } from '../releases/catalogue.ts'
import type { Migrated } from '../releases/migrations/migrate-config.ts'
import { compareReleases, type Release } from '../releases/release.ts'
import { conflictLines, conflictsJson } from './conflicts.ts'
import { planJson, planLines, type PlanSources } from './plan.ts'
import { wrapWords } from './wrap.ts'

/** What an update is about. */
export interface Update extends PlanSources {
  readonly folder: string
  readonly release: { readonly from: Release | undefined; readonly to: Release }
  /** The release that the volume's data was last opened by, as far as is known. */
  readonly volume: Release | undefined
  /** Versions of create-openclaw-fly. */
  readonly generator: { readonly from: string; readonly to: string }
  readonly plan: Plan
  /** Left by earlier updates, and still undecided. */
  readonly open: readonly Open[]
  /** Keys of openclaw.json that took another form. */
  readonly migrated: readonly Migrated[]
  /** What is wrong with openclaw.json as it will be, in the new release. */
  readonly faults: readonly string[]
  /** What the answers that changed mean for what is at Fly. */
  readonly consequences: readonly string[]
  /** What should be known of the release. */
  readonly notes: readonly string[]
}

/** What came of it. */
export interface Outcome {
  readonly written: boolean
  readonly plan: Plan
  readonly open: readonly Open[]
  /** Files that somebody changed while the update ran. */
  readonly left: readonly string[]
  /** Where the person's changes to the old clone are, below the deployment. */
  readonly keptClone: string | undefined
}

/** What would change, before anybody is asked. */
export function updateLines(update: Update, width: number): readonly string[] {
  const { plan, open } = update
  const undecided = [...conflictsIn(plan), ...open]
  return [
    ...(plan.length === 0 ? ['Everything is as it would be generated now.'] : [headline(update), '', ...planLines(plan, update, width)]),
    ...section('openclaw.json takes the form of the new release:', update.migrated.flatMap(({ notes }) => notes.map((note) => `  ${noteText(note)}`)), width),
    ...section(`Changed on both sides; yours ${undecided.length === 1 ? 'stays' : 'stay'} until you decide:`, conflictLines(undecided, width), width),
    ...section(`OpenClaw ${update.release.to} will refuse this in your openclaw.json; mend it before you deploy:`, update.faults.map((fault) => `  ${fault}`), width),
    ...section('', update.notes.flatMap((note) => wrapWords(note, width)), width),
    ...section('', update.consequences.flatMap((line) => wrapWords(`! ${line}`, width)), width),
    ...section('', oneWayWarning(update).flatMap((warning) => wrapWords(`! ${warning}`, width)), width),
  ]
}

function section(title: string, lines: readonly string[], width: number): readonly string[] {
  return lines.length === 0 ? [] : ['', ...(title === '' ? [] : wrapWords(title, width)), ...lines]
}

function headline({ release: { from, to }, generator }: Update): string {
  const ways = [from !== undefined && from !== to ? `OpenClaw ${from} → ${to}` : `OpenClaw ${to}`, ...(generator.from === generator.to ? [] : [`create-openclaw-fly ${generator.from} → ${generator.to}`])]
  return ways.join(', ')
}

/** An upgrade that converts the data on the volume has no way back but a snapshot. */
function oneWayWarning({ release: { from, to }, volume }: Update): readonly string[] {
  const before = volume ?? from
  if (before === undefined || compareReleases(to, before) <= 0 || isOneWay(before, to) === false) return []
  return [`One way: OpenClaw ${to} converts the data on the volume, and ${before} cannot open it then. So deploy with npm run upgrade: it takes a backup and a snapshot first. (By hand: fly volumes list, then fly volumes snapshots create VOLUME.)`]
}

/** What was done, and what to do now. */
export function doneLines(update: Update, { written, plan, open, left, keptClone }: Outcome, width: number): readonly string[] {
  if (!written) return plan.length === 0 ? [] : ['', 'Nothing was written: this was a dry run.']
  const lines = [
    ...left.map((path) => `${path} was changed while this ran, and was left as it is. Run this again.`),
    ...(keptClone === undefined ? [] : [`What you had changed in openclaw/ is in ${keptClone}/: put it into openclaw/ again if you still want it.`]),
    ...(open.length === 0 ? [] : [`${open.length === 1 ? 'One place is' : `${open.length} places are`} still to be decided: edit the file, or run update at a terminal, or give --conflicts mine or --conflicts new.`]),
    ...(plan.length === 0 ? [] : [`Written. Now: ${nextStep(update)}`]),
  ]
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrapWords(line, width))]
}

function nextStep({ release: { from, to }, volume }: Update): string {
  return (volume ?? from ?? to) === to ? 'npm run deploy' : 'npm run upgrade'
}

/** The same for programs. */
export function updateJson(update: Update, outcome: Outcome): object {
  const { folder, release, volume, generator } = update
  return {
    folder,
    release,
    ...(volume !== undefined && { volume }),
    generator,
    oneWay: oneWayWarning(update).length > 0,
    changes: planJson(outcome.plan, update),
    migrated: update.migrated.flatMap(({ notes }) => notes.map(noteText)),
    faults: update.faults,
    ...(update.notes.length > 0 && { notes: update.notes }),
    ...(update.consequences.length > 0 && { consequences: update.consequences }),
    conflicts: conflictsJson(outcome.open),
    written: outcome.written,
    ...(outcome.left.length > 0 && { left: outcome.left }),
    ...(outcome.keptClone !== undefined && { keptClone: outcome.keptClone }),
  }
}
