import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { here } from '../own-files.ts'
// @ts-expect-error: a thread runs it as it is, and it has no declarations; tsconfig.emitted.json checks it.
import { writeBatch as writeUntyped } from './batch.mjs'

/** As batch.mjs has it. */
interface Batch {
  readonly bytes: Uint8Array
  readonly files: readonly BatchFile[]
}

type BatchFile = readonly [path: string, mode: number, start: number, end: number]

/** As batch-thread.mjs gives it. */
type Answer = { readonly message: string } | undefined

const writeBatch = writeUntyped as (batch: Batch) => void

const BATCH_BYTES = 512 * 1024

/**
 * Collects small files and writes them in batches, on a second core too where there is one: to make a file is work for
 * the system alone, and a source tree has some ten thousand.
 */
export class Batches {
  #bytes = Buffer.allocUnsafeSlow(BATCH_BYTES)
  #used = 0
  #files: BatchFile[] = []
  #open: { readonly path: string; readonly mode: number; readonly start: number } | undefined
  #thread: BatchThread | undefined

  /** Whether a file of this size can be one of a batch. */
  static takes(bytes: number): boolean {
    return bytes <= BATCH_BYTES / 4
  }

  /** @throws what the system said about any file before */
  begin(path: string, mode: number, size: number): void {
    if (this.#used + size > BATCH_BYTES) this.#write()
    this.#open = { path, mode, start: this.#used }
  }

  piece(bytes: Buffer): void {
    bytes.copy(this.#bytes, this.#used)
    this.#used += bytes.length
  }

  end(): void {
    const { path, mode, start } = this.#open!
    this.#files.push([path, mode, start, this.#used])
  }

  /** @throws what the system said about any file */
  async finish(): Promise<void> {
    writeBatch({ bytes: this.#bytes, files: this.#files })
    await this.#thread?.idle()
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    await this.#thread?.close()
  }

  #write(): void {
    const batch = { bytes: this.#bytes, files: this.#files }
    if (availableParallelism() > 1) this.#thread ??= new BatchThread()
    if (this.#thread?.isFree() === true) {
      this.#thread.write(batch)
      this.#bytes = Buffer.allocUnsafeSlow(BATCH_BYTES)
    } else writeBatch(batch)
    this.#files = []
    this.#used = 0
  }
}

/** One batch at a time, while the main thread writes the next. */
class BatchThread {
  readonly #worker = new Worker(here('./clone/batch-thread.mjs'), { execArgv: [] })
  #failure: Error | undefined
  /** Undefined while it has nothing to do. */
  #wrote: (() => void) | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor() {
    this.#worker.on('error', (error) => this.#end(error))
    this.#worker.on('message', (answer: Answer) => this.#end(answer && Object.assign(new Error(answer.message), answer)))
  }

  /** @throws what the system said about an earlier file */
  isFree(): boolean {
    if (this.#failure !== undefined) throw this.#failure
    return this.#wrote === undefined
  }

  write({ bytes, files }: Batch): void {
    this.#writing = new Promise((resolve) => {
      this.#wrote = resolve
    })
    this.#worker.postMessage({ bytes, files }, [bytes.buffer as ArrayBuffer])
  }

  /** Waits for what it is writing. @throws what the system said about any file */
  async idle(): Promise<void> {
    await this.#writing
    if (this.#failure !== undefined) throw this.#failure
  }

  #end(failure: Error | undefined): void {
    this.#failure ??= failure
    this.#wrote?.()
    this.#wrote = undefined
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}
