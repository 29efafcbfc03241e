// @ts-check

/** @typedef {'more' | 'done' | 'cancelled'} InputState */

const keys = { ctrlC: '\x03', ctrlD: '\x04', ctrlU: '\x15', escape: '\x1b', backspaces: ['\x7f', '\b'], enters: ['\r', '\n'] }

/** What a terminal that knows bracketed paste puts around pasted text, after the escape. */
const pasteStart = '[200~'
const pasteEnd = '[201~'

/**
 * Turns what a raw terminal sends into one value. It knows nothing of streams, so it can be tested key by key.
 * @param {{ multiline: boolean }} options
 */
export function createHiddenInput({ multiline }) {
  let value = ''
  /** The escape sequence being read; empty outside of one. */
  let sequence = ''
  let pasting = false

  /** @param {string} char */
  function readSequence(char) {
    sequence += char
    const introducer = sequence[1]
    if (introducer !== '[' && introducer !== 'O') {
      sequence = ''
      return press(char)
    }
    if (sequence.length === 2 || !/[@-~]/.test(char)) return 'more'
    if (sequence.endsWith(pasteStart)) pasting = true
    if (sequence.endsWith(pasteEnd)) pasting = false
    sequence = ''
    return 'more'
  }

  /**
   * @param {string} char
   * @returns {InputState}
   */
  function press(char) {
    if (char === keys.ctrlC) return 'cancelled'
    if (sequence) return readSequence(char)
    if (char === keys.escape) sequence = char
    else if (pasting) value += char
    else return edit(char)
    return 'more'
  }

  /**
   * @param {string} char
   * @returns {InputState}
   */
  function edit(char) {
    const enter = keys.enters.includes(char)
    if (char === keys.ctrlD || (enter && (!multiline || value === ''))) return 'done'
    if (enter) value += '\n'
    else if (keys.backspaces.includes(char)) value = [...value].slice(0, -1).join('')
    else if (char === keys.ctrlU) value = ''
    else if (char >= ' ') value += char
    return 'more'
  }

  return {
    /**
     * @param {string} text  what arrived in one piece
     * @returns {InputState}
     */
    feed(text) {
      const chars = [...text]
      for (const [index, char] of chars.entries()) {
        const state = press(char)
        if (state === 'more') continue
        // A terminal without bracketed paste gives several lines in one piece; the rest must not answer the next question.
        const rest = chars.slice(index + 1).join('')
        if (state === 'done' && rest.trim()) value += `\n${rest}`
        return state
      }
      return 'more'
    },
    value: () => value.replace(/\r\n?/g, '\n').replace(/\n+$/, ''),
  }
}
