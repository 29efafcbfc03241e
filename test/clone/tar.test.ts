import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TarReader } from '../../src/clone/tar.ts'

const SUM = 148

/** The header of an empty file, otherwise of these bytes, with their sum where it belongs. */
function headerOf(bytes: Uint8Array): Buffer {
  const block = Buffer.from(bytes)
  block.write('00000000000\0', 124)
  block.write('        ', SUM)
  block.write('0', 156)
  block.write(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, SUM)
  return block
}

const header = fc.oneof(fc.uint8Array({ minLength: 512, maxLength: 512 }), fc.constant(new Uint8Array(512).fill(255))).map(headerOf)

function read(block: Buffer): number {
  let entries = 0
  new TarReader({ begin: () => (entries += 1), piece: () => undefined, end: () => undefined }).push(block)
  return entries
}

test('a header whose bytes add up is one, whatever they are', () => {
  fc.assert(fc.property(header, (block) => {
    expect(read(block)).toBe(1)
  }))
})

test('a header of which one byte has changed is refused', () => {
  fc.assert(fc.property(header, fc.integer({ min: 0, max: 511 }).filter((at) => at < SUM || at >= SUM + 8), fc.integer({ min: 1, max: 255 }), (block, at, by) => {
    const changed = Buffer.from(block)
    changed[at] = (changed[at]! + by) % 256
    expect(() => read(changed)).toThrow('a header does not add up')
  }))
})
