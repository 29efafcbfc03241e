import { Offline, explainNoRepository, explainNoTag, explainServerTrouble } from './failures.ts'
import type { Shown } from './failures.ts'
import { ask } from './http.ts'
import type { Answer } from './http.ts'
import { findTag, listTag, readLines } from './pkt-line.ts'
import { relax } from './remote.ts'
import type { Remote, Watch } from './remote.ts'
import type { Place } from './source.ts'

const MOST_BYTES_OF_REFS = 64 * 1024 * 1024

/** A repository on GitHub, or on a server that answers like it at `origin`. Needs no Git on this computer. */
export function openGithub(place: Place & { kind: 'github' }, ref: string, origin = 'https://github.com'): Remote {
  const home = new URL(`${origin.replace(/\/+$/u, '')}/${place.owner}/${place.name}`)
  const shown = { repository: place.shown, ref }
  return {
    cacheKey: [home.host.replace(/[^\w.-]/gu, '_'), place.owner, place.name],
    resolve: async (watch) => {
      watch.report({ phase: 'resolving', bytes: 0 })
      const commit = findTag(await listRefs(home, shown, watch), ref)
      if (commit === undefined) throw explainNoTag(shown)
      return commit
    },
    download: async function* (commit, _work, watch) {
      yield* counted(await askFor(new URL(`${home.href}/archive/${commit}.tar.gz`), shown, relax(watch)), watch)
    },
  }
}

/** Version 2 of the protocol asks for the one tag; a server that only speaks the older one sends all refs. */
async function listRefs(home: URL, shown: Shown, watch: Watch): Promise<string[]> {
  const answer = await askFor(new URL(`${home.href}.git/info/refs?service=git-upload-pack`), shown, watch, { 'git-protocol': 'version=2' })
  const lines = await readRefs(answer)
  if (!lines.includes('version 2')) return lines
  const url = new URL(answer.url)
  url.pathname = url.pathname.replace(/info\/refs$/u, 'git-upload-pack')
  url.search = ''
  return readRefs(await askFor(url, shown, watch, { 'git-protocol': 'version=2', 'content-type': 'application/x-git-upload-pack-request' }, listTag(shown.ref)))
}

async function askFor(url: URL, shown: Shown, watch: Watch, headers: Record<string, string> = {}, post?: Buffer): Promise<Answer> {
  const answer = await ask(url, watch, post === undefined ? { headers } : { headers, post })
  if (answer.status === 200) return answer
  answer.discard()
  if (answer.status === 407) throw new Offline(`the proxy wants a password for ${url.host}`)
  if (answer.status === 429 || answer.status >= 500) throw explainServerTrouble(shown, answer.url.host, `HTTP ${answer.status}`)
  throw explainNoRepository(shown)
}

async function readRefs(answer: Answer): Promise<string[]> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer.body) {
    size += chunk.length
    if (size > MOST_BYTES_OF_REFS) throw new Offline(`${answer.url.host} answers endlessly`)
    chunks.push(chunk)
  }
  try {
    return readLines(Buffer.concat(chunks))
  } catch {
    throw new Offline(`${answer.url.host} answers with something other than Git (a Wi-Fi login page?)`)
  }
}

async function* counted(answer: Answer, watch: Watch): AsyncGenerator<Buffer> {
  const length = Number(answer.headers['content-length'])
  const total = Number.isSafeInteger(length) && length > 0 ? { total: length } : {}
  let bytes = 0
  try {
    for await (const chunk of answer.body) {
      bytes += chunk.length
      watch.report({ phase: 'downloading', bytes, ...total })
      yield chunk
    }
  } finally {
    answer.discard()
  }
}
