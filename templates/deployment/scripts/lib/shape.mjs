// @ts-check

/** What fly, the machine or a file says, looked at before it is believed. */

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The value if it is a record, else an empty one: then none of its keys is there.
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
export function toRecord(value) {
  return isRecord(value) ? value : {}
}

/**
 * @param {unknown} value
 * @returns {unknown[]}
 */
export function toList(value) {
  return Array.isArray(value) ? value : []
}

/**
 * Why the system refused something: its code, such as ENOENT, or else the error itself.
 * @param {unknown} error
 */
export function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : error
}
