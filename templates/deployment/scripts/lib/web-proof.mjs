// @ts-check
import { isIP } from 'node:net'
import { callFly, describeLogs, logsArgs } from './fly.mjs'
import { knock } from './knock.mjs'
import { say, UserError } from './messages.mjs'
import { quoteCommand } from './run-command.mjs'
import { listWith } from './trusted-proxies.mjs'
import { waitFor } from './wait.mjs'

/** @typedef {import('./fly.mjs').FlyContext} FlyContext */

/** What OpenClaw 2026.8.1 and later says to a request of a proxy that it does not trust. */
const unattributed = 'proxy_attribution_required'

/**
 * The person's way in: the page answers 200 through Fly's edge. A new app's name may take a while to be known everywhere.
 * @param {FlyContext} context
 * @param {string} url
 */
export async function proveOpen(context, url) {
  say(`$ GET ${url}`)
  let last = ''
  const look = async () => {
    const { status, text } = await knock(url, context.timeLimit)
    last = status === 0 ? `no answer (${text})` : `status ${status}`
    if (status === 403) throw text.includes(unattributed) ? await explainUnattributed(context, url) : explainStatus(context, url, status)
    if (status >= 400 && status < 500 && status !== 404) throw explainStatus(context, url, status)
    return status === 200 ? status : undefined
  }
  const hint = 'A new name may take some minutes to be known everywhere. Run this again then: it deploys nothing twice.'
  await waitFor(look, { limit: context.timeLimit, late: `${url} did not answer with status 200`, hint }).catch((error) => {
    throw error instanceof UserError && error.hint === hint ? new UserError(error.message, `Last: ${last}\n${hint}`) : error
  })
  say('  status 200')
}

/**
 * @param {FlyContext} context
 * @param {string} url
 * @param {number} status
 */
function explainStatus(context, url, status) {
  return new UserError(`The gateway is deployed, but ${url} answers with status ${status}.`, `What it says: ${describeLogs(context)}\nWhat is wrong, and the cure: npm run doctor`)
}

/**
 * The gateway says in its log whom it does not trust; that is the address of Fly's edge as the machine sees it.
 * @param {FlyContext} context
 * @param {string} url
 */
async function explainUnattributed(context, url) {
  const { app, folder } = context.deployment
  const log = await callFly(context, logsArgs(app)).catch((error) => {
    if (error instanceof UserError) return ''
    throw error
  })
  const seen = [...log.matchAll(/observed unattributable proxy-shaped traffic from (\S+)/g)].at(-1)?.[1]?.replace(/^::ffff:/, '').replace(/[;,.]$/, '')
  const address = seen && isIP(seen) !== 0 ? seen : undefined
  const where = `after "observed unattributable proxy-shaped traffic from" in: ${describeLogs(context)}`
  const set = quoteCommand(['npm', 'run', 'openclaw', '--', 'config', 'set', 'gateway.trustedProxies', listWith(folder, address ?? 'ADDRESS'), '--strict-json'])
  return new UserError(
    `${url} answers 403: the gateway does not trust Fly's edge, so it can tell no visitor from another.`,
    [
      address ? `The edge came from ${address}.` : `Where the edge came from stands ${where}`,
      `Let the running gateway trust it; this applies at once: ${set}`,
      `The same list belongs into openclaw.json here, at gateway.trustedProxies. Then run this again.`,
    ].join('\n'),
  )
}
