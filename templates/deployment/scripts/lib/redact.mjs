// @ts-check

/** Every form in which a secret of this run could come back, for instance in what fly prints. */
/** @type {Set<string>} */
const known = new Set()

/** A shorter line of a multi-line secret, a lone brace say, tells nothing and would blot out half of any message. */
const shortestLine = 4

/**
 * Call it as soon as a value is read, before anything else is done with it.
 * @param {string} value
 */
export function remember(value) {
  const lines = value.split(/\r?\n/).map((line) => line.trim()).filter((line) => line.length >= shortestLine)
  for (const text of [value, value.trim(), ...lines]) {
    known.add(text)
    known.add(JSON.stringify(text).slice(1, -1))
  }
  known.delete('')
}

/** @param {string} text */
function escapeForRegExp(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/**
 * In one pass and longest first, so that one secret inside another leaves no rest.
 * @param {string} text
 */
export function redact(text) {
  if (known.size === 0) return text
  const forms = [...known]
  forms.sort((a, b) => b.length - a.length)
  return text.replace(new RegExp(forms.map(escapeForRegExp).join('|'), 'g'), '[secret]')
}
