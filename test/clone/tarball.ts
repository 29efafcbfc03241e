import { gzipSync } from 'node:zlib'

export interface Entry {
  readonly path: string
  readonly text?: string
  readonly link?: string
  /** A type flag of the tar format, such as `1` for a hard link. */
  readonly type?: string
  /** What its header says of its length, in bytes, where that is another. */
  readonly claimed?: number
}

/** A `.tar.gz` of any entries, however hostile; below a top folder only if their paths say so. */
export function packTar(entries: readonly Entry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.map(packEntry), Buffer.alloc(1024)]))
}

function packEntry({ path, text = '', link = '', type = link === '' ? '0' : '2', claimed }: Entry): Buffer {
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
