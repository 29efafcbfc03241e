import { Worker } from 'node:worker_threads'
import { here } from '../own-files.ts'

/** As batch.mjs has it. */
export interface Batch {
  readonly bytes: Uint8Array
  readonly paths: readonly string[]
  readonly numbers: readonly number[]
}

/** As batch-thread.mjs gives it. */
interface Answer {
  readonly failure: { readonly message: string } | undefined
  readonly bytes: Uint8Array
}

/** One that is being written and one that waits: so the thread is never idle while the main one unpacks the next. */
const MOST_BATCHES = 2

/** A second thread that writes batches, each after the other. */
export class SecondThread {
  readonly #worker = new Worker(here('./clone/batch-thread.mjs'), { execArgv: [] })
  readonly #free: Uint8Array[] = []
  #left = 0
  #failure: Error | undefined
  #ended: () => void = () => undefined

  constructor() {
    this.#worker.on('message', ({ failure, bytes }: Answer) => {
      this.#left -= 1
      this.#free.push(bytes)
      if (failure !== undefined) this.#fail(Object.assign(new Error(failure.message), failure))
      else if (this.#left === 0) this.#ended()
    })
    for (const event of ['error', 'messageerror']) this.#worker.on(event, (error: Error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('the thread that writes files has ended')))
  }

  /** @throws what the system said about an earlier file */
  takesMore(): boolean {
    if (this.#failure !== undefined) throw this.#failure
    return this.#left < MOST_BATCHES
  }

  /** The bytes of the batch are the thread's then. */
  write({ bytes, paths, numbers }: Batch): void {
    this.#left += 1
    this.#worker.postMessage({ bytes, paths, numbers }, [bytes.buffer as ArrayBuffer])
  }

  /** Those of a batch that is written, to be filled again: new ones cost as much as what is put into them. */
  takeBytes(): Uint8Array | undefined {
    return this.#free.pop()
  }

  /** Waits for what is left. @throws what the system said about any file */
  async idle(): Promise<void> {
    if (this.#left > 0 && this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        this.#ended = resolve
      })
    }
    if (this.#failure !== undefined) throw this.#failure
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#ended()
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}
