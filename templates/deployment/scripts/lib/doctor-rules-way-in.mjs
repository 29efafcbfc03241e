// @ts-check
import { onApp, sign } from './doctor-rule.mjs'
import { cleanLine, gatewayUp, lastSign } from './log-lines.mjs'
import { linkRange } from './places.mjs'
import { quoteCommand } from './run-command.mjs'

/**
 * Troubles on the way from a browser to the gateway. Texts of the log: OpenClaw 2026.9.6.
 * @typedef {import('./doctor-rule.mjs').About} About
 * @typedef {import('./doctor-rule.mjs').Rule} Rule
 */

/** @param {...string} words */
const openclaw = (...words) => quoteCommand(['npm', 'run', 'openclaw', '--', ...words])

/** @param {About} about */
const wait = (about) => [`While it starts, this is normal: wait for "http server listening" in ${onApp(about, 'logs')}`, 'If that never comes, see what else is found here, exit code 78 first.']

/** @type {import('./doctor-rule.mjs').Sign} */
const silentGateway = sign('health', (status, about) => status === 200 ? undefined : {
  evidence: `inside the machine, http://127.0.0.1:${about.deployment.port}/healthz ${status ? `answers ${status}` : 'does not answer'}`,
  cure: wait(about),
})

/** @type {import('./doctor-rule.mjs').Sign} */
const startCommand = sign('machines', (machines, { deployment: { config, access } }) => {
  const wanted = ['--bind lan', ...access === 'private' ? ['--relay=fly-local-6pn'] : []]
  const bad = machines.find(({ command }) => command.length > 0 && command[0] !== 'sleep' && !wanted.every((words) => command.join(' ').includes(words)))
  return bad && { evidence: `the start command is: ${cleanLine(bad.command.join(' '))}`, cure: [`It must have ${wanted.join(' and ')}: put it back below [processes] in ${config}, then: npm run deploy`] }
})

/** @type {Rule} */
export const address = {
  id: 'address',
  title: '"Not listening on the expected address"',
  signs: [
    silentGateway,
    startCommand,
    sign('machines', (machines, { deployment: { port, config } }) => {
      const [other] = machines.flatMap(({ ports }) => ports).filter((one) => one !== port)
      return other === undefined ? undefined : { evidence: `Fly's edge leads to port ${other}, and the gateway listens on ${port}`, cure: [`Write internal_port = ${port} in ${config}, then: npm run deploy`] }
    }),
    sign('logs', (lines, about) => {
      const line = lastSign(lines, /not listening on the expected address|instance refused connection/i, gatewayUp)
      return line === undefined ? undefined : { evidence: line, cure: wait(about) }
    }),
    sign('web', ({ status, text }, about) => status === 0 || status >= 500 ? { evidence: `${about.url} ${status ? `answers ${status}` : `does not answer (${cleanLine(text)})`}`, cure: wait(about) } : undefined),
  ],
}

/** @type {Rule} */
export const tunnel = {
  id: 'tunnel',
  title: 'The tunnel is open but the page does not load',
  signs: [
    silentGateway,
    startCommand,
    sign('logs', (lines, about) => {
      const line = lastSign(lines, /\[boot\] cannot listen on/, /\[boot\] the private network reaches the gateway/)
      return line === undefined ? undefined : { evidence: line, cure: [`Restart it: ${quoteCommand([about.fly.name, 'apps', 'restart', about.deployment.app])}`] }
    }),
  ],
}

/** @type {Rule} */
export const domain = {
  id: 'domain',
  title: 'The own domain does not work',
  signs: [sign('web', ({ text, code }, about) => {
    const { hostname } = new URL(about.url)
    if (!code || !/^(?:ENOTFOUND|EAI_AGAIN|CERT_|ERR_TLS|DEPTH_ZERO|UNABLE_TO|SELF_SIGNED)/.test(code)) return undefined
    return { evidence: `${hostname}: ${cleanLine(text)}`, cure: [`What Fly expects of its DNS, and whether its certificate is there: ${onApp(about, 'certs', 'check', hostname)}`] }
  })],
}

