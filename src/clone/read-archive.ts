import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { throwIfAborted } from './failures.ts'
import type { Watch } from './remote.ts'

/** An archive that is on this computer, in pieces, telling how far it is. @throws Cancelled on abort */
export async function* readArchive(file: string, watch: Watch): AsyncGenerator<Buffer> {
  let bytes = 0
  const total = (await stat(file)).size
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    watch.report({ phase: 'extracting', bytes, total })
    throwIfAborted(watch.signal)
    yield chunk
  }
}
