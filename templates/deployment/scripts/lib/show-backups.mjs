// @ts-check
import { backupsFolder, formatBytes, listLocalBackups } from './local-backups.mjs'
import { say } from './messages.mjs'
import { listSnapshots, listVolumes } from './volumes.mjs'

/** @typedef {import('./fly.mjs').FlyContext} FlyContext */

/** @param {FlyContext} context */
export async function showBackups(context) {
  const files = listLocalBackups(context.deployment.folder)
  say(`Backups in ${backupsFolder}/`)
  for (const { name, bytes } of files) say(`  ${name}  ${formatBytes(bytes)}`)
  if (files.length === 0) say('  none yet: npm run backup')
  for (const { id, machine } of await listVolumes(context)) {
    const snapshots = await listSnapshots(context, id)
    say(`\nSnapshots of the volume ${id}${machine ? '' : ' (attached to no machine)'}`)
    for (const { id: snapshot, status, createdAt, days } of snapshots) say(`  ${(snapshot || '(not begun)').padEnd(24)}${createdAt.slice(0, 16)}Z  ${status}${days === undefined ? '' : `, kept ${days} days`}`)
    if (snapshots.length === 0) say('  none yet')
  }
}