/** @type {Rule} */
export const attribution = {
  id: 'attribution',
  title: '403 "proxy_attribution_required"',
  signs: [
    sign('web', ({ status, text }, about) => status === 403 && text.includes('proxy_attribution_required') ? {
      evidence: `${about.url} answers 403, proxy_attribution_required`,
      cure: [`The address that it does not trust stands in the log: ${onApp(about, 'logs', '--no-tail')}`, `Trust that one, in the place of ADDRESS: ${openclaw('config', 'set', 'gateway.trustedProxies.0', 'ADDRESS')}`],
    } : undefined),
    sign('logs', (lines) => {
      const line = lastSign(lines, /observed unattributable proxy-shaped traffic from/, gatewayUp)
      if (line === undefined) return undefined
      const from = /traffic from ([\d.]+|[\da-f:]*:[\da-f:.]*)(?=[;\s])/i.exec(line)?.[1] ?? 'ADDRESS'
      return { evidence: line, cure: [`If you know ${from} (Fly's edge has an address in ${linkRange}), trust it: ${openclaw('config', 'set', 'gateway.trustedProxies.0', from)}`, 'Never trust everything (0.0.0.0/0).'] }
    }),
    sign('config', ({ trustedProxies }) => Array.isArray(trustedProxies) && trustedProxies.length > 0 ? undefined : {
      evidence: 'gateway.trustedProxies is empty in the configuration on the volume',
      cure: [`Let the gateway trust Fly's edge: npm run openclaw -- config set gateway.trustedProxies.0 ${linkRange}`],
    }),
  ],
}

/** @type {Rule} */
export const rateLimit = {
  id: 'rate-limit',
  title: '429 "too many failed authentication attempts"',
  signs: [
    sign('logs', (lines, { deployment: { access } }) => {
      const line = lastSign(lines, /rate_limited|too many failed authentication attempts/i, gatewayUp)
      return line === undefined ? undefined : { evidence: line, cure: ['Close old tabs, which keep trying, and wait five minutes.', ...access === 'public' ? ['If it was not you: a deploy tells the gateway the app\'s own addresses, so that strangers lock out only themselves: npm run deploy'] : []] }
    }),
    sign('web', ({ status }) => status === 429 ? { evidence: 'the page answers 429', cure: ['Close old tabs, which keep trying, and wait five minutes.'] } : undefined),
  ],
}

/** @type {Rule} */
export const pairing = {
  id: 'pairing',
  title: '"Pairing required"',
  signs: [
    sign('devices', ({ waiting }) => waiting > 0 ? { evidence: `${waiting} ${waiting === 1 ? 'browser waits' : 'browsers wait'} for your approval`, cure: ['See who it is, and approve yours: npm run open -- --approve'] } : undefined),
    sign('logs', (lines) => {
      const line = lastSign(lines, /pairing required/i, /device pairing (?:auto-)?approved|\[ws\] .*connected.*control-ui/i)
      return line === undefined ? undefined : { evidence: line, cure: ['Open the page in that browser again, then: npm run open -- --approve'] }
    }),
  ],
}

/** @type {Rule} */
export const origin = {
  id: 'origin',
  title: '"Origin not allowed"',
  signs: [
    sign('logs', (lines) => {
      const line = lastSign(lines, /cause=origin-mismatch|origin not allowed/, /config hot reload applied .*allowedOrigins/)
      if (line === undefined) return undefined
      const from = /\borigin=(https?:\/\/[^\s"]+)/.exec(line)?.[1]
      return { evidence: from ? `refused: ${from}` : line, cure: ['Open the gateway as npm run open does. To allow one more address, to the letter, NUMBER being how many there are:', 'npm run openclaw -- config get gateway.controlUi.allowedOrigins', `npm run openclaw -- config set gateway.controlUi.allowedOrigins.NUMBER ${from ?? 'https://OTHER-HOST'}`] }
    }),
    sign('config', ({ allowedOrigins }, { deployment: { access, port }, url }) => {
      const own = access === 'public' ? new URL(url).origin : `http://localhost:${port}`
      const list = Array.isArray(allowedOrigins) ? allowedOrigins.map(String) : []
      return list.includes(own) ? undefined : { evidence: `${own} is not in gateway.controlUi.allowedOrigins on the volume`, cure: [`Add it: npm run openclaw -- config set gateway.controlUi.allowedOrigins.${list.length} ${own}`] }
    }),
  ],
}

/** @type {Rule} */
export const publicAddress = {
  id: 'public-address',
  title: 'A private gateway has a public address',
  signs: [
    sign('addresses', (addresses) => {
      const open = addresses.filter(({ isPublic }) => isPublic)
      return open.length > 0 ? { evidence: open.map(({ address: one, type }) => `${one} (${type})`).join(', '), cure: ['Release them all, and prove it: npm run private'] } : undefined
    }),
    sign('machines', (machines) => machines.some(({ ports }) => ports.length > 0) ? { evidence: 'the machine has a service, so the next address would lead to the gateway', cure: ['Deploy without the service: npm run private'] } : undefined),
  ],
}

/** @type {Rule} */
export const noAddress = {
  id: 'no-address',
  title: 'A public gateway has no address',
  signs: [sign('addresses', (addresses) => addresses.some(({ isPublic }) => isPublic) ? undefined : { evidence: 'the app has no public address', cure: ['Get them: npm run deploy'] })],
}

