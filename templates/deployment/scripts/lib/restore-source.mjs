// @ts-check
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { usageError } from './flags.mjs'
import { describeGenerator } from './generator.mjs'
import { readHistory } from './history.mjs'
import { listLocalBackups, backupsFolder, measureFile } from './local-backups.mjs'
import { say, UserError } from './messages.mjs'
import { compareReleases, convertsData, isRelease } from './release.mjs'
import { askLine, canAsk } from './terminal.mjs'
import { listSnapshots } from './volumes.mjs'

/**
 * @typedef {import('./flags.mjs').Flags} Flags
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./restore-journal.mjs').Source} Source
 * @typedef {import('./volumes.mjs').Volume} Volume
 * @typedef {{ source: Source, label: string, time: Date | undefined }} Chosen  `time`: of the state that comes back
 */

/**
 * @param {string} given
 * @param {string} deployment  its folder
 * @returns {Promise<Chosen>}
 */
async function chooseFile(given, deployment) {
  const file = [resolve(process.cwd(), given), join(deployment, given)].find((path) => existsSync(path))
  if (!file || !statSync(file).isFile()) throw usageError(`--file: there is no such file: ${given}`, 'What there is: npm run backup -- --list')
  const measure = await measureFile(file)
  if (measure.bytes === 0) throw usageError(`--file: it is empty: ${given}`, 'What there is: npm run backup -- --list')
  return { source: { kind: 'file', file, ...measure }, label: given, time: statSync(file).mtime }
}

/**
 * A snapshot outlives its volume, and then is in no list: Fly decides whether there is one.
 * @param {FlyContext} context
 * @param {string} id
 * @param {readonly Volume[]} volumes
 * @returns {Promise<Chosen>}
 */
async function chooseSnapshot(context, id, volumes) {
  if (!/^vs_[A-Za-z0-9]+$/.test(id)) throw usageError('--snapshot needs the id of a snapshot, such as vs_AbC123.', 'What there is: npm run backup -- --list')
  const lists = await Promise.all(volumes.map((volume) => listSnapshots(context, volume.id)))
  const known = lists.flat().find((snapshot) => snapshot.id === id)
  if (known && known.status !== 'created') throw new UserError(`The snapshot ${id} is not ready yet: ${known.status}`, 'Wait for it: npm run backup -- --list')
  return { source: { kind: 'snapshot', id }, label: `the snapshot ${id}`, time: known && new Date(known.createdAt) }
}

/**
 * @param {string} id
 * @param {readonly Volume[]} volumes
 * @returns {Chosen}
 */
function chooseVolume(id, volumes) {
  const volume = volumes.find((one) => one.id === id)
  const loose = volumes.filter(({ machine }) => !machine).map((one) => one.id)
  if (volume && !volume.machine) return { source: { kind: 'volume', id }, label: `the volume ${id}`, time: undefined }
  throw usageError(
    volume ? `--volume: ${id} is attached to a machine already.` : '--volume: this app has no such volume.',
    loose.length > 0 ? `It has: ${loose.join(', ')}` : 'It has no volume that is attached to nothing.',
  )
}

/**
 * @param {FlyContext} context
 * @param {Volume} volume
 * @returns {Promise<Chosen>}
 */
async function ask(context, volume) {
  const { folder } = context.deployment
  const snapshots = (await listSnapshots(context, volume.id)).filter(({ status }) => status === 'created')
  const files = listLocalBackups(folder)
  const choices = [
    ...snapshots.map(({ id, createdAt }) => ({ flag: '--snapshot', value: id, time: new Date(createdAt) })),
    ...files.map(({ name, changed }) => ({ flag: '--file', value: join(backupsFolder, name), time: changed })),
  ]
  if (choices.length === 0) throw new UserError('There is nothing to restore: no snapshot of the volume, no backup in backups/.', 'Make one before you need it: npm run backup')
  choices.sort((a, b) => b.time.getTime() - a.time.getTime())
  say(choices.map(({ flag, value, time }, index) => `${String(index + 1).padStart(3)}  ${time.toISOString().slice(0, 16)}Z  ${flag} ${value}`).join('\n'))
  if (!canAsk()) throw usageError('Which of these?', 'Give one of the flags above.')
  const chosen = choices[Number(await askLine('Which one?')) - 1]
  if (!chosen) throw usageError('There is no such number; nothing was changed.', `It is one of 1 to ${choices.length}. Run this again.`)
  return chosen.flag === '--file' ? chooseFile(chosen.value, folder) : chooseSnapshot(context, chosen.value, [volume])
}

/**
 * @param {Flags} flags
 * @param {FlyContext} context
 * @param {Volume} volume  the gateway's
 * @param {readonly Volume[]} volumes  all
 * @returns {Promise<Chosen>}
 */
export async function chooseSource(flags, context, volume, volumes) {
  const [snapshot] = flags.values('snapshot')
  const [file] = flags.values('file')
  const [other] = flags.values('volume')
  if (file) return chooseFile(file, context.deployment.folder)
  if (snapshot) return chooseSnapshot(context, snapshot, volumes)
  return other ? chooseVolume(other, volumes) : ask(context, volume)
}

/**
 * Which release wrote what a snapshot or a volume holds, if history.json knows. A backup says it itself.
 * @param {string} folder
 * @param {Source} source
 * @returns {import('./release.mjs').Release | undefined}
 */
export function findSourceRelease(folder, source) {
  const history = readHistory(folder)
  if (source.kind === 'volume') return history.findLast(({ volume }) => volume === source.id)
  return source.kind === 'snapshot' ? history.findLast(({ before }) => before?.snapshot?.id === source.id)?.before : undefined
}

/**
 * @param {import('./deployment.mjs').Deployment} deployment
 * @param {Source} source
 */
export function refuseNewerData({ folder, release, schemaVersions }, source) {
  const of = findSourceRelease(folder, source)
  if (!of || !isRelease(release) || compareReleases(of.release, release) <= 0 || !convertsData(of, { release, schemaVersions })) return
  throw new UserError(
    `That is data of OpenClaw ${of.release}, which ${release}, the release of this folder, cannot read.`,
    `Bring this folder to ${of.release} first, then run this again: ${describeGenerator(['--yes', 'create-openclaw-fly@latest', 'update', '--to', of.release])}`,
  )
}
