import { gzipSync } from 'node:zlib'

export interface Entry {
  readonly path: string
  readonly text?: string
  readonly link?: string
  /** A type flag of the tar format, such as `1` for a hard link. */
  readonly type?: string
  /** What its header says of its length, in bytes, where that is another. */
  readonly claimed?: number
  /** What a pax header before it says instead: a path or a target of any characters. */
  readonly pax?: Readonly<Record<string, string>>
}

/** A `.tar.gz` of any entries, however hostile; below a top folder only if their paths say so. */
export function packTar(entries: readonly Entry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.map(packEntry), Buffer.alloc(1024)]))
}

function packEntry({ path, text = '', link = '', type = link === '' ? '0' : '2', claimed, pax }: Entry): Buffer {
  if (pax !== undefined) return Buffer.concat([packEntry({ path: 'pax', type: 'x', text: Object.entries(pax).map(packRecord).join('') }), packEntry({ path, text, link, type, ...(claimed !== undefined && { claimed }) })])
  const header = Buffer.alloc(512)
  const size = Buffer.byteLength(text)
  header.write(path, 0)
  header.write('0000644\0', 100)
  header.write(`${(claimed ?? size).toString(8).padStart(11, '0')}\0`, 124)
  header.write('        ', 148)
  header.write(type, 156)
  header.write(link, 157)
  header.write('ustar\x0000', 257)
  header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148)
  const body = Buffer.alloc(Math.ceil(size / 512) * 512)
  body.write(text)
  return Buffer.concat([header, body])
}

/** `length key=value\n`, the length counting itself. */
function packRecord([key, value]: readonly [string, string]): string {
  const rest = ` ${key}=${value}\n`
  const length = [1, 2, 3, 4].map((digits) => Buffer.byteLength(rest) + digits).find((all) => String(all).length === all - Buffer.byteLength(rest))!
  return `${length}${rest}`
}
