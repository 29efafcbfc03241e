import { request, type IncomingMessage, type RequestOptions } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { beforeAll } from 'vitest'
import { bootPrograms, freePort, gateway, machine, type Booted } from './boot.ts'
import { temporaryFolders } from './folders.ts'

export interface Answer { readonly status: number; readonly message: string; readonly headers: IncomingMessage['headers']; readonly body: string }

/** A request as the gateway saw it. */
export interface Echo { readonly method: string; readonly url: string; readonly headers: readonly string[]; readonly peer: string; readonly bytes: number; readonly sha256: string }

export interface Caller {
  /** One request to the relay, as it comes in over the private network. */
  readonly ask: (options: RequestOptions, body?: Buffer | readonly Buffer[]) => Promise<Answer>
  readonly echo: (options: RequestOptions, body?: Buffer | readonly Buffer[]) => Promise<Echo>
  /** Bytes in, bytes out, until the other side closes. */
  readonly raw: (bytes: string) => Promise<string>
}

/** Somebody in the private network who calls the relay on a port that is known later. */
export function callerOf(port: () => number): Caller {
  const ask: Caller['ask'] = async (options, body) => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request({ host: '::1', port: port(), agent: false, ...options }, resolve).on('error', reject)
      for (const chunk of [body ?? []].flat()) outgoing.write(chunk)
      outgoing.end()
    })
    return { status: answer.statusCode!, message: answer.statusMessage!, headers: answer.headers, body: await text(answer) }
  }
  return {
    ask,
    echo: async (options, body) => JSON.parse((await ask({ path: '/echo', ...options }, body)).body) as Echo,
    raw(bytes) {
      const socket = connect(port(), '::1')
      socket.write(bytes)
      return text(socket)
    },
  }
}

/** The values of a header as the gateway saw it. */
export const seen = ({ headers }: { readonly headers: readonly string[] }, name: string): readonly string[] => headers.filter((_, index) => index % 2 === 1 && headers[index - 1]!.toLowerCase() === name)

/** One relay with its gateway for all tests of a `describe`. */
export function useRelay(env: Readonly<Record<string, string>> = {}): Caller & { readonly port: () => number; readonly log: () => string; readonly pid: () => number } {
  const [newFolder, start] = [temporaryFolders('relay-'), bootPrograms()]
  let port = 0
  let booted: Booted | undefined
  beforeAll(async () => {
    port = await freePort()
    booted = start(machine(newFolder()), ['--relay=::1', process.execPath, gateway], { OPENCLAW_GATEWAY_PORT: String(port), ...env })
    await Promise.all([booted.until('gateway: ready'), booted.until('the private network reaches the gateway')])
  })
  return { ...callerOf(() => port), port: () => port, log: () => booted!.log(), pid: () => booted!.child.pid! }
}
