// @ts-check
// Runs on the machine before the gateway, as the image's own user: node boot.mjs [--relay=HOST] [--plugins=NAMES] COMMAND…
// 1. At the very first start it puts openclaw.seed.json (your openclaw.json) on the volume; never again after that.
// 2. It says what stands in the way: files that the gateway's user cannot use, a full volume, being root.
// 3. It starts COMMAND, after needs.mjs where it is there, and plugins.mjs if --plugins names any; passes on signals and exit code. If the gateway cannot start, it waits for a repair over SSH.
// 4. With --relay it also answers on HOST, the app's private IPv6 address, for the gateway, which hears IPv4 alone, and tells it who called.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { createServer, request, ServerResponse } from 'node:http'
import { constants, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'

const flag = (/** @type {string} */ name) => process.argv[2]?.startsWith(`--${name}=`) ? process.argv.splice(2, 1)[0].slice(name.length + 3) : ''
const [relayed, plugins, words] = [flag('relay'), flag('plugins'), process.argv.slice(2)]
const [stateDir, port] = [process.env.OPENCLAW_STATE_DIR ?? '/data', Number(process.env.OPENCLAW_GATEWAY_PORT ?? 3000)]
const [config, app, uid, gid] = [join(stateDir, 'openclaw.json'), process.env.FLY_APP_NAME ?? 'APP', process.getuid?.(), process.getgid?.()] // Windows has no ids
// The machine's own IPv4 address. Not 127.0.0.1: the gateway pairs browsers that come from there without asking.
const host = Object.values(networkInterfaces()).flatMap((list) => list ?? []).find(({ family, internal }) => family === 'IPv4' && !internal)?.address
const log = (/** @type {string} */ text) => console.log(`[boot] ${text}`)
const ssh = (/** @type {string} */ command, user = '') => `fly ssh console --app ${app}${user} --command "${command}"`
const attempt = /** @template T @param {() => T} work */ (work) => { try { return work() } catch { return undefined } }

/** Puts the seed on the volume if there is no configuration yet: whole or not at all, readable by this user alone. */
function seed() {
  if (existsSync(config)) return
  const half = `${config}.seed-${process.pid}`
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 })
    chmodSync(stateDir, 0o700)
    writeFileSync(half, readFileSync(new URL('openclaw.seed.json', import.meta.url)), { mode: 0o600, flush: true })
    linkSync(half, config) // fails where the file exists, so a configuration is never replaced
    log(`first start: put the configuration on the volume, ${config}`)
  } catch (error) {
    log(`could not put the configuration at ${config}: ${error}`)
  }
  attempt(() => rmSync(half, { force: true }))
}

/** Files that the gateway's user cannot use, found before `until`: a big volume must not delay the start. @returns {Generator<string>} */
function* findMisfits(/** @type {string} */ path, /** @type {number} */ until) {
  const stat = path.endsWith('/lost+found') ? undefined : attempt(() => lstatSync(path)) // the file system's own, root's on every volume
  if (stat && (stat.uid !== uid || (stat.mode & 0o400) === 0)) yield path
  else if (stat?.isDirectory() && !/[/](node_modules|npm|cache|[.]git)$/.test(path)) // packages are npm's business
    for (const name of attempt(() => readdirSync(path)) ?? []) if (Date.now() < until) yield* findMisfits(join(path, name), until)
}

/** Where this runs, and what the gateway says badly: to a full volume 2026.9.6 says "database is not open", or asks for a migration. */
function look() {
  const { bavail = 0, blocks = 0, bsize = 0 } = attempt(() => statfsSync(stateDir)) ?? {}
  const image = attempt(() => JSON.parse(readFileSync('package.json', 'utf8'))) // beside openclaw.mjs
  const [free, size] = [bavail, blocks].map((count) => Math.floor((count * bsize) / 1e6))
  log(`uid ${uid}, Node ${process.versions.node}, OpenClaw ${image?.name === 'openclaw' ? image.version : '?'}, ${free} of ${size} MB free on ${stateDir}`)
  if (size > 0 && free < 50) log(`the volume is full. Cure: fly volumes list --app ${app}   then   fly volumes extend VOLUME_ID --size GB --app ${app}`)
  if (host && !/^172[.](1[6-9]|2\d|3[01])[.]/.test(host)) log(`this machine is ${host}, not in 172.16.0.0/12: if all pages answer 403, see 403 in RUNBOOK.md`)
  const [first, ...more] = uid ? findMisfits(stateDir, Date.now() + 1000) : []
  const cure = attempt(() => lstatSync(first).uid) === uid ? `chmod -R u+rwX ${stateDir}` : `chown -R ${uid || 1000}:${gid || 1000} ${stateDir}`
  if (uid === 0) log(`started as root: the image's own user cannot use what it writes. Take "USER root" out of the Dockerfile, deploy, then: ${ssh(cure)}`)
  if (first) log(`the gateway's user cannot use ${first}${more.length > 0 ? ` and ${more.length} more` : ''}. Cure: ${ssh(cure)}`)
}

// What belongs to one connection, and what a caller says about where it comes from: the gateway believes the relay alone.
const dropped = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|forwarded|x-forwarded-.*|(x-real|cf-connecting|true-client|fly-client)-ip)$/
/** Headers to pass on, names and values in turn, repeats kept. @param {import('node:http').IncomingMessage} message */
function headersOf({ headers, rawHeaders }) {
  // A sender may name more of that kind; not the length: its body would pass for a next request.
  const named = (headers.connection ?? '').toLowerCase().split(/[\s,]+/).filter((name) => !/^(host|content-length)$/.test(name))
  const names = rawHeaders.map((_, index) => rawHeaders[index - (index % 2)].toLowerCase())
  return rawHeaders.filter((_, index) => !dropped.test(names[index]) && !named.includes(names[index]))
}

