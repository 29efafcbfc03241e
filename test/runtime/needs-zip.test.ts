import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { temporaryFolders } from '../support/folders.ts'

interface Needs { readonly folders: readonly object[]; readonly programs: readonly { readonly url: string; readonly sha256: string; readonly to: string }[] }

const { seeToNeeds } = (await import(new URL('../../templates/deployment/runtime/needs.mjs', import.meta.url).href)) as {
  seeToNeeds: (state: string, run: () => Promise<number>, log: (line: string) => void, home: string, needs: Needs) => Promise<void>
}
const newFolder = temporaryFolders('needs-zip-')
const served = new Map<string, Buffer>()
const server = createServer((request, answer) => {
  const bytes = served.get(request.url ?? '')
  answer.writeHead(bytes === undefined ? 404 : 200).end(bytes)
})
await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
afterAll(() => server.close())

/** A zip as programs that write them make it: the entries, their list, and the end of the list with a comment. */
function zip(entries: readonly (readonly [name: string, text: string, deflated: boolean])[], comment = ''): Buffer {
  const locals: Buffer[] = []
  const list: Buffer[] = []
  for (const [name, text, deflated] of entries) {
    const data = deflated ? deflateRawSync(text) : Buffer.from(text)
    const at = locals.reduce((sum, { length }) => sum + length, 0)
    const [local, central, extra] = [Buffer.alloc(30), Buffer.alloc(46), Buffer.from('extra')]
    local.write('PK\x03\x04', 'latin1')
    local.writeUInt16LE(name.length, 26)
    local.writeUInt16LE(extra.length, 28)
    locals.push(local, Buffer.from(name), extra, data)
    central.write('PK\x01\x02', 'latin1')
    central.writeUInt16LE(deflated ? 8 : 0, 10)
    central.writeUInt32LE(data.length, 20)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt16LE(extra.length, 30)
    central.writeUInt32LE(at, 42)
    list.push(central, Buffer.from(name), extra)
  }
  const [body, directory, end] = [Buffer.concat(locals), Buffer.concat(list), Buffer.alloc(22)]
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(body.length, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([body, directory, end, Buffer.from(comment)])
}

/** What the machine says of a program in this zip, and where it would be. */
async function fetched(bytes: Buffer): Promise<{ readonly file: string; readonly log: readonly string[] }> {
  const [state, home, log, path] = [newFolder(), newFolder(), [] as string[], process.env.PATH]
  served.set('/ngrok.zip', bytes)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ngrok.zip`
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await seeToNeeds(state, () => Promise.reject(new Error('nothing is run for a zip')), (line: string) => void log.push(line), home, { folders: [], programs: [{ url, sha256, to: '/usr/local/bin/ngrok' }] })
  process.env.PATH = path
  return { file: join(state, 'programs', 'ngrok'), log }
}

test.each([['deflated', true, ''], ['stored', false, ''], ['deflated, with a comment at the end', true, 'made by somebody']])('a program in a zip, %s, is put onto the volume, where it can be run', async (_how, deflated, comment) => {
  const { file, log } = await fetched(zip([['README', 'read me', true], ['ngrok', '#!/bin/sh\necho tunnel\n', deflated]], comment))
  expect(readFileSync(file, 'utf8')).toBe('#!/bin/sh\necho tunnel\n')
  expect(statSync(file).mode & 0o111).toBe(process.platform === 'win32' ? 0 : 0o111)
  expect(log).toEqual(['fetching ngrok', 'fetched ngrok'])
})

test('a zip without the program is said, and nothing is put there', async () => {
  const { file, log } = await fetched(zip([['ngrok.exe', 'other', true]]))
  expect(existsSync(file)).toBe(false)
  expect(log.at(-1)).toBe('could not fetch ngrok: there is no ngrok in it. The next start tries again')
})

test('the gateway finds programs that were put onto the volume by hand, those of npm too', async () => {
  const [state, home, path] = [newFolder(), newFolder(), process.env.PATH]
  await seeToNeeds(state, () => Promise.resolve(0), () => {}, home, { folders: [], programs: [] })
  expect(process.env.PATH).toBe(`${join(state, 'programs')}:${join(state, 'programs', 'bin')}:${path}`)
  process.env.PATH = path
})
