// @ts-check

/** Milliseconds for one answer, and characters of it that are read. */
const patience = 15_000
const mostText = 2000

/** @typedef {{ status: number, text: string, code: string | undefined }} WebAnswer  status 0: none, and the error's text and code */

/**
 * Asks for a page, as a browser that follows nowhere.
 * @param {string} url
 * @param {number} [limit]  milliseconds
 * @returns {Promise<WebAnswer>}
 */
export async function knock(url, limit = patience) {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(Math.min(limit, patience)) })
    return { status: answer.status, text: (await answer.text()).slice(0, mostText), code: undefined }
  } catch (error) {
    const { message, cause } = /** @type {Error & { cause?: { code?: string, message?: string } }} */ (error)
    return { status: 0, text: cause?.message ?? message, code: cause?.code }
  }
}
