import { createServer, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'

/** A port that nothing listens on, on IPv4 nor on IPv6. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** This computer's own addresses, as far as a rehearsal uses them. */
export interface OwnAddresses {
  /** From which the relay calls the gateway, chosen as runtime/boot.mjs chooses; undefined where there is none. */
  readonly ipv4: string | undefined
  /** From which the relay can be called as from another computer; undefined where there is no such address. */
  readonly ipv6: string | undefined
}

export function ownAddresses(interfaces = networkInterfaces()): OwnAddresses {
  const all = Object.values(interfaces).flatMap((list) => list ?? [])
  const outside = all.filter(({ internal }) => !internal)
  const hasLoopback = all.some(({ address }) => address === '::1')
  return {
    ipv4: outside.find(({ family }) => family === 'IPv4')?.address,
    // A link-local address is nobody without the name of its link.
    ipv6: hasLoopback ? outside.find(({ family, address }) => family === 'IPv6' && !/^fe[89ab]/i.test(address))?.address : undefined,
  }
}
