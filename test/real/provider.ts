import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { textOf } from './ask.ts'

export interface Provider {
  readonly url: string
  /** What was asked for, the API key that came with it, and the text of the request. */
  readonly requests: readonly { readonly path: string; readonly key: string; readonly body: string }[]
  readonly close: () => void
}

/**
 * A stand-in for Anthropic's Messages API that always says the same, in pieces where a stream is asked for.
 * Source of its events: https://docs.anthropic.com/en/docs/build-with-claude/streaming.
 */
export async function startProvider(address: string, words: readonly string[]): Promise<Provider> {
  const requests: { path: string; key: string; body: string }[] = []
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await textOf(incoming)
    requests.push({ path: incoming.url ?? '', key: String(incoming.headers['x-api-key']), body })
    const streamed = (JSON.parse(body) as { stream?: boolean }).stream === true
    outgoing.setHeader('Content-Type', streamed ? 'text/event-stream' : 'application/json')
    if (!streamed) return void outgoing.end(JSON.stringify({ ...message([{ type: 'text', text: words.join('') }]), stop_reason: 'end_turn' }))
    for (const event of eventsOf(words)) outgoing.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    outgoing.end()
  }
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing).catch(() => outgoing.destroy()))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve))
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://${address}:${(server.address() as AddressInfo).port}`, requests, close }
}

function message(content: readonly object[]): object {
  return { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-5', content, stop_reason: null, stop_sequence: null, usage: { input_tokens: 10, output_tokens: 10 } }
}

function eventsOf(words: readonly string[]): readonly { readonly type: string }[] {
  return [
    { type: 'message_start', message: message([]) },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...words.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 10 } },
    { type: 'message_stop' },
  ].map((event) => event as { readonly type: string })
}
