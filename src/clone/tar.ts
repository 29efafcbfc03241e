import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { DamagedArchive } from './failures.ts'

/** One entry of a tar archive as its header has it: nothing about it is checked but that the header is whole. */
export interface TarEntry {
  readonly type: 'file' | 'symlink' | 'folder' | 'other'
  readonly path: string
  readonly target: string
  readonly size: number
  readonly mode: number
  /** The commit that `git archive` writes at the beginning of its archives. */
  readonly commit: string | undefined
  /** The content; what is not read is skipped. */
  readonly body: () => AsyncGenerator<Buffer>
}

const BLOCK = 512
const TYPES = new Map([['0', 'file'], ['\0', 'file'], ['2', 'symlink'], ['5', 'folder']] as const)
const MOST_BYTES_OF_PAX = 1024 * 1024

/** Reads a `.tar.gz` entry by entry, in the format that Git writes (ustar with pax headers). @throws DamagedArchive */
export async function* readTar(file: string): AsyncGenerator<TarEntry> {
  const input = createReadStream(file)
  const gunzip = createGunzip()
  input.on('error', (error) => gunzip.destroy(error))
  const bytes = new ByteReader(input.pipe(gunzip))
  try {
    yield* readEntries(bytes)
  } finally {
    input.destroy()
    gunzip.destroy()
  }
}

async function* readEntries(bytes: ByteReader): AsyncGenerator<TarEntry> {
  let everywhere = new Map<string, string>()
  let next = new Map<string, string>()
  for (;;) {
    const header = await bytes.take(BLOCK)
    if (header.every((byte) => byte === 0)) break
    const { type, path, target, size: stated, mode } = parseHeader(header)
    const size = type !== 'g' && next.has('size') ? Number(next.get('size')) : stated
    if (!Number.isSafeInteger(size) || size < 0) throw new DamagedArchive('an entry has no size')
    const padding = (BLOCK - size % BLOCK) % BLOCK
    if (type === 'x' || type === 'g') {
      if (size > MOST_BYTES_OF_PAX) throw new DamagedArchive('a header is too long')
      const records = parsePax(await bytes.take(size))
      if (type === 'x') next = records
      else everywhere = records
    } else {
      const content = bytes.stream(size)
      yield { type: TYPES.get(type as '0') ?? 'other', path: next.get('path') ?? path, target: next.get('linkpath') ?? target, size, mode, commit: everywhere.get('comment'), body: () => content }
      for await (const rest of content) void rest
      next = new Map()
    }
    await bytes.take(padding)
  }
  // To the end, because only there gzip tells whether every byte was right.
  await bytes.drain()
}

function parseHeader(header: Buffer): { type: string, path: string, target: string, size: number, mode: number } {
  const text = (from: number, length: number): string => header.toString('utf8', from, from + length).replace(/\0.*$/su, '')
  const octal = (from: number, length: number): number => Number.parseInt(text(from, length).trim() || '0', 8)
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
  if (sum !== octal(148, 8)) throw new DamagedArchive('a header does not add up')
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : ''
  return { type: header.toString('latin1', 156, 157), path: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`, target: text(157, 100), size: octal(124, 12), mode: octal(100, 8) }
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

/** Takes bytes off a stream in the portions that the format wants. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>
  #left: Buffer = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]()
  }

  async take(size: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for await (const part of this.stream(size)) parts.push(part)
    return Buffer.concat(parts)
  }

  async* stream(size: number): AsyncGenerator<Buffer> {
    for (let wanted = size; wanted > 0;) {
      if (this.#left.length === 0) await this.#pull()
      const part = this.#left.subarray(0, wanted)
      this.#left = this.#left.subarray(part.length)
      wanted -= part.length
      yield part
    }
  }

  async drain(): Promise<void> {
    this.#left = Buffer.alloc(0)
    while (!(await this.#next()).done);
  }

  async #pull(): Promise<void> {
    const { done, value } = await this.#next()
    if (done === true) throw new DamagedArchive('it ends too early')
    this.#left = value
  }

  async #next(): Promise<IteratorResult<Buffer, undefined>> {
    return this.#chunks.next().catch((error: NodeJS.ErrnoException) => {
      throw error.code?.startsWith('Z_') ? new DamagedArchive(`gzip says ${error.message}`) : error
    })
  }
}
