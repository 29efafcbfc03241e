import type { Open } from '../merge/open-conflicts.ts'
import { noteText } from '../merge/migrate-text.ts'
import { isSameText, type Plan } from '../merge/plan.ts'
import { formatPath } from '../merge/value.ts'
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
  /** With what --conflicts settles. */
  readonly plan: Plan
  /** What both sides changed, now or before an earlier update. */
  readonly both: readonly Open[]
  /** Those of them that are still undecided. */
  readonly open: readonly Open[]
  /** Keys of openclaw.json that took another form. */
  readonly migrated: readonly Migrated[]
  /** What would be refused of the files as they will be. */
  readonly faults: readonly string[]
  /** What the answers that changed mean for what is at Fly. */
  readonly consequences: readonly string[]
  /** What should be known of the release. */
  readonly notes: readonly string[]
}

/** What came of it. */
export interface Outcome {
  /** Whether anything but the state was. */
  readonly written: boolean
  readonly plan: Plan
  readonly open: readonly Open[]
  /** Those of the files as they are now. */
  readonly faults: readonly string[]
  /** Files that somebody changed while the update ran. */
  readonly left: readonly string[]
  /** Where the person's changes to the old clone are, below the deployment. */
  readonly keptClone: string | undefined
}

/** What would change, before anybody is asked. @param side what settles all that both sides changed, if something does */
export function updateLines(update: Update, width: number, side?: 'mine' | 'new'): readonly string[] {
  const { plan, both, open } = update
  const missing = missingIn(update)
  return [
    ...(plan.length > 0 ? [headline(update), '', ...planLines(plan, update, width)] : wrapWords(both.length === 0 && isAsGenerated(update) ? 'Everything is as it would be generated now.' : 'Nothing new is to be written; your own changes stay as they are.', width)),
    ...section('', missing.length === 0 ? [] : wrapWords(`Not there: ${missing.join(', ')}; update --restore FILE brings one back.`, width), width),
    ...section('openclaw.json takes the form of the new release:', update.migrated.flatMap(({ notes }) => notes.flatMap((note) => indented(noteText(note), width))), width),
    ...section(`Changed on both sides; ${settledBy(side, both.length)}:`, conflictLines(both, open, width), width),
    ...section(`Fly or OpenClaw ${update.release.to} will refuse this; mend it before you deploy:`, update.faults.flatMap((fault) => indented(fault, width)), width),
    ...section('', update.notes.flatMap((note) => wrapWords(note, width)), width),
    ...section('', update.consequences.flatMap((line) => wrapWords(`! ${line}`, width)), width),
    ...section('', oneWayWarning(update).flatMap((warning) => wrapWords(`! ${warning}`, width)), width),
  ]
}

function isAsGenerated({ present, files }: Update): boolean {
  return [...files].every(([path, { text }]) => {
    const own = present.mine.get(path)
    return own?.kind === 'text' && isSameText(own.text, text)
  })
}

/** Files that the person deleted, and that the plan says nothing of. */
function missingIn({ present, files, plan }: Update): readonly string[] {
  return [...files.keys()].filter((path) => !present.mine.has(path) && !plan.some((change) => change.path === path))
}

/** One of several, its further lines below its first. */
function indented(text: string, width: number): readonly string[] {
  return wrapWords(text, Math.max(20, width - 4)).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`)
}

function settledBy(side: 'mine' | 'new' | undefined, count: number): string {
  if (side === 'new') return 'the new is taken, as --conflicts says'
  return `yours ${count === 1 ? 'stays' : 'stay'} ${side === 'mine' ? 'for good, as --conflicts says' : 'until you decide'}`
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
export function doneLines(update: Update, { written, open, faults, left, keptClone }: Outcome, width: number): readonly string[] {
  const lines = [
    ...left.map((path) => `${path} was changed while this ran, so it was left. Run this again.`),
    ...(keptClone === undefined ? [] : [`What you had changed in openclaw/ is in ${keptClone}/: put it back if you still want it.`]),
    ...(open.length === 0 ? [] : [`${open.length === 1 ? 'One place is' : `${open.length} places are`} still to be decided: edit the file, run update at a terminal, or give --conflicts mine or new.`]),
    ...(!written ? [] : [`Written. Now: ${faults.length > 0 ? 'mend what is named above; then ' : ''}${keepsImage(open) ? 'decide build.image first, else the machine keeps the old one; then ' : ''}${nextStep(update)}`]),
  ]
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrapWords(line, width))]
}

/** With the image undecided the release would be new in every file but the one that counts. */
function keepsImage(open: readonly Open[]): boolean {
  return open.some((each) => each.kind === 'place' && each.conflict.place.kind === 'key' && formatPath(each.conflict.place.path).startsWith('build.'))
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
    faults: outcome.faults,
    ...(update.notes.length > 0 && { notes: update.notes }),
    ...(update.consequences.length > 0 && { consequences: update.consequences }),
    conflicts: conflictsJson(outcome.open),
    written: outcome.written,
    ...(outcome.left.length > 0 && { left: outcome.left }),
    ...(outcome.keptClone !== undefined && { keptClone: outcome.keptClone }),
  }
}
