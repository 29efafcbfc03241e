import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Caller } from './caller.ts'

/** What arrived: a text, or the end with its code and reason. */
export type Message = { readonly text: string } | { readonly code: number | null; readonly reason: string }

export interface Socket {
  /** The next message; the same end again and again once it has come. */
  readonly next: () => Promise<Message>
  readonly send: (text: string) => void
  readonly close: () => void
}

/** The gateway answered a request for a WebSocket with something else. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number

  constructor(status: number) {
    super(`HTTP ${status}`)
    this.status = status
  }
}

const PATIENCE_MS = 30_000

/**
 * Opens a WebSocket at `/` for texts (RFC 6455): Node has none for a server of one's own certificate or an address to
 * call from.
 * @throws Refused; Error where the connection fails, or stays silent for 30 seconds
 */
export function openSocket(caller: Caller): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const outgoing = caller.open({ path: '/', headers: { origin: caller.origin, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': randomBytes(16).toString('base64') } })
    outgoing.setTimeout(PATIENCE_MS, () => outgoing.destroy(new Error(`no answer for ${PATIENCE_MS / 1000} s`)))
    outgoing.on('error', reject)
    outgoing.on('response', (answer) => {
      answer.destroy()
      reject(new Refused(answer.statusCode ?? 0))
    })
    outgoing.on('upgrade', (_, socket, head) => resolve(follow(socket, head)))
    outgoing.end()
  })
}

function follow(socket: Duplex, head: Buffer): Socket {
  const messages: Message[] = []
  let wake: () => void = () => undefined
  const arrive = (message: Message): void => {
    messages.push(message)
    wake()
  }
  let rest = Buffer.alloc(0)
  const read = (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk])
    for (let frame = firstFrame(rest); frame !== undefined; frame = firstFrame(rest)) {
      rest = rest.subarray(frame.length)
      if (frame.opcode === 1) arrive({ text: frame.payload.toString('utf8') })
      if (frame.opcode === 8) arrive({ code: frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : null, reason: frame.payload.subarray(2).toString('utf8') })
      if (frame.opcode === 9) socket.write(masked(10, frame.payload))
    }
  }
  socket.on('data', read).on('error', () => socket.destroy()).on('close', () => arrive({ code: null, reason: 'the connection was closed' }))
  read(head)
  return {
    async next() {
      const silence = setTimeout(() => socket.destroy(), PATIENCE_MS)
      while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      clearTimeout(silence)
      const [message] = messages
      if (message !== undefined && 'text' in message) messages.shift()
      return message!
    },
    send: (text) => void socket.write(masked(1, Buffer.from(text, 'utf8'))),
    close: () => socket.destroy(),
  }
}

interface Frame {
  readonly opcode: number
  readonly payload: Buffer
  /** Bytes of the whole frame. */
  readonly length: number
}

/** The first whole frame; a server's are not masked, and the gateway's are never in parts. */
function firstFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined
  const short = bytes[1]! & 0x7f
  const start = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < start) return undefined
  const size = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  if (bytes.length < start + size) return undefined
  return { opcode: bytes[0]! & 0x0f, payload: bytes.subarray(start, start + size), length: start + size }
}

/** A frame as a client sends it. */
function masked(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4)
  const head = payload.length < 126 ? Buffer.from([0x80 | opcode, 0x80 | payload.length]) : Buffer.from([0x80 | opcode, 0x80 | 126, payload.length >> 8, payload.length & 0xff])
  return Buffer.concat([head, mask, payload.map((byte, index) => byte ^ mask[index % 4]!)])
}
