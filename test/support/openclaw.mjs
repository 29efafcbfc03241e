// Stands for OpenClaw in tests of the rehearsal: it says what the real 2026.9.6 says, in milliseconds. What it does wrong
// is said under "test" in its configuration, which the real one would refuse.
import { spawn } from 'node:child_process'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import process from 'node:process'

const file = join(process.env.OPENCLAW_STATE_DIR, 'openclaw.json')
const [command, sub] = process.argv.slice(2)

function readConfig() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

const config = readConfig()
const problem = config === undefined ? '<root>: JSON5 parse failed' : 'multiAgent' in config ? '<root>: Unrecognized key: "multiAgent"' : undefined
const faults = config?.test ?? {}
const log = (level, message) => config?.logging?.file && appendFileSync(config.logging.file, `${JSON.stringify({ 0: '{"subsystem":"gateway"}', 1: message, _meta: { logLevelName: level }, message })}\n`)

if (command === 'config') {
  const [path, message] = problem?.split(/: (.*)/s) ?? []
  console.log(JSON.stringify(problem === undefined ? { valid: true, path: file, warnings: faults.warnings ?? [] } : { valid: false, path: file, issues: [{ path, message }] }))
  process.exit(problem === undefined ? 0 : 1)
}
if (command === 'security' && sub === 'audit') {
  const findings = faults.audit ?? []
  const count = (wanted) => findings.filter(({ severity }) => severity === wanted).length
  console.log(JSON.stringify({ summary: { critical: count('critical'), warn: count('warn'), info: 0 }, findings }))
  process.exit(0)
}

// Like the real one's "spawn broker": a process in a group of its own, which must not be left behind.
spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' })
if (problem !== undefined) {
  console.log(`Gateway failed to start: Invalid config at ${file}: ${problem}`)
  process.exit(78)
}
const port = Number(process.argv[process.argv.indexOf('--port') + 1])
const token = process.env.OPENCLAW_GATEWAY_TOKEN
let ready = false
log('WARN', '⚠️  Gateway is binding to a non-loopback address. Ensure authentication is configured before exposing to public networks.')
for (const text of faults.log ?? []) log('WARN', text)

/** Forwarded headers are believed from trusted proxies, and wanted from them. */
function statusFor({ headers, url, socket }) {
  if (url === '/healthz') return faults.health ?? 200
  const trusted = (config.gateway.trustedProxies ?? []).includes(socket.remoteAddress.replace('::ffff:', ''))
  if (trusted !== ('x-forwarded-for' in headers)) return 403
  return url === '/startupz' && !ready ? 503 : 200
}

const server = createServer((incoming, outgoing) => {
  const status = statusFor(incoming)
  outgoing.writeHead(status, { 'content-type': status === 403 ? 'application/json' : 'text/html; charset=utf-8' })
  outgoing.end(status === 403 ? '{"error":{"type":"proxy_attribution_required"}}' : `<html data-openclaw-control-ui-build-id="build-1-${'a'.repeat(64)}">`)
})

function frame(value) {
  const body = Buffer.from(JSON.stringify(value))
  return Buffer.concat([body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]), body])
}

/** A text frame of a client: masked, with a length of 16 bits, as a connect request has. */
function readFrame(bytes) {
  const [mask, body] = [bytes.subarray(4, 8), bytes.subarray(8)]
  return JSON.parse(Buffer.from(body.map((byte, index) => byte ^ mask[index % 4])).toString())
}

const no = (code, message, details) => ({ type: 'res', id: '1', ok: false, error: { code, message, details } })

/** In the order of the real one: build, token, device. */
function answer({ client, auth, device, role, scopes }, nonce) {
  if (client.buildId !== 'build-1') return no('UNAVAILABLE', 'protocol mismatch: Control UI updated', { code: 'PROTOCOL_MISMATCH' })
  if (auth?.token !== token && !faults.open) return no('INVALID_REQUEST', 'unauthorized: gateway token missing', { code: auth ? 'AUTH_TOKEN_MISMATCH' : 'AUTH_TOKEN_MISSING' })
  const signed = ['v3', device.id, client.id, client.mode, role, scopes.join(','), device.signedAt, auth?.token ?? '', nonce, client.platform, ''].join('|')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: device.publicKey }, format: 'jwk' })
  const own = createHash('sha256').update(Buffer.from(device.publicKey, 'base64url')).digest('hex') === device.id
  if (!own || device.nonce !== nonce || !verify(null, Buffer.from(signed), key, Buffer.from(device.signature, 'base64url'))) return no('INVALID_REQUEST', 'device signature invalid', { code: 'DEVICE_AUTH_SIGNATURE_INVALID' })
  return faults.pairs ? { type: 'res', id: '1', ok: true, payload: { type: 'hello-ok' } } : no('NOT_PAIRED', 'pairing required: device is not approved yet', { code: 'PAIRING_REQUIRED' })
}

server.on('upgrade', (incoming, socket) => {
  socket.on('error', () => undefined)
  if (statusFor(incoming) !== 200) return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  socket.write(Buffer.concat([Buffer.from([0x89, 0]), frame({ type: 'event', event: 'connect.challenge', payload: { nonce: 'n-1', ts: 1 } })]))
  // Its first frame is the pong, which has no more than its head and its mask; the mask may hold any byte.
  const pong = 6
  let bytes = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk])
    if (bytes.length < pong + 8 || bytes.length < pong + 8 + bytes.readUInt16BE(pong + 2)) return
    socket.write(frame(answer(readFrame(bytes.subarray(pong)).params, 'n-1')))
    socket.end(Buffer.from([0x88, 2, 0x03, 0xf0]))
  })
})
if (faults.never) setInterval(() => undefined, 1000)
else
  server.listen(port, '0.0.0.0', () =>
    setTimeout(() => {
      ready = true
      console.log('2026-11-25T19:00:00.000+00:00 [gateway] ready')
    }, 700),
  )
