import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { DamagedArchive } from './failures.ts'

/** One entry of a tar archive as its header has it: nothing about it is checked but that the header is whole. */
export interface TarEntry {
  readonly type: 'file' | 'symlink' | 'folder' | 'other'
  readonly path: string
  readonly target: string
  /** Bytes of content that follow. */
  readonly size: number
  readonly mode: number
  /** The commit that `git archive` writes at the beginning of its archives. */
  readonly commit: string | undefined
}

/** Is told of each entry, then gets its content in pieces, then of its end. */
export interface TarVisitor {
  readonly begin: (entry: TarEntry) => void
  readonly piece: (bytes: Buffer) => void
  readonly end: () => void
}

const BLOCK = 512
/** Big pieces: each costs a turn of the event loop. */
const PIECE = 512 * 1024
const TYPES = new Map([['0', 'file'], ['\0', 'file'], ['2', 'symlink'], ['5', 'folder']] as const)
const MOST_BYTES_OF_PAX = 1024 * 1024

type Header = Omit<TarEntry, 'type' | 'commit'> & { readonly type: string }

/**
 * Reads a `.tar.gz` as its bytes arrive, to its very end: only there gzip tells whether every byte was right.
 * @throws DamagedArchive if it is cut short or changed; whatever `bytes` or the visitor throws
 */
export async function readTarGz(bytes: AsyncIterable<Buffer>, visitor: TarVisitor): Promise<void> {
  const reader = new TarReader(visitor)
  try {
    await pipeline(bytes, createGunzip({ chunkSize: PIECE }), async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) reader.push(piece)
    })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw code?.startsWith('Z_') ? new DamagedArchive(`gzip says ${message}`) : error
  }
  reader.finish()
}

/**
 * Reads the format that Git writes (ustar with pax headers), out of pieces of any length as they arrive: a promise for
 * each of some ten thousand entries would take longer than writing them.
 * @throws DamagedArchive from `push` and `finish`
 */
export class TarReader {
  readonly #visitor: TarVisitor
  #kept: Buffer = Buffer.alloc(0)
  #content: { readonly pax: 'x' | 'g' | undefined, readonly parts: Buffer[], left: number, padding: number } | undefined
  #everywhere = new Map<string, string>()
  #next = new Map<string, string>()
  #ended = false

  constructor(visitor: TarVisitor) {
    this.#visitor = visitor
  }

  push(chunk: Buffer): void {
    let bytes = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk])
    while (!this.#ended) {
      if (this.#content !== undefined) bytes = this.#takeContent(bytes)
      if (this.#content !== undefined || bytes.length < BLOCK) break
      this.#takeHeader(bytes.subarray(0, BLOCK))
      bytes = bytes.subarray(BLOCK)
    }
    this.#kept = this.#ended ? Buffer.alloc(0) : bytes
  }

  finish(): void {
    if (!this.#ended) throw new DamagedArchive('it ends too early')
  }

  #takeHeader(block: Buffer): void {
    if (block.every((byte) => byte === 0)) {
      this.#ended = true
      return
    }
    const header = parseHeader(block)
    const size = header.type !== 'g' && this.#next.has('size') ? Number(this.#next.get('size')) : header.size
    if (!Number.isSafeInteger(size) || size < 0) throw new DamagedArchive('an entry has no size')
    const pax = header.type === 'x' || header.type === 'g' ? header.type : undefined
    if (pax !== undefined && size > MOST_BYTES_OF_PAX) throw new DamagedArchive('a header is too long')
    this.#content = { pax, parts: [], left: size, padding: (BLOCK - size % BLOCK) % BLOCK }
    if (pax === undefined) this.#begin(header, size)
  }

  #begin(header: Header, size: number): void {
    const [path, target] = [this.#next.get('path') ?? header.path, this.#next.get('linkpath') ?? header.target]
    this.#next = new Map()
    this.#visitor.begin({ type: TYPES.get(header.type as '0') ?? 'other', path, target, size, mode: header.mode, commit: this.#everywhere.get('comment') })
  }

  #takeContent(bytes: Buffer): Buffer {
    const content = this.#content!
    const piece = bytes.subarray(0, content.left)
    content.left -= piece.length
    if (piece.length > 0) {
      if (content.pax === undefined) this.#visitor.piece(piece)
      else content.parts.push(piece)
    }
    const rest = bytes.subarray(piece.length)
    if (content.left > 0 || rest.length < content.padding) return rest
    this.#content = undefined
    if (content.pax === undefined) this.#visitor.end()
    else if (content.pax === 'x') this.#next = parsePax(Buffer.concat(content.parts))
    else this.#everywhere = parsePax(Buffer.concat(content.parts))
    return rest.subarray(content.padding)
  }
}

function parseHeader(header: Buffer): Header {
  const text = (from: number, length: number): string => {
    const end = header.indexOf(0, from)
    return header.toString('utf8', from, end === -1 ? from + length : Math.min(end, from + length))
  }
  const octal = (from: number, length: number): number => Number.parseInt(text(from, length).trim() || '0', 8)
  if (checksum(header) !== octal(148, 8)) throw new DamagedArchive('a header does not add up')
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : ''
  return { type: header.toString('latin1', 156, 157), path: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`, target: text(157, 100), size: octal(124, 12), mode: octal(100, 8) }
}

const summed = new Uint8Array(BLOCK)
const words = new Uint32Array(summed.buffer)

/** The sum of a header's bytes, with spaces for those of the sum itself. Four bytes at a time: there are ten thousand headers. */
function checksum(header: Buffer): number {
  summed.set(header)
  summed.fill(0x20, 148, 156)
  let pairs = 0
  // Two sums of 16 bits side by side, each of which 256 bytes do not fill.
  for (const word of words) pairs += (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff)
  return (pairs & 0xffff) + (pairs >>> 16)
}

/** pax records are `length key=value\n`, the length counting itself, in bytes. */
function parsePax(block: Buffer): Map<string, string> {
  const records = new Map<string, string>()
  for (let at = 0; at < block.length;) {
    const length = Number.parseInt(block.toString('latin1', at, at + 8), 10)
    const record = block.toString('utf8', at, at + length - 1)
    const [, key, value] = /^\d+ ([^=]+)=(.*)$/su.exec(record) ?? []
    if (!(length > 0) || key === undefined || value === undefined) throw new DamagedArchive('a pax header is broken')
    records.set(key, value)
    at += length
  }
  return records
}
