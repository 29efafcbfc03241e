import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/*
 * A registry on this computer for cold runs of npx, in a process of its own: what npm asks for once is answered from
 * memory after that, so that a slow network is in nobody's time, and our own package comes from its tarball.
 * `registry-server.ts NAME VERSION TARBALL` prints its address and serves until it is killed.
 */

const [name = '', version = '', tarball = ''] = process.argv.slice(2)
const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim().replace(/\/$/, '')
const ours = readFileSync(tarball)
const manifest = JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' })) as object
/** Where a tarball really is, by the path that we give out for it. */
const places = new Map<string, string>()
const answers = new Map<string, { readonly type: string; readonly body: Buffer }>()

const server = createServer((request, response) => {
  void answer(request.url ?? '/', request.headers.accept ?? '*/*').then(
    ({ type, body }) => response.writeHead(200, { 'content-type': type, 'content-length': body.length }).end(body),
    () => response.writeHead(502).end(),
  )
})

async function answer(path: string, accept: string): Promise<{ readonly type: string; readonly body: Buffer }> {
  if (path === `/${name}`) return json({ name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist: { tarball: `${here()}/ours.tgz`, integrity: `sha512-${createHash('sha512').update(ours).digest('base64')}` } } } })
  if (path === '/ours.tgz') return { type: 'application/octet-stream', body: ours }
  const key = `${path} ${accept}`
  const known = answers.get(key) ?? (await ask(places.get(path) ?? upstream + path, accept))
  answers.set(key, known)
  return known
}

async function ask(url: string, accept: string): Promise<{ readonly type: string; readonly body: Buffer }> {
  const found = await fetch(url, { headers: { accept } })
  if (!found.ok) throw new Error(`${found.status}`)
  const [type, body] = [found.headers.get('content-type') ?? '', Buffer.from(await found.arrayBuffer())]
  return type.includes('json') ? { type, body: Buffer.from(body.toString('utf8').replaceAll(/"tarball":"([^"]+)"/g, (_, at: string) => `"tarball":"${ourPathOf(at)}"`)) } : { type, body }
}

function ourPathOf(url: string): string {
  const path = `/tarballs/${createHash('sha256').update(url).digest('hex').slice(0, 16)}.tgz`
  places.set(path, url)
  return here() + path
}

function json(value: unknown): { readonly type: string; readonly body: Buffer } {
  return { type: 'application/json', body: Buffer.from(JSON.stringify(value)) }
}

function here(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

server.listen(0, '127.0.0.1', () => console.log(here()))
