// @ts-check
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from './messages.mjs'
import { listSnapshots, listVolumes } from './volumes.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./rollback-journal.mjs').Means} Means
 * @typedef {import('./rollback-plan.mjs').Way} Way
 */

/**
 * By what the data comes back, which must be there.
 * @param {FlyContext} context
 * @param {Way} way
 * @param {boolean} fromBackup
 * @returns {Promise<Means>}
 */
export async function chooseMeans(context, way, fromBackup) {
  if (fromBackup) return chooseFile(context, way)
  if (way.keepsData) return { kind: 'data' }
  const { snapshot } = way
  if (snapshot && await isThere(context, way)) return { kind: 'snapshot', id: snapshot.id }
  throw new UserError(
    snapshot ? `The snapshot ${snapshot.id} is not at Fly any more${snapshot.days === undefined ? '' : `: it kept it ${snapshot.days} days`}.` : `There is no snapshot of the data of ${way.to.release}.`,
    way.backup ? `From the backup that was made with it: npm run rollback -- --to ${way.to.release} --backup` : 'What else there is: npm run backup -- --list',
  )
}

/**
 * @param {FlyContext} context
 * @param {Way} way
 * @returns {Promise<Means>}
 */
async function chooseFile({ deployment: { folder } }, { to, backup }) {
  if (backup && existsSync(join(folder, backup))) return { kind: 'file', file: backup }
  throw new UserError(backup ? `${backup} is not in this folder.` : `No backup was made before the upgrade from ${to.release}.`, 'What there is: npm run backup -- --list')
}

/**
 * A snapshot outlives its volume and then is in no list: then Fly decides.
 * @param {FlyContext} context
 * @param {Way} way
 */
async function isThere(context, { snapshot, volume }) {
  const known = (await listVolumes(context)).some(({ id }) => id === volume)
  return !known || (await listSnapshots(context, volume ?? '')).some(({ id }) => id === snapshot?.id)
}
