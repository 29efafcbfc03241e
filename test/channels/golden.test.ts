import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { answersFor, catalog, renderAnswers } from '../support/answers.ts'
import { flagsFor, sectionOf, variantsOf } from '../support/channel-variants.ts'

/*
 * For each channel a folder with what its examples give: these tests write it, so that to add a channel is to add its
 * preset. `npx vitest run test/channels/golden.test.ts -u` writes them anew; read the difference.
 */
const folder = fileURLToPath(new URL('golden/', import.meta.url))
const channels = catalog.filter(({ notOnFly }) => notOnFly === undefined)
const without = renderAnswers(answersFor({ build: 'image' }))

test.each(channels.map((channel) => [channel.id, channel] as const))('%s', async (id, channel) => {
  const { answers } = variantsOf(channel)[0]!
  const files = renderAnswers(answersFor({ ...flagsFor(channel, answers), build: 'image' }))
  const touched = [...files].filter(([path, { text }]) => text !== without.get(path)?.text && path !== 'RUNBOOK.md' && !path.endsWith('.mjs'))
  const texts = [...touched.map(([path, { text }]) => [path, text] as const), ['runbook-section.md', `${sectionOf(files.get('RUNBOOK.md')!.text, channel).trim()}\n`] as const]
  for (const [path, text] of texts) await expect(text).toMatchFileSnapshot(join(folder, id, path))
  const present = !existsSync(join(folder, id)) ? [] : readdirSync(join(folder, id), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(join(folder, id).length + 1).replaceAll('\\', '/'))
  expect(present.filter((path) => !texts.some(([known]) => known === path)), 'no longer emitted, to be deleted').toEqual([])
})

test('there is no folder of a channel that is gone', () => {
  expect((existsSync(folder) ? readdirSync(folder) : []).filter((id) => !channels.some((channel) => channel.id === id))).toEqual([])
})
