import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Caller } from './caller.ts'
import { tableOf, type Table } from './tables.ts'
import { openSocket, type Message } from './websocket.ts'

/** What the gateway said to a browser that it does not know. */
export interface Greeting {
  /** `hello-ok` where it was let in, otherwise the code of the refusal: `PAIRING_REQUIRED`, `AUTH_TOKEN_MISSING`. */
  readonly code: string
  /** In the gateway's words. */
  readonly message: string
}

/** The Control UI as it introduces itself (dist/control-ui of 2026.9.6). */
const CLIENT = { id: 'openclaw-control-ui', version: 'create-openclaw-fly', platform: 'web', mode: 'webchat' }
const SCOPES = ['operator.admin', 'operator.approvals', 'operator.pairing']
const ROLE = 'operator'
/** docs/gateway/protocol/versioning.md of 2026.9.6. */
const PROTOCOL = 4
const TRIES = 5
const BETWEEN_TRIES_MS = 2000

/**
 * Connects as the Control UI of a browser that was never here: with a new device key that signs the gateway's
 * challenge, and the gateway's token or none.
 * Source: docs/gateway/protocol/handshake.md and auth.md of 2026.9.6; what is signed is buildDeviceAuthPayloadV3 there.
 * @param buildId of the Control UI that the gateway serves: it sends browsers with another one away to reload
 * @throws Refused where there is no WebSocket; Error where the gateway does not keep to the protocol
 */
export async function greet(caller: Caller, token: string | null, buildId: string | null): Promise<Greeting> {
  for (let attempt = 1; ; attempt++) {
    const answer = await greetOnce(caller, token, buildId)
    // Still starting, it says; "retry within your connection budget".
    if (answer.code !== 'UNAVAILABLE' || attempt === TRIES) return answer
    await wait(BETWEEN_TRIES_MS)
  }
}

async function greetOnce(caller: Caller, token: string | null, buildId: string | null): Promise<Greeting> {
  const socket = await openSocket(caller)
  try {
    const challenge = frameOf(await socket.next())
    const { nonce, ts } = tableOf(challenge['payload'])
    if (challenge['event'] !== 'connect.challenge' || typeof nonce !== 'string' || typeof ts !== 'number') throw new Error('the gateway sent no challenge')
    socket.send(JSON.stringify({ type: 'req', id: '1', method: 'connect', params: paramsFor(nonce, ts, token, buildId) }))
    for (;;) {
      const frame = frameOf(await socket.next())
      if (frame['type'] === 'res') return readAnswer(frame)
    }
  } finally {
    socket.close()
  }
}

function paramsFor(nonce: string, signedAt: number, token: string | null, buildId: string | null): object {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url')
  const id = createHash('sha256').update(key).digest('hex')
  const signed = ['v3', id, CLIENT.id, CLIENT.mode, ROLE, SCOPES.join(','), signedAt, token ?? '', nonce, CLIENT.platform, ''].join('|')
  return {
    minProtocol: PROTOCOL,
    maxProtocol: PROTOCOL,
    client: { ...CLIENT, ...(buildId !== null && { buildId }) },
    role: ROLE,
    scopes: SCOPES,
    caps: [],
    ...(token !== null && { auth: { token } }),
    userAgent: CLIENT.version,
    locale: 'en',
    device: { id, publicKey: key.toString('base64url'), signature: sign(null, Buffer.from(signed, 'utf8'), privateKey).toString('base64url'), signedAt, nonce },
  }
}

function readAnswer(frame: Table): Greeting {
  const error = tableOf(frame['error'])
  if (frame['ok'] === true) return { code: 'hello-ok', message: 'the gateway let an unknown browser in' }
  const code = tableOf(error['details'])['code'] ?? error['code']
  return { code: String(code), message: String(error['message']) }
}

/** @throws Error where the connection ended, or what came is no frame */
function frameOf(message: Message): Table {
  if (!('text' in message)) throw new Error(`the gateway closed the WebSocket${message.code === null ? '' : ` (${message.code})`}: ${message.reason}`)
  return tableOf(JSON.parse(message.text))
}
