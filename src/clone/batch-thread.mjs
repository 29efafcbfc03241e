// @ts-check
// A thread that writes batches; it answers each with its bytes, for the next one, or with what the system said.
import { parentPort } from 'node:worker_threads'
import { writeBatch } from './batch.mjs'

/** @typedef {{ readonly message: string, readonly code?: string, readonly path?: string, readonly syscall?: string }} Failure */

parentPort?.on('message', (batch) => {
  const failure = tryTo(() => writeBatch(batch))
  parentPort?.postMessage({ failure, bytes: batch.bytes }, [batch.bytes.buffer])
})

/**
 * An error loses its code on the way between threads.
 * @param {() => void} write
 * @returns {Failure | undefined}
 */
function tryTo(write) {
  try {
    write()
    return undefined
  } catch (error) {
    const { message, code, path, syscall } = /** @type {NodeJS.ErrnoException} */ (error)
    return { message, ...(code !== undefined && { code }), ...(path !== undefined && { path }), ...(syscall !== undefined && { syscall }) }
  }
}
