// @ts-check
import { onApp, sign } from './doctor-rule.mjs'
import { gatewayUp, lastSign } from './log-lines.mjs'
import { quoteCommand } from './run-command.mjs'

/**
 * Troubles of the machine, its volume and the account.
 * @typedef {import('./doctor-rule.mjs').About} About
 * @typedef {import('./doctor-rule.mjs').Rule} Rule
 */

/** Of the volume's space; below it, databases and plugins soon fail. */
const leastFree = 0.1

/** OpenClaw needs this much, in MB (src/fly/constants.ts of the generator). */
const leastMemory = 2048

/** @param {About} about */
const moreMemory = ({ deployment: { config } }) => [`More memory below [[vm]] in ${config}, and --max-old-space-size in NODE_OPTIONS to about 70 % of it; then: npm run deploy`]

/** @type {Rule} */
export const memory = {
  id: 'memory',
  title: 'Out of memory: exit code 137 or "heap limit"',
  signs: [
    sign('logs', (lines, about) => {
      const line = lastSign(lines, /Reached heap limit|JavaScript heap out of memory|exit code:? 137|ended by SIG(?:KILL|ABRT)|Out of memory: Killed|oom[_-]killed[":=\s]+true/i)
      return line === undefined ? undefined : { evidence: line, cure: moreMemory(about) }
    }),
    sign('machines', (machines, about) => {
      const killed = machines.flatMap(({ exits }) => exits).find(({ code, outOfMemory }) => outOfMemory || code === 137)
      return killed && { evidence: `Fly ended the machine${killed.outOfMemory ? ' because its memory was full' : ' with exit code 137'}`, cure: moreMemory(about) }
    }),
    sign('machines', (machines, about) => {
      const small = machines.find(({ memoryMb }) => memoryMb !== undefined && memoryMb < leastMemory)
      return small && { evidence: `the machine has ${small.memoryMb} MB; ${leastMemory} is the least that works`, cure: moreMemory(about) }
    }),
  ],
}

/** @type {Rule} */
export const twoMachines = {
  id: 'two-machines',
  title: 'Two machines',
  signs: [sign('machines', (machines, about) => {
    if (machines.length < 2) return undefined
    const asleep = machines.some(({ command }) => command[0] === 'sleep')
    return {
      evidence: machines.map(({ id, state, volume, command }) => `${id} ${state}${command[0] === 'sleep' ? ', asleep' : ''} (${volume ?? 'no volume'})`).join(', '),
      cure: asleep
        ? ['A restore is under way. Go on with it: npm run restore', 'Or give it up: npm run restore -- --abandon']
        : ['Each answers everything. Keep the one whose volume has your data, and remove the other one:', onApp(about, 'volumes', 'list'), onApp(about, 'machine', 'destroy', 'MACHINE_ID', '--force')],
    }
  })],
}

/** @type {Rule} */
export const stateLost = {
  id: 'state-lost',
  title: 'State is gone after a deploy',
  signs: [
    sign('machines', (machines, { deployment: { config } }) => {
      const bad = machines.find(({ volume, mount, stateDir }) => !volume || !mount || (stateDir !== undefined && stateDir !== mount && !stateDir.startsWith(`${mount}/`)))
      if (!bad) return undefined
      return bad.volume && bad.mount
        ? { evidence: `OPENCLAW_STATE_DIR is ${bad.stateDir}, and the volume is at ${bad.mount}`, cure: [`Write OPENCLAW_STATE_DIR = "${bad.mount}" below [env] in ${config}, then: npm run deploy`] }
        : { evidence: `the machine ${bad.id} has no volume`, cure: [`Put [mounts] back into ${config} (git, or your backup), then: npm run deploy`] }
    }),
    sign('volumes', (volumes) => volumes.length === 0 ? { evidence: 'the app has no volume', cure: ['npm run deploy'] } : undefined),
  ],
}

/** @type {Rule} */
export const volumeFull = {
  id: 'volume-full',
  title: 'The volume is full',
  signs: [
    sign('space', ({ freeMb, sizeMb }, about) => freeMb < sizeMb * leastFree ? { evidence: `${freeMb} of ${sizeMb} MB are free`, cure: extend(about) } : undefined),
    sign('logs', (lines, about) => {
      const line = lastSign(lines, /ENOSPC|no space left on device|database or disk is full|\[boot\] the volume is full/i, gatewayUp)
      return line === undefined ? undefined : { evidence: line, cure: extend(about) }
    }),
  ],
}

/** @param {About} about */
function extend(about) {
  return [onApp(about, 'volumes', 'list'), `Larger, which it then stays: ${onApp(about, 'volumes', 'extend', 'VOLUME_ID', '--size', 'GB')}`]
}

/** @type {Rule} */
export const region = {
  id: 'region',
  title: 'The volume is in the wrong region',
  signs: [sign('volumes', (volumes, { deployment }) => {
    const [away] = volumes.filter((volume) => volume.region !== deployment.region)
    return away && !volumes.some((volume) => volume.region === deployment.region)
      ? { evidence: `${away.id} is in ${away.region}, this deployment in ${deployment.region}; a volume cannot move`, cure: [`Write primary_region = "${away.region}" in fly.toml and fly.private.toml, and region in scripts/deployment.json; then: npm run deploy`] }
      : undefined
  })],
}

/** @type {Rule} */
export const stopped = {
  id: 'stopped',
  title: 'The machine does not run',
  signs: [sign('machines', (machines, about) => {
    const [first] = machines
    if (!first) return { evidence: 'the app has no machine', cure: ['npm run deploy'] }
    return machines.some(({ state }) => state === 'started') ? undefined : { evidence: `${first.id} is ${first.state}`, cure: [onApp(about, 'machine', 'start', first.id), `Why it stopped: ${onApp(about, 'logs', '--no-tail')}`] }
  })],
}

/** @type {Rule} */
export const trial = {
  id: 'trial',
  title: 'The machine stops after five minutes',
  signs: [sign('logs', (lines) => {
    const line = lastSign(lines, /trial (?:machine|organization)|disabled for trial/i)
    return line === undefined ? undefined : { evidence: line, cure: ['The Fly organisation is on trial. Add a card at https://fly.io/dashboard under Billing, then: npm run deploy'] }
  })],
}

/** @type {Rule} */
export const noApp = {
  id: 'no-app',
  title: 'The app name is taken, or the app is not there',
  signs: [sign('app', (isThere, { fly, deployment: { app } }) => isThere ? undefined : {
    evidence: `your account has no app ${app}`,
    cure: ['Make it: npm run deploy', `If it exists, it belongs to another account; who you are: ${quoteCommand([fly.name, 'auth', 'whoami'])}`, 'If the name is taken: npm create openclaw-fly@latest -- ../other-name --answers openclaw-fly.toml --app other-name'],
  })],
}
