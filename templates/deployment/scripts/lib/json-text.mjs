// @ts-check

/**
 * Where things stand in the text of a JSON file, so that one place can be changed and every other byte kept.
 * @typedef {{ start: number, end: number, members?: Map<string, JsonNode>, items?: JsonNode[] }} JsonNode  `end` is the place after its last character
 */

/**
 * @param {string} text  what JSON.parse accepts; anything else throws there, as a SyntaxError
 * @returns {JsonNode}
 */
export function locate(text) {
  JSON.parse(text)
  let at = 0
  const skipSpace = () => {
    while (/\s/.test(text[at] ?? '')) at++
  }
  const readString = () => {
    const start = at
    for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++
    return JSON.parse(text.slice(start, ++at))
  }
  /**
   * @param {string} close
   * @param {() => void} readOne
   */
  const readList = (close, readOne) => {
    at++
    for (skipSpace(); text[at] !== close; skipSpace()) {
      if (text[at] === ',') at++
      else readOne()
    }
    at++
  }
  /** @returns {JsonNode} */
  const readValue = () => {
    skipSpace()
    const start = at
    if (text[at] === '{') {
      /** @type {Map<string, JsonNode>} */
      const members = new Map()
      readList('}', () => {
        const key = readString()
        skipSpace()
        at++ // the colon
        members.set(key, readValue())
      })
      return { start, end: at, members }
    }
    if (text[at] === '[') {
      /** @type {JsonNode[]} */
      const items = []
      readList(']', () => items.push(readValue()))
      return { start, end: at, items }
    }
    if (text[at] === '"') readString()
    else while (/[^\s,\]}]/.test(text[at] ?? ' ')) at++
    return { start, end: at }
  }
  return readValue()
}

/**
 * @param {JsonNode} root
 * @param {readonly string[]} path
 * @returns {JsonNode | undefined}
 */
export function find(root, path) {
  return path.reduce((/** @type {JsonNode | undefined} */ node, key) => node?.members?.get(key), root)
}

/**
 * Appends texts to an array, in the layout that the array has; every other byte stays.
 * @param {string} text
 * @param {readonly string[]} path  keys of objects that lead to the array
 * @param {readonly string[]} added
 * @returns {string | undefined} nothing if there is no array at that path
 */
export function appendToArray(text, path, added) {
  const array = find(locate(text), path)
  if (!array?.items) return undefined
  if (added.length === 0) return text
  const words = added.map((word) => JSON.stringify(word))
  const last = array.items.at(-1)
  if (!last) return `${text.slice(0, array.start)}[${words.join(', ')}]${text.slice(array.end)}`
  const before = array.items.length > 1 ? text.slice(array.items.at(-2)?.end, last.start).replace(/^\s*,/, '') : text.slice(array.start + 1, last.start)
  const gap = before === '' && array.items.length === 1 ? ' ' : before
  return `${text.slice(0, last.end)}${words.map((word) => `,${gap}${word}`).join('')}${text.slice(last.end)}`
}
