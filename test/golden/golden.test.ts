import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { imageVariants } from '../../src/answers/answers.ts'
import { checkEmitted } from '../../src/check/emitted.ts'
import { providerOf, providers } from '../../src/models/providers.ts'
import { releases } from '../../src/releases/catalogue.ts'
import { catalog, renderAnswers, schemas, templates } from '../support/answers.ts'
import { goldenNames, readGolden } from '../support/golden.ts'

/*
 * Each folder is a set of answers (flags.txt, over what --yes proposes) with the files that it must yield, byte for
 * byte. `npx vitest run test/golden -u` writes them anew; a file that is no longer emitted is named, to be deleted.
 * Programs are left out: they are emitted verbatim, so their goldens are the templates (the last test below).
 */
const expected = [
  'all-channels-private', 'defaults', 'discord', 'discord-private-dm-only', 'domain-and-org', 'fallbacks', 'fork', 'git-url-private', 'hostile-names', 'image-browser',
  'private-image-slim', 'private-source', 'public-image', 'release-2026-9-3', 'slack', 'slack-unanswered', 'telegram', 'telegram-unanswered',
]
const cases = goldenNames().map(readGolden)

test('no golden folder is missing', () => {
  expect(cases.map(({ name }) => name)).toEqual(expected)
})

describe.each(cases)('$name', ({ answers, output, present }) => {
  const files = renderAnswers(answers)
  const compared = [...files.keys()].filter((path) => !path.endsWith('.mjs'))

  test.each(compared)('%s', async (path) => {
    await expect(files.get(path)!.text).toMatchFileSnapshot(join(output, path))
    expect(files.get(path)!.mode).toBe(0o644)
  })

  test('has a golden file for each emitted file, and no other', () => {
    expect(present.filter((path) => !compared.includes(path)), 'no longer emitted, to be deleted').toEqual([])
    expect(compared.filter((path) => !present.includes(path)), 'new and written just now: look at it, then run again').toEqual([])
  })

  test('is what its formats accept', () => {
    expect(() => checkEmitted(files, answers, catalog, schemas)).not.toThrow()
  })
})

test('together they meet every release, build, variant, access, provider and kind of machine', () => {
  const all = cases.map(({ answers }) => answers)
  const met = (value: (answers: (typeof all)[number]) => string | readonly string[]): readonly string[] => [...new Set(all.flatMap(value))].toSorted()
  expect(met(({ release }) => release)).toEqual(releases.map(({ release }) => release).toSorted())
  expect(met(({ image, access }) => `${image.build} ${access.mode}`)).toEqual(['image private', 'image public', 'source private', 'source public'])
  expect(met(({ image }) => (image.build === 'image' ? image.variant : []))).toEqual([...imageVariants].toSorted())
  expect(met(({ model }) => [model.primary, ...model.fallbacks].map(providerOf))).toEqual(providers.map(({ id }) => id).toSorted())
  expect(met(({ machine }) => machine.size.split('-')[0]!)).toEqual(['performance', 'shared'])
  expect(met(({ machine }) => (machine.heapMb === null ? 'derived' : 'given'))).toEqual(['derived', 'given'])
  expect(met(({ region }) => region).length).toBeGreaterThanOrEqual(8)
})

test('programs are emitted verbatim, and those that people start are executable', () => {
  // Programs that the newest releases, or most channels, do not need: test/channels/ has them.
  const programs = [...templates].filter(([path]) => path.startsWith('deployment/') && !path.endsWith('.hbs') && !['deployment/runtime/plugins.mjs', 'deployment/runtime/needs.mjs'].includes(path))
  expect(programs.map(([path]) => path)).toContain('deployment/runtime/boot.mjs')
  for (const { answers } of cases) {
    const files = renderAnswers(answers)
    for (const [path, text] of programs) {
      const name = path.slice('deployment/'.length)
      expect(files.get(name), name).toEqual({ text, mode: /^scripts\/[^/]+\.mjs$/.test(name) ? 0o755 : 0o644 })
    }
  }
})
