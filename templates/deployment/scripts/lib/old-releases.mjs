// @ts-check
import { UserError } from './messages.mjs'

/** @typedef {import('./deployment.mjs').Deployment} Deployment */

/** Commands that came later than OpenClaw itself: the first release that was seen to have each. */
export const firstWith = {
  'config validate': '2026.3.2',
  'backup create': '2026.3.13',
  'backup restore': '2026.8.1',
  'dashboard --json': '2026.8.1',
}

/**
 * @param {Pick<Deployment, 'release'>} deployment
 * @param {keyof typeof firstWith} command
 */
export function lacks({ release }, command) {
  const [ours, first] = [release, firstWith[command]].map((text) => text.split(/[.-]/).map(Number))
  const differing = first.findIndex((number, index) => number !== ours[index])
  return differing !== -1 && ours[differing] < first[differing]
}

/**
 * @param {Pick<Deployment, 'release'>} deployment
 * @param {keyof typeof firstWith} command
 * @param {string} instead  what to do without it
 * @throws {UserError} where the release does not have it
 */
export function requireCommand(deployment, command, instead) {
  if (lacks(deployment, command)) throw new UserError(`OpenClaw ${deployment.release} has no \`openclaw ${command}\`, which this needs; ${firstWith[command]} has.`, instead)
}
