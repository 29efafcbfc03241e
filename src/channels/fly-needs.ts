import type { Condition } from './questions.ts'

/** What a channel wants of the machine and of Fly's edge, besides the gateway itself. */
export interface FlyNeeds {
  readonly webhook?: Webhook
  readonly packages?: SystemPackages
  /** Memory in MB that it needs on top of OpenClaw's own, for instance for a JVM. */
  readonly memoryMb?: number
  /** Folders below the home of the machine's user that hold pairing data, each with its place below the state directory. */
  readonly state?: readonly { readonly home: string; readonly place: string }[]
}

/** Somebody outside calls the machine: there must be a public address, or a tunnel. */
export interface Webhook {
  /** Path of the address that is given to the service: `/line/webhook`. */
  readonly path: string
  /** A listener of its own, on this port of the machine; absent: the gateway's own port. */
  readonly port?: number
  /** The port of the public address of a listener of its own, where the service does not call every port; absent: `port`. */
  readonly publicPort?: number
  /** Where a listener of its own answers 200 to anybody's GET; absent: Fly only looks whether something listens. */
  readonly health?: string
  /** Only with these answers; absent: always. */
  readonly when?: Condition
}

/** Programs that are not in OpenClaw's image. */
export interface SystemPackages {
  /** Debian packages. */
  readonly apt?: readonly string[]
  /**
   * A program that is fetched: an address with its hash, and where it goes. A .tar.gz or .zip has it at its top, by the last
   * word of `to`. A .zip goes onto the volume in every build: there is nothing in the image that opens it.
   */
  readonly fetch?: readonly { readonly url: string; readonly sha256: string; readonly to: string }[]
  readonly when?: Condition
}
