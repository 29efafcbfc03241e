import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps, type RequestOptions } from 'node:https'

export interface Answer {
  /** 101 where a WebSocket was opened. */
  readonly status: number
  readonly body: string
}

/** One request on a connection of its own. With a certificate authority it goes over TLS. */
export async function ask(options: RequestOptions): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const call = (options.ca === undefined ? requestHttp : requestHttps)({ ...options, agent: false, timeout: 60_000 })
    call.on('error', reject).on('timeout', () => call.destroy(new Error(`${options.path} was not answered`)))
    call.on('upgrade', (_answer, socket) => {
      socket.destroy()
      resolve({ status: 101, body: '' })
    })
    call.on('response', (answer) => void textOf(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject))
    call.end()
  })
}

export async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk
  return text
}

export const bearer = (token: string): Readonly<Record<string, string>> => ({ Authorization: `Bearer ${token}` })

/** What a browser sends to open a WebSocket. */
export const websocket = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'MDEyMzQ1Njc4OWFiY2RlZg==' } as const
