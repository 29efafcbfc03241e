// @ts-check
import { onApp, sign } from './doctor-rule.mjs'
import { cleanLine, gatewayUp, lastSign } from './log-lines.mjs'
import { quoteCommand } from './run-command.mjs'

/**
 * Troubles of the gateway itself: its start, its configuration, its channels. Texts of the log: OpenClaw 2026.9.6.
 * @typedef {import('./doctor-rule.mjs').About} About
 * @typedef {import('./doctor-rule.mjs').Rule} Rule
 */

/** @param {About} about */
const restart = ({ fly, deployment: { app } }) => quoteCommand([fly.name, 'apps', 'restart', app])

const repairConfig = [
  'What is wrong: npm run openclaw -- config validate',
  'Mend it here and put it there: npm run config -- pull, edit, npm run config -- push',
  'Or let OpenClaw mend it: npm run openclaw -- doctor --fix --non-interactive',
]

/** @type {Rule} */
export const health = {
  id: 'health',
  title: 'Health checks fail',
  signs: [
    sign('machines', (machines, about) => {
      const failing = machines.flatMap(({ checks }) => checks).filter(({ status }) => status !== 'passing')
      const [first] = failing
      return first && { evidence: `${cleanLine(first.name)} is ${cleanLine(first.status)}: ${cleanLine(first.output) || '(says nothing)'}`, cure: [`If the log shows it still starting or installing plugins, wait: ${onApp(about, 'logs')}`, 'Otherwise the reason is mostly among what else is found here.'] }
    }),
    sign('machines', (machines, { deployment: { config } }) => {
      const path = machines.flatMap(({ paths }) => paths).find((one) => /startup|ready/.test(one))
      return path === undefined ? undefined : { evidence: `the check asks for ${cleanLine(path)}, which answers 403 here`, cure: [`Write path = "/healthz" in ${config}, then: npm run deploy`] }
    }),
  ],
}

/** @type {Rule} */
export const exitCode78 = {
  id: 'exit-78',
  title: 'The gateway ends with exit code 78',
  signs: [
    sign('logs', (lines) => {
      const line = lastSign(lines, /\[boot\].*exit code 78|Gateway failed to start|Invalid config at|Gateway start blocked/, gatewayUp)
      return line === undefined ? undefined : { evidence: line, cure: repairConfig }
    }),
    sign('validity', ({ valid, issues }) => valid ? undefined : { evidence: `the configuration on the volume is not valid: ${issues.map((issue) => cleanLine(issue)).join('; ') || '(OpenClaw does not say why)'}`, cure: repairConfig }),
  ],
}

/** @type {Rule} */
export const configIgnored = {
  id: 'config-ignored',
  title: 'A change in openclaw.json has no effect',
  signs: [
    sign('logs', (lines) => {
      const line = lastSign(lines, /config reload skipped/, new RegExp(`config hot reload applied|config change detected|${gatewayUp.source}`))
      return line === undefined ? undefined : { evidence: line, cure: repairConfig }
    }),
    sign('config', ({ port }, { deployment }) => port === undefined || port === deployment.port ? undefined : { evidence: `gateway.port is ${cleanLine(String(port))} on the volume, and everything else says ${deployment.port}`, cure: [`npm run openclaw -- config set gateway.port ${deployment.port}`] }),
  ],
}

/** @type {Rule} */
export const locks = {
  id: 'locks',
  title: '"Already running" and locks',
  signs: [sign('logs', (lines, about) => {
    const line = lastSign(lines, /gateway already running|another OpenClaw process owns|gateway\.maintenance_required/i, gatewayUp)
    return line === undefined ? undefined : { evidence: line, cure: ['End what you started over SSH, if anything. There is no lock file to remove.', `Then restart: ${restart(about)}`] }
  })],
}

/** @type {Rule} */
export const permissions = {
  id: 'permissions',
  title: '"Permission denied" after writing a file over SSH',
  signs: [
    sign('owners', ({ paths, more }, about) => paths.length > 0 ? { evidence: `not the gateway's own: ${paths.map((path) => cleanLine(path)).join(', ')}${more > 0 ? ` and ${more} more` : ''}`, cure: giveBack(about) } : undefined),
    sign('logs', (lines, about) => {
      const line = lastSign(lines, /EACCES|not readable by the current process|the gateway's user cannot use/, gatewayUp)
      return line === undefined ? undefined : { evidence: line, cure: giveBack(about) }
    }),
  ],
}

/** @param {About} about */
function giveBack(about) {
  return [onApp(about, 'ssh', 'console', '--command', 'chown -R 1000:1000 /data'), restart(about), 'From then on over SSH: --user node']
}

/** @type {Rule} */
export const channel = {
  id: 'channel',
  title: 'A channel is silent',
  signs: [
    sign('channels', (silent) => silent.length > 0 ? {
      evidence: silent.map(({ channel: name, accountId, configured, running, error }) => `${cleanLine(String(name))} (${cleanLine(String(accountId ?? 'default'))}): ${error ? cleanLine(String(error)) : configured ? running ? 'its probe fails' : 'is not running' : 'is not configured whole'}`).join('; '),
      cure: ['Its token may be wrong: npm run secrets -- --list, then npm run secrets -- --rotate NAME, then npm run deploy', 'More: npm run openclaw -- channels status --probe'],
    } : undefined),
    sign('logs', (lines) => {
      const line = lastSign(lines, /installed without explicit trust/)
      const plugin = line === undefined ? undefined : /plugin "?([\w-]+)"? is installed without/.exec(line)?.[1]
      return line === undefined ? undefined : { evidence: line, cure: [`npm run openclaw -- config set plugins.entries.${plugin ?? 'NAME'}.enabled true`] }
    }),
    sign('logs', (lines) => {
      const line = lastSign(lines, /terminated by other getUpdates request/)
      return line === undefined ? undefined : { evidence: line, cure: ['Something else uses the same bot, such as an OpenClaw on your own computer. Only one may.'] }
    }),
  ],
}

/** @type {Rule} */
export const secrets = {
  id: 'secrets',
  title: 'A token is missing',
  signs: [
    sign('secrets', (atFly, { deployment }) => {
      const missing = deployment.secrets.filter(({ name, optional }) => !optional && !atFly.has(name)).map(({ name }) => name)
      return missing.length > 0 ? { evidence: `not set at Fly: ${missing.join(', ')}`, cure: ['npm run secrets', 'npm run deploy'] } : undefined
    }),
    sign('secrets', (atFly) => {
      const staged = [...atFly].filter(([, status]) => status === 'Staged' || status === 'Partial').map(([name]) => cleanLine(name))
      return staged.length > 0 ? { evidence: `set, but not yet in the machine: ${staged.join(', ')}`, cure: ['npm run deploy'] } : undefined
    }),
    sign('logs', (lines) => {
      const line = lastSign(lines, /Refusing to bind gateway to lan without auth/, gatewayUp)
      return line === undefined ? undefined : { evidence: line, cure: ['npm run secrets', 'npm run deploy'] }
    }),
  ],
}
