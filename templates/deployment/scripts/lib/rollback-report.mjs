// @ts-check
import { quoteCommand } from './run-command.mjs'
import { formatAge } from './restore-report.mjs'
import { restoreArgs } from './rollback-steps.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./history.mjs').Entry} Entry
 * @typedef {import('./rollback-journal.mjs').Journal} Journal
 * @typedef {import('./rollback-plan.mjs').Way} Way
 */

/** @param {string} time  as in history.json */
const shorten = (time) => `${time.slice(0, 16).replace('T', ' ')} UTC`

/**
 * @param {readonly Entry[]} history
 * @returns {string}
 */
export function describeHistory(history) {
  if (history.length === 0) return 'Nothing was deployed from this folder yet.'
  return history.map(({ time, release, proved, volume, before }) => [
    `${shorten(time)}  ${release.padEnd(12)}${volume ?? ''}${proved ? '' : '  not seen to run'}`,
    ...before ? [`    from ${before.release}: ${[before.snapshot?.id, before.backup].filter(Boolean).join(', ') || 'nothing saved'}`] : [],
  ].join('\n')).join('\n')
}

/**
 * @param {Journal} journal
 * @param {Way} way
 * @param {Date} now
 */
function describeData({ to, means }, { snapshot }, now) {
  if (means.kind === 'untouched') return `The machine still runs ${to}: only this folder goes back.`
  if (means.kind === 'data') return `${to} reads the data as it is now: nothing is lost.`
  const since = snapshot ? `${shorten(snapshot.time)} (${formatAge(new Date(snapshot.time), now)})` : `the backup ${means.kind === 'file' ? means.file : ''} was made`
  return `WHAT HAPPENED SINCE ${since} IS LOST: conversations, memory, files, settings, approved browsers.\n${to} cannot read the data of now; what was there before comes back on a new volume. The volume of now is kept.`
}

/**
 * What a person must know before saying yes.
 * @param {FlyContext} context
 * @param {Journal} journal
 * @param {Way} way
 * @param {{ now: Date, folder: string }} about  `folder` is the command that brings it back
 */
export function describeRollback({ deployment }, journal, way, { now, folder }) {
  const { app, from, to, means } = journal
  const isFromSaved = means.kind === 'snapshot' || means.kind === 'file'
  return [
    `\n${app}: OpenClaw ${from} → ${to}`,
    describeData(journal, way, now),
    '',
    ...deployment.release === to ? [] : [`  $ ${folder}`],
    isFromSaved ? `  $ ${quoteCommand(['npm', 'run', 'restore', '--', ...restoreArgs(journal)])}` : '  $ npm run deploy -- --any-release',
  ].join('\n')
}
