import * as fc from 'fast-check'
import type { Value } from '../../src/merge/value.ts'

const plainKeys = fc.constantFrom('a', 'b', 'c', 'port', 'guild-1', 'allowed', 'enabled')
const scalar: fc.Arbitrary<Value> = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.boolean(), fc.constantFrom('x', 'y', 'two words', '"', '# no comment', '// nor this', '\\', 'line\nfeed', '', 'ü日'))

/** A table such as a configuration: few keys, so that the three sides of a merge meet. */
const tableWith = (...oddKeys: readonly string[]): fc.Arbitrary<Value> => {
  const key = fc.oneof({ weight: 6, arbitrary: plainKeys }, { weight: 1, arbitrary: fc.constantFrom(...oddKeys) })
  return fc.letrec<{ value: Value; table: Value }>((tie) => ({
    table: fc.dictionary(key, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<Value>,
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('table'), fc.array(scalar, { maxLength: 4 }), fc.array(tie('table'), { maxLength: 3 })) as fc.Arbitrary<Value>,
  })).table
}

export const table = tableWith('a b', 'ü', '"', '__proto__', 'constructor', 'a.b')
/** @iarna/toml 3.0 puts what stands below a table called `constructor` into that function, and reads nothing there. */
export const tomlTable = tableWith('a b', 'ü', '"', '__proto__', 'a.b')

/** Decisions of a printer, taken one after the other and over again. */
export class Whims {
  #at = 0
  readonly #numbers: readonly number[]
  constructor(numbers: readonly number[]) {
    this.#numbers = numbers
  }

  one<T>(...choices: readonly T[]): T {
    return choices[this.#numbers[this.#at++ % this.#numbers.length]! % choices.length]!
  }
}

export const whims = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }).map((numbers) => new Whims(numbers))
