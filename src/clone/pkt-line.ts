/** Git's wire format: a length of four hex digits, then the line. https://git-scm.com/docs/protocol-common */
const FLUSH = '0000'
const DELIMITER = '0001'

function pack(line: string): string {
  return (Buffer.byteLength(line) + 5).toString(16).padStart(4, '0') + line + '\n'
}

/** The lines of a body; flushes and delimiters, which carry no text, are left out. @throws RangeError if it is not this format */
export function readLines(body: Buffer): string[] {
  const lines: string[] = []
  for (let at = 0; at < body.length;) {
    const digits = body.toString('latin1', at, at + 4)
    const length = /^[0-9a-f]{4}$/iu.test(digits) ? Number.parseInt(digits, 16) : Number.NaN
    if (Number.isNaN(length) || length === 3 || at + length > body.length) throw new RangeError('not pkt-line')
    if (length >= 4) lines.push(body.toString('utf8', at + 4, at + length).replace(/\n$/u, ''))
    at += Math.max(length, 4)
  }
  return lines
}

/** The request that lists one tag (protocol version 2); a server may answer with longer names too. */
export function listTag(ref: string): Buffer {
  return Buffer.from(pack('command=ls-refs') + DELIMITER + pack('peel') + pack(`ref-prefix refs/tags/${ref}`) + FLUSH)
}

/** The commit of a tag among the lines of either protocol version, an annotated tag peeled; undefined if it is not there. */
export function findTag(lines: readonly string[], ref: string): string | undefined {
  const name = `refs/tags/${ref}`
  let commit: string | undefined
  for (const line of lines) {
    const [, hash, found, peeled] = /^([0-9a-f]{40,64}) ([^\s\0]+)(?: peeled:([0-9a-f]{40,64}))?/u.exec(line) ?? []
    if (found === name) commit ??= peeled ?? hash
    if (found === `${name}^{}`) commit = hash
  }
  return commit
}
