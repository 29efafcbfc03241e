import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An npm registry on loopback that has one package, in one version. */
export interface Registry {
  readonly url: string
  /** What was asked of it, as `GET /create-openclaw-fly`. */
  readonly asked: readonly string[]
  readonly close: () => Promise<void>
}

/** Whether packages have known flaws: `{}` says that they have none. */
const ADVISORIES = '/-/npm/v1/security/advisories/bulk'

/** @param tarball path of the package, as `npm pack` makes it */
export async function serveRegistry(tarball: string, manifest: { readonly name: string; readonly version: string }): Promise<Registry> {
  const bytes = readFileSync(tarball)
  const asked: string[] = []
  const file = `/${manifest.name}/-/${manifest.name}-${manifest.version}.tgz`
  const server = createServer(({ method, url = '' }, response) => {
    asked.push(`${method} ${url}`)
    if (url === file) response.end(bytes)
    else if (url === `/${manifest.name}`) response.setHeader('content-type', 'application/json').end(JSON.stringify(packumentOf(bytes, manifest, `${addressOf(server)}${file}`)))
    else if (url === ADVISORIES) response.end('{}')
    else response.writeHead(404).end('{}')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { url: addressOf(server), asked, close: () => new Promise((resolve) => void server.close(() => resolve())) }
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What a registry says of a package. */
function packumentOf(bytes: Buffer, manifest: { readonly name: string; readonly version: string }, tarball: string): object {
  const hash = (algorithm: string, encoding: 'hex' | 'base64'): string => createHash(algorithm).update(bytes).digest(encoding)
  const dist = { tarball, shasum: hash('sha1', 'hex'), integrity: `sha512-${hash('sha512', 'base64')}` }
  return { 'name': manifest.name, 'dist-tags': { latest: manifest.version }, 'versions': { [manifest.version]: { ...manifest, dist } } }
}
