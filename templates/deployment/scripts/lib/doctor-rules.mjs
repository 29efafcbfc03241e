// @ts-check
import { channel, configIgnored, exitCode78, health, locks, permissions, secrets } from './doctor-rules-gateway.mjs'
import { memory, noApp, region, stateLost, stopped, trial, twoMachines, volumeFull } from './doctor-rules-machine.mjs'
import { address, attribution, domain, noAddress, origin, pairing, publicAddress, rateLimit, tunnel } from './doctor-rules-way-in.mjs'

/**
 * @typedef {import('./deployment.mjs').Deployment} Deployment
 * @typedef {import('./doctor-rule.mjs').Rule} Rule
 */

const everywhere = [
  stopped, twoMachines, exitCode78, health, secrets, permissions, memory, locks, configIgnored, channel, origin, pairing, rateLimit,
  volumeFull, stateLost, region, trial,
]

/**
 * In the order in which they are best mended. Only what applies to this deployment.
 * @param {Deployment} deployment
 * @param {string} url
 * @returns {Rule[]}
 */
export function rulesFor({ access }, url) {
  if (access === 'private') return [noApp, publicAddress, ...everywhere, tunnel]
  return [noApp, noAddress, ...everywhere, attribution, ...new URL(url).hostname.endsWith('.fly.dev') ? [] : [domain], address]
}
