// @ts-check
import { describeInMachine } from './in-machine.mjs'
import { cloneArgs, createVolumeArgs, destroyArgs, putArgs, stopArgs, unpackWords } from './restore-commands.mjs'
import { quoteCommand } from './run-command.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./restore-journal.mjs').Journal} Journal
 */

const units = /** @type {const} */ ([['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]])

/**
 * @param {Date} time
 * @param {Date} now
 */
export function formatAge(time, now) {
  const age = now.getTime() - time.getTime()
  const [unit, length] = units.find(([, most]) => age >= most) ?? ['minute', 60_000]
  const count = Math.max(0, Math.floor(age / length))
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`
}

/**
 * @param {FlyContext} context
 * @param {Journal} journal
 */
function commands(context, journal) {
  const { source } = journal
  const newVolume = journal.newVolume ?? 'NEW_VOLUME'
  const fly = [
    ...journal.newVolume ? [] : [createVolumeArgs(journal)],
    cloneArgs(journal, newVolume),
    ...source.kind === 'file' ? [putArgs(journal, source.file, 'NEW_MACHINE')] : [],
  ].map((args) => quoteCommand([context.fly.name, ...args]))
  const unpack = source.kind === 'file' ? [describeInMachine(context, unpackWords())] : []
  const end = [stopArgs(journal), destroyArgs(journal.app, journal.machine)].map((args) => quoteCommand([context.fly.name, ...args]))
  return [...fly, ...unpack, ...end, 'npm run deploy -- --force --any-release'].map((line) => `$ ${line}`).join('\n')
}

/**
 * What a person must know before saying yes.
 * @param {FlyContext} context
 * @param {Journal} journal
 * @param {{ label: string, time: Date | undefined, now: Date }} about
 */
export function describeRestore(context, journal, { label, time, now }) {
  const since = time ? `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC (${formatAge(time, now)})` : 'it was made'
  return `Restore ${journal.app} from ${label}${time ? `, made ${since}` : ''}

The gateway then forgets everything that happened since ${time ? 'then' : since}:
  - conversations, memory, files of the workspace, settings, approved browsers and paired people
  - WhatsApp and Signal may have to be linked again: their keys have moved on
  - what waited for your approval then, waits again; messages may be answered a second time
The old volume ${journal.volume.id} is kept as it is. The gateway runs on it until the new one is ready, then
is away for a few minutes.

${commands(context, journal)}`
}

/** @param {Journal} journal */
export function describeProgress({ source, newVolume, newMachine, filled, removed }) {
  const from = source.kind === 'file' ? source.file : source.id
  const done = [
    newVolume && source.kind !== 'volume' ? `the new volume ${newVolume} is made` : '',
    newMachine ? `the machine ${newMachine} holds it, asleep` : '',
    filled ? 'the backup is on it' : '',
    removed ? 'the old machine is gone' : '',
  ].filter(Boolean)
  return `From: ${from}\nSo far: ${done.join(', ') || 'nothing'}`
}
