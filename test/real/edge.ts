import { PORT } from '../../src/fly/constants.ts'
import { createCertificate, type Certificate } from '../../src/rehearse/certificate.ts'
import { startEdge } from '../../src/rehearse/edge.ts'
import { ask, type Answer } from './ask.ts'
import type { Network } from './network.ts'

export const host = 'my-openclaw.fly.dev'

/** The app's own public address, which Fly writes behind the client's (https://fly.io/docs/networking/request-headers/). */
export const appAddress = '203.0.113.80'

/** People on the internet: the loopback address that each calls the edge from. Their public address ends in the same number. */
export const people = { owner: '127.0.0.7', attacker: '127.0.0.66' } as const

export const publicAddress = (person: string): string => person.replace('127.0.0.', '198.51.100.')

export interface FlyEdge {
  readonly port: number
  readonly certificate: Certificate
  /** What somebody gets who asks https://my-openclaw.fly.dev. */
  readonly ask: (person: string, path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>
  readonly close: () => Promise<void>
}

/** Fly's edge before a machine: whoever calls it from 127.0.0.N has the public address 198.51.100.N. */
export async function startFlyEdge({ machine, proxy }: Network): Promise<FlyEdge> {
  const certificate = createCertificate([host], new Date())
  const edge = await startEdge({ upstream: { host: machine, port: PORT }, from: proxy, certificate, appAddress, clientAddress: publicAddress })
  const target = { host: '127.0.0.1', port: edge.port, servername: host, ca: certificate.cert }
  return { port: edge.port, certificate, ask: (person, path, headers = {}) => ask({ ...target, localAddress: person, path, headers: { host, ...headers } }), close: edge.close }
}
