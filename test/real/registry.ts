import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { promisify } from 'node:util'

export interface RegistryDoor {
  /** What npm in the machine has to be told, as environment variables. */
  readonly env: Readonly<Record<string, string>>
  /** Every host that somebody in the machine asked for, the refused ones too. */
  readonly asked: readonly string[]
  readonly close: () => void
}

/**
 * The one way out of a machine: to this computer's npm registry, from where the first start fetches channel plugins, and
 * to no other host. So no test can reach a messaging service or a provider.
 */
export async function openRegistry(address: string): Promise<RegistryDoor> {
  const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry'], { timeout: 60_000 })
  const registry = new URL(stdout.trim())
  const target = `${registry.hostname}:${registry.port || 443}`
  const asked: string[] = []
  const open = new Set<Duplex>()
  const server = createServer((_incoming, outgoing) => outgoing.writeHead(403).end())
  server.on('connect', ({ url = '' }, socket) => {
    asked.push(url)
    if (url !== target) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const onward = connect(Number(registry.port || 443), registry.hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    for (const end of [socket, onward]) open.add(end.on('error', () => (socket.destroy(), onward.destroy())))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve))
  const proxy = `http://${address}:${(server.address() as AddressInfo).port}`
  const { NODE_EXTRA_CA_CERTS } = process.env
  return {
    env: { npm_config_registry: registry.href, npm_config_https_proxy: proxy, ...(NODE_EXTRA_CA_CERTS !== undefined && { NODE_EXTRA_CA_CERTS }) },
    asked,
    close: () => {
      for (const end of open) end.destroy()
      server.close()
    },
  }
}
