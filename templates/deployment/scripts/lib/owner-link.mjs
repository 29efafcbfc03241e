// @ts-check
import { openclawWords, runInMachine } from './in-machine.mjs'
import { UserError } from './messages.mjs'
import { redact, remember } from './redact.mjs'

/** @typedef {import('./in-machine.mjs').InMachine} InMachine */
/** @typedef {{ link: string, minutes: number }} OwnerLink */

/**
 * `openclaw dashboard --json` (2026.9.6) makes a one-time link for the machine's own address, and says the long-lived
 * token beside it. Only the link leaves this function, for an address that a browser can reach.
 * @param {InMachine} inMachine
 * @param {string} url  where the Control UI is
 * @returns {Promise<OwnerLink>}
 */
export async function makeOwnerLink(inMachine, url) {
  const { code, stdout, stderr } = await runInMachine(inMachine, openclawWords(['dashboard', '--json']))
  const answer = readAnswer(stdout)
  const link = answer && rewriteLink(answer.browserUrl, url)
  if (code === 0 && link) return { link, minutes: Math.max(0, Math.round((answer.expires - Date.now()) / 60_000)) }
  // What it printed may hold the token, so of that nothing is shown.
  const said = code === 0 ? '' : `It ended with exit code ${code}. ${redact(stderr.trim()).split('\n')[0]}\n`
  throw new UserError('OpenClaw in the machine gave no one-time link.', `${said}Is the gateway up? npm run status\nWithout a link: npm run open, paste the token, then npm run open -- --approve`)
}

/** @param {string} json */
function readAnswer(json) {
  try {
    const { url, browserUrl, browserBootstrapExpiresAtMs: expires } = JSON.parse(json)
    remember(new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? '')
    return { browserUrl: String(browserUrl), expires: Number(expires) }
  } catch {
    return undefined // the caller says so, without a word of what came
  }
}

/**
 * The path stays (`gateway.controlUi.basePath`). `gatewayUrl` goes: it names the machine's loopback address, and without
 * it the page talks to where it came from.
 * @param {string} browserUrl
 * @param {string} url
 * @returns {string | undefined} undefined if it holds no one-time token
 */
export function rewriteLink(browserUrl, url) {
  if (!URL.canParse(browserUrl)) return undefined
  const from = new URL(browserUrl)
  const parts = new URLSearchParams(from.hash.slice(1))
  const [token, profile] = [parts.get('bootstrapToken'), parts.get('bootstrapProfile')]
  if (!token) return undefined
  remember(token)
  const to = new URL(from.pathname, url)
  to.hash = new URLSearchParams({ bootstrapToken: token, ...profile && { bootstrapProfile: profile } }).toString()
  return to.href
}
