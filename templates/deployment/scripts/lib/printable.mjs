// @ts-check

/**
 * What somebody else wrote, for a terminal: control characters, escape sequences and marks that turn the direction of
 * text around or hide it are shown as `·`, and it is never long.
 * @param {string} text
 * @param {number} [most]  characters
 */
export function printable(text, most = 80) {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, '·')
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean
}
