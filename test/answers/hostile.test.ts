import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { questions } from '../../src/answers/questions.ts'
import { parseCreate } from '../../src/commands/create-flags.ts'
import { catalog, given, problemsOf } from '../support/answers.ts'
import { legalAnswers } from '../support/arbitrary-answers.ts'
import { resolveAnswers } from '../../src/answers/resolve.ts'
import { namesIn, temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'
import { sampleSecrets } from '../support/secrets.ts'

const newFolder = temporaryFolders()
const keys = [...questions.map(({ key }) => key), ...catalog.flatMap(({ id, questions: own }) => Object.keys(own).map((name) => `${id}.${name}`))]
const junk = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.string(), fc.constantFrom('', ' ', '--', '-', '=', '\0', '\u202e', '\ud800', '{{app}}', '${x}', '`x`', "'", '"', '\n', '1e999', '-0', '0x10', '__proto__', 'constructor', '../../etc', '9'.repeat(400)))
const words = fc.array(fc.oneof(junk, fc.constantFrom(...keys.map((key) => `--${key}`), '--yes', '--json', '--answers', '--dry-run', '--no-clone'), fc.tuple(fc.constantFrom(...keys), junk).map(([key, value]) => `--${key}=${value}`)), { maxLength: 8 })

test('any words on the command line are understood, or are a mistake with exit code 2', () => {
  fc.assert(fc.property(words, (argv) => {
    const { given: said, mistake } = parseCreate(argv, catalog)
    expect([undefined, 2]).toContain(mistake?.exitCode)
    expect(resolveAnswers(said, catalog)).toBeInstanceOf(Object)
  }), { numRuns: 1000 })
})

test('any value that TOML can hold is accepted or refused, for every answer', () => {
  const value = fc.oneof(junk, fc.anything({ withBigInt: true, withDate: true }), fc.array(junk))
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 6 }), (values) => {
    expect(problemsOf(values)).toBeInstanceOf(Array)
  }), { numRuns: 1000 })
})

test('one wrong answer among legal ones is refused under its own name', () => {
  fc.assert(fc.property(legalAnswers, fc.constantFrom('app', 'region', 'release', 'size', 'model'), (values, key) => {
    const result = resolveAnswers(given({ ...values, [key]: 'no such thing' }), catalog)
    expect(result).toMatchObject({ ok: false, problems: [{ where: `--${key}` }] })
  }), { numRuns: 50 })
})

test('a secret among any words is never repeated', () => {
  const secret = fc.constantFrom(...Object.values(sampleSecrets))
  const place = fc.constantFrom(...keys)
  const tail = (text: string): string => text.slice(-12)
  fc.assert(fc.property(words, secret, place, (argv, value, key) => {
    const { mistake } = parseCreate([...argv, `--${key}`, value], catalog)
    expect(JSON.stringify([mistake?.message, mistake, problemsOf({ [key]: value })])).not.toContain(tail(value))
  }), { numRuns: 300 })
})

test('whatever is typed, the program ends with an exit code of its own and never with a stack', async () => {
  const cwd = newFolder()
  await fc.assert(fc.asyncProperty(words, async (argv) => {
    const { code, stderr } = await runCli([...argv.map((word) => word.replaceAll('\0', '')), '--dry-run'], { cwd })
    expect([0, 1, 2]).toContain(code)
    expect(stderr).not.toMatch(/bug|^ {4}at /m)
  }), { numRuns: 60 })
  expect(namesIn(cwd)).toEqual([])
})
