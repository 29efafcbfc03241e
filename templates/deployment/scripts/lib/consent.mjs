// @ts-check
import { exitCodes, UserError } from './messages.mjs'
import { askYesNo, canAsk } from './terminal.mjs'

/**
 * The one way in which a script asks whether something is meant. It returns only after a yes.
 * @param {boolean} yes  was said beforehand, by a flag
 * @param {string} question
 * @param {{ nobody?: string, hint?: string, exitCode?: number }} [options]  where nobody can be asked: what is said, and the exit code
 */
export async function requireConsent(yes, question, { nobody = 'There is nobody to ask whether that is meant; nothing was changed.', hint = 'If you have read the above and mean it, say so: --yes', exitCode = exitCodes.usage } = {}) {
  if (yes) return
  if (!canAsk()) throw new UserError(nobody, hint, exitCode)
  if (!await askYesNo(question)) throw new UserError('Nothing was changed.', '', exitCodes.cancelled)
}
