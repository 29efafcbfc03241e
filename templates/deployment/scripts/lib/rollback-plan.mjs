// @ts-check
import { compareReleases, convertsData } from './release.mjs'

/**
 * Which releases lead back, and how, by what history.json knows.
 * @typedef {import('./history.mjs').Entry} Entry
 * @typedef {import('./history.mjs').KeptSnapshot} KeptSnapshot
 * @typedef {import('./release.mjs').Release} Release
 * @typedef {{ to: Release, keepsData: boolean, snapshot?: KeptSnapshot, backup?: string, volume?: string }} Way
 *   `keepsData`: the older release reads the data as it is now; `volume` is the one that the snapshot was taken of
 */

/**
 * @param {readonly Entry[]} history  oldest first
 * @param {Release} data  the release that wrote the data on the volume
 * @returns {Way[]} one for each older release, newest knowledge first
 */
export function findWaysBack(history, data) {
  const known = history.toReversed().flatMap(({ release, schemaVersions, volume, before, proved }) => [
    ...before ? [toWay(before, data, { ...before, ...(volume && { volume }) })] : [],
    ...proved ? [toWay({ release, ...(schemaVersions && { schemaVersions }) }, data, {})] : [],
  ])
  const open = known.filter(({ to, keepsData, snapshot, backup }) => compareReleases(to.release, data.release) < 0 && (keepsData || snapshot || backup))
  return open.filter(({ to }, index) => open.findIndex((other) => other.to.release === to.release) === index)
}

/**
 * @param {Release} to
 * @param {Release} data
 * @param {{ snapshot?: KeptSnapshot, backup?: string, volume?: string }} kept
 * @returns {Way}
 */
function toWay({ release, schemaVersions }, data, { snapshot, backup, volume }) {
  const to = { release, ...(schemaVersions && { schemaVersions }) }
  return { to, keepsData: !convertsData(to, data), ...(snapshot && { snapshot }), ...(backup && { backup }), ...(volume && { volume }) }
}

/**
 * Which release wrote the data: the one in the machine, unless a newer one ran on the volume and the older one was put
 * into the machine by hand, where it then does not start.
 * @param {readonly Entry[]} history
 * @param {Release | undefined} running
 * @param {boolean} healthy
 * @returns {Release | undefined}
 */
export function findDataRelease(history, running, healthy) {
  const last = history.at(-1)
  if (!running || !last || compareReleases(last.release, running.release) <= 0) return running ?? last
  return last.proved || !healthy ? last : running
}
