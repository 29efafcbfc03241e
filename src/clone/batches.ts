import { availableParallelism } from 'node:os'
// @ts-expect-error: a thread runs it as it is, and it has no declarations; tsconfig.emitted.json checks it.
import { writeBatch as writeUntyped } from './batch.mjs'
import { SecondThread, type Batch } from './second-thread.ts'

const writeBatch = writeUntyped as (batch: Batch) => void

const BATCH_BYTES = 512 * 1024

/**
 * Collects small files and writes them in batches, on a second core too where there is one: to make a file is work for
 * the system alone, and a source tree has some ten thousand.
 */
export class Batches {
  #bytes: Uint8Array = newBytes()
  #used = 0
  #paths: string[] = []
  #numbers: number[] = []
  #thread: SecondThread | undefined

  /** Whether a file of this size can be one of a batch. */
  static takes(bytes: number): boolean {
    return bytes <= BATCH_BYTES / 4
  }

  /** @throws what the system said about any file before */
  begin(path: string, mode: number, size: number): void {
    if (this.#used + size > BATCH_BYTES) this.#write()
    this.#paths.push(path)
    this.#numbers.push(mode, this.#used)
  }

  piece(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#used)
    this.#used += bytes.length
  }

  end(): void {
    this.#numbers.push(this.#used)
  }

  /** @throws what the system said about any file */
  async finish(): Promise<void> {
    writeBatch(this.#batch())
    await this.#thread?.idle()
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    await this.#thread?.close()
  }

  #write(): void {
    if (availableParallelism() > 1) this.#thread ??= new SecondThread()
    if (this.#thread?.takesMore() === true) {
      this.#thread.write(this.#batch())
      this.#bytes = this.#thread.takeBytes() ?? newBytes()
    } else writeBatch(this.#batch())
    this.#paths = []
    this.#numbers = []
    this.#used = 0
  }

  #batch(): Batch {
    return { bytes: this.#bytes, paths: this.#paths, numbers: this.#numbers }
  }
}

function newBytes(): Uint8Array {
  return new Uint8Array(BATCH_BYTES)
}
