// @ts-check
import { announceFly, changeByFly } from './fly.mjs'
import { indent, note, say, UserError } from './messages.mjs'
import { quoteCommand } from './run-command.mjs'
import { listVolumes, listVolumesArgs } from './volumes.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./fly-toml.mjs').FlyToml} FlyToml
 * @typedef {import('./volumes.mjs').Volume} Volume
 * @typedef {{ name: string, region: string, sizeGb: number, days: number, file: string }} Wanted
 */

/**
 * @param {FlyToml} toml
 * @param {string} region  where the answers put it, if fly.toml does not say
 * @returns {Wanted}
 */
export function wantedVolume(toml, region) {
  if (!toml.volume) throw new UserError(`${toml.file} mounts no volume: it has no source below [mounts].`, 'Without a volume the assistant forgets everything with each deploy. Take [mounts] from your backup or from git.')
  return { name: toml.volume, region: toml.region ?? region, sizeGb: toml.sizeGb, days: toml.snapshotDays, file: toml.file }
}

/**
 * `-y` answers the question whether one volume is enough: one gateway has one volume.
 * @param {string} app
 * @param {Wanted} wanted
 */
function createArgs(app, { name, region, sizeGb, days }) {
  return ['volumes', 'create', name, '--region', region, '--size', String(sizeGb), '--snapshot-retention', String(days), '--yes', '--app', app]
}

/** @param {Volume} volume */
function describe({ id, name, region, sizeGb, machine, createdAt }) {
  return `${id}  ${name}  ${region}  ${sizeGb} GB  ${machine ? `in machine ${machine}` : 'in no machine'}  since ${createdAt.slice(0, 10)}`
}

/**
 * Exactly one volume of the name for the machine, in the region where the machine runs. Made if there is none.
 * @param {FlyContext} context
 * @param {Wanted} wanted
 * @param {boolean} exists  is there an app to have volumes?
 * @returns {Promise<string | undefined>} its id; nothing in a dry run that would make it
 */
export async function ensureVolume(context, wanted, exists) {
  const { deployment: { app } } = context
  announceFly(context, listVolumesArgs(app))
  const volumes = exists ? (await listVolumes(context)).filter(({ name }) => name === wanted.name) : []
  const attached = volumes.filter(({ machine }) => machine !== undefined)
  const here = volumes.filter(({ region }) => region === wanted.region)
  if (attached.length > 1) throw explainSeveral(context, volumes, 'more than one is in use')
  if (attached.length === 1) return takeAttached(context, attached[0], volumes, wanted)
  if (here.length > 1) throw explainSeveral(context, here, 'Fly would take any of them')
  const [found] = here
  if (found) {
    say(`  ${describe(found)}`)
    return found.id
  }
  if (volumes.length > 0) throw explainElsewhere(context, volumes, wanted)
  await changeByFly(context, createArgs(app, wanted), { ifStopped: 'Run this again: it looks at what is there, and goes on.' })
  return context.dryRun ? undefined : (await listVolumes(context)).find(({ name }) => name === wanted.name)?.id
}

/**
 * @param {FlyContext} context
 * @param {Volume} volume
 * @param {readonly Volume[]} all
 * @param {Wanted} wanted
 */
function takeAttached(context, volume, all, wanted) {
  if (volume.region !== wanted.region) throw explainElsewhere(context, [volume], wanted)
  say(`  ${describe(volume)}`)
  const spare = all.filter((other) => other !== volume)
  if (spare.length === 0) return volume.id
  note(`! Not in use, but paid for:\n${indent(spare.map(describe).join('\n'))}`)
  note(`  Once you are sure that you need it no more: ${quoteCommand([context.fly.name, 'volumes', 'destroy', spare[0].id, '--app', context.deployment.app])}`)
  return volume.id
}

/**
 * @param {FlyContext} context
 * @param {readonly Volume[]} volumes
 * @param {string} why
 */
function explainSeveral({ fly, deployment: { app } }, volumes, why) {
  return new UserError(
    `There are ${volumes.length} volumes of one name, and ${why}:\n${indent(volumes.map(describe).join('\n'))}`,
    `Find out which one holds the gateway's data, then destroy the other one, for good, and run this again: ${quoteCommand([fly.name, 'volumes', 'destroy', 'ID', '--app', app])}`,
  )
}

/**
 * @param {FlyContext} context
 * @param {readonly Volume[]} volumes
 * @param {Wanted} wanted
 */
function explainElsewhere({ fly, deployment: { app } }, volumes, { region, file }) {
  const [volume] = volumes
  return new UserError(
    `The volume is not in ${region}, where ${file} puts the machine, and a volume cannot move:\n${indent(volumes.map(describe).join('\n'))}`,
    [
      `To stay with it, write primary_region = "${volume?.region}" in fly.toml and fly.private.toml.`,
      `To move the gateway to ${region} with its data: npm run restore -- --help`,
      `If nothing on it is needed, destroy it, for good: ${quoteCommand([fly.name, 'volumes', 'destroy', volume?.id ?? 'ID', '--app', app])}`,
    ].join('\n'),
  )
}