/** Asks the gateway, each time on a connection of its own. @param {import('node:http').IncomingMessage} incoming @param {ServerResponse} outgoing */
function pass(incoming, outgoing, more = incoming.headers['transfer-encoding'] ? ['Transfer-Encoding', 'chunked'] : []) {
  const peer = (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const headers = [...headersOf(incoming), ...more, 'X-Forwarded-For', peer, 'X-Forwarded-Proto', 'http']
  const options = { host, port, method: incoming.method, path: incoming.url, headers, setHost: false, agent: false, allowHalfOpen: true }
  const onward = request(options).on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, headersOf(answer)).write(Buffer.alloc(0)) // sends them now
    pipeline(answer, outgoing, () => {}) // what breaks on one side breaks on the other
  })
  const notYet = 'The gateway does not answer yet; it may still be starting. The logs say more.\n'
  onward.on('error', () => outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502, { 'Content-Type': 'text/plain' }).end(notYet))
  // A caller that will send no more has left, or waits for the answer: let the gateway decide, as it would without us.
  const passEnd = () => incoming.socket.readableEnded && onward.writableFinished && onward.socket?.end()
  incoming.socket.on('end', passEnd)
  outgoing.on('close', () => onward.destroy() && incoming.socket.off('end', passEnd))
  return onward.on('finish', passEnd)
}

function relay() {
  if (!host) return log('this machine has no IPv4 address, so the private network cannot reach the gateway')
  const server = createServer((incoming, outgoing) => incoming.pipe(pass(incoming, outgoing)))
  server.on('upgrade', (incoming, /** @type {import('node:net').Socket} */ socket, head) => {
    const outgoing = new ServerResponse(incoming).on('finish', () => socket.end())
    outgoing.assignSocket(socket.on('error', () => socket.destroy()))
    outgoing.shouldKeepAlive = false // if the gateway refuses, its answer goes back, and that is the end of the connection
    pass(incoming, outgoing, ['Connection', 'Upgrade', 'Upgrade', incoming.headers.upgrade ?? '']).end().on('upgrade', (answer, peer, first) => {
      outgoing.writeHead(101, answer.statusMessage, answer.rawHeaders).flushHeaders()
      outgoing.detachSocket(socket)
      socket.write(first)
      peer.write(head)
      pipeline(socket, peer, () => {})
      pipeline(peer, socket, () => {})
    })
  })
  Object.assign(server, { requestTimeout: 0, httpAllowHalfOpen: true }) // long uploads and slow clients are the gateway's business
  const listen = () => server.listen({ host: relayed, port, ipv6Only: true })
  server.on('listening', () => log(`the private network reaches the gateway at [${relayed}]:${port}`))
  server.on('error', ({ message }) => (log(`cannot listen on [${relayed}]:${port} yet: ${message}`), setTimeout(listen, 5000)))
  listen()
}

let [gateway, stopping, minutes] = [/** @type {import('node:child_process').ChildProcess | undefined} */ (undefined), false, 1]
/** @returns {Promise<number>} the exit code, as a shell tells it; without a limit in milliseconds it is the gateway */
const run = (command = words, timeout = 0) => new Promise((ended) => {
  gateway = spawn(command[0] ?? 'nothing', command.slice(1), { stdio: 'inherit', timeout })
  gateway.on('error', ({ message }) => ended((log(`cannot start what [processes] in fly.toml names: ${message}`), 127)))
  gateway.on('exit', (code, signal) => {
    gateway = undefined
    if (!timeout) log(signal === null ? `the gateway ended with exit code ${code}` : `the gateway was ended by ${signal}`)
    ended(code ?? 128 + constants.signals[signal ?? 'SIGTERM'])
  })
})
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'])) process.on(signal, () => {
  stopping ||= signal === 'SIGTERM' || signal === 'SIGINT'
  if (gateway) gateway.kill(signal)
  else if (stopping) process.exit(0)
})
if (relayed) relay()
seed()
look()
if (existsSync(new URL('needs.mjs', import.meta.url))) await (await import('./needs.mjs')).seeToNeeds(stateDir, run, log)
for (;;) {
  if (plugins) await (await import('./plugins.mjs')).fetchPlugins(plugins.split(','), stateDir, words.slice(0, 2), run, log)
  const stamp = () => attempt(() => lstatSync(config).ctimeMs) // another with each write, chown and replacement
  const [began, before, code] = [Date.now(), stamp(), stopping ? 0 : await run()]
  if (stopping || code === 0 || code > 126 || (code !== 78 && Date.now() - began > 300_000)) process.exit(code)
  look()
  // 78 means a bad configuration, but on 2026.9.6 also a full volume or another process's lock, which may pass by themselves.
  for (let tick = 0; tick < 30 * minutes && stamp() === before; tick++) {
    if (tick % 30 === 0) {
      log(`waiting: the gateway cannot start (exit code ${code}; why is above). Nothing answers, so the health check fails. Repair it with one of:`)
      log(`  npm run doctor   |   npm run config -- push   |   ${ssh(`node ${process.cwd()}/openclaw.mjs doctor --fix --non-interactive`, ' --user node')}`)
      log(`  It starts again when ${config} changes, with "fly apps restart ${app}", and by itself in ${minutes - tick / 30} min.`)
    }
    await new Promise((resolve) => setTimeout(resolve, 2000))
  }
  if (code !== 78 && stamp() === before) process.exit(code) // and the machine restarts
  minutes = stamp() === before ? Math.min(2 * minutes, 8) : 1
  seed()
}
