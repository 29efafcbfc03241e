import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { createRequire } from 'node:module'

/** Of the package `ws`, as far as it is used here. */
interface Socket {
  on: (event: string, listener: (data: Buffer) => void) => Socket
  send: (text: string) => void
  terminate: () => void
}
type SocketClass = new (url: string, options: object) => Socket

export interface Attempt { readonly ok: boolean, readonly code?: string, readonly requestId?: string }

/** What the Control UI of 2026.9.6 asks for with a one-time link; the gateway wants just these. */
const scopes = ['operator.admin', 'operator.approvals', 'operator.pairing', 'operator.questions', 'operator.read', 'operator.talk.secrets', 'operator.write']

/**
 * A browser with an identity of its own that connects through a proxy, as the Control UI does (docs/gateway/protocol of
 * 2026.9.6, device signature v3).
 */
export class PairedBrowser {
  private readonly keys = generateKeyPairSync('ed25519')
  private readonly publicKey = this.keys.publicKey.export({ format: 'jwk' }).x!
  private readonly id = createHash('sha256').update(Buffer.from(this.publicKey, 'base64url')).digest('hex')
  private readonly WebSocket: SocketClass

  /** @param program  path of OpenClaw, whose `ws` it uses */
  constructor(program: string) {
    this.WebSocket = createRequire(program)('ws') as SocketClass
  }

  connect(url: string, origin: string, auth: { token: string } | { bootstrapToken: string }): Promise<Attempt> {
    const socket = new this.WebSocket(url, { origin, headers: { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'https' } })
    return new Promise<Attempt>((resolve, reject) => {
      socket.on('error', (error) => reject(error as unknown as Error))
      socket.on('message', (data) => {
        const frame = JSON.parse(data.toString('utf8')) as { event?: string, id?: string, ok?: boolean, payload?: { nonce: string, ts: number }, error?: { details: { code: string, requestId?: string } } }
        if (frame.event === 'connect.challenge') socket.send(this.answer(frame.payload!, auth))
        if (frame.id === '1') resolve({ ok: frame.ok === true, ...frame.error?.details })
      })
    }).finally(() => socket.terminate())
  }

  private answer({ nonce, ts }: { nonce: string, ts: number }, auth: { token: string } | { bootstrapToken: string }): string {
    const client = { id: 'openclaw-control-ui', version: 'test', platform: 'Linux', mode: 'webchat', displayName: 'Browser of the test' }
    const secret = 'token' in auth ? auth.token : auth.bootstrapToken
    const payload = ['v3', this.id, client.id, client.mode, 'operator', scopes.join(','), String(ts), secret, nonce, 'linux', ''].join('|')
    const signature = sign(null, Buffer.from(payload), this.keys.privateKey).toString('base64url')
    const device = { id: this.id, publicKey: this.publicKey, signature, signedAt: ts, nonce }
    const params = { minProtocol: 4, maxProtocol: 4, client, role: 'operator', scopes, caps: [], commands: [], permissions: {}, auth, locale: 'en', userAgent: 'test', device }
    return JSON.stringify({ type: 'req', id: '1', method: 'connect', params })
  }
}
