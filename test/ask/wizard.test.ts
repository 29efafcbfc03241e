import { expect, test } from 'vitest'
import { defaultAnswers } from '../../src/answers/defaults.ts'
import { resolveAnswers } from '../../src/answers/resolve.ts'
import { texts } from '../../src/ask/texts.ts'
import { askAnswers } from '../../src/ask/wizard.ts'
import { newestRelease, releases } from '../../src/releases/catalogue.ts'
import { ask, contextOf, crow, flags, parrot, surroundings } from './asking.ts'
import { keys, play, Terminal } from './terminal.ts'

const { enter, down, up, space } = keys

test('Enter alone gives the defaults', async () => {
  const { given } = await ask()
  const resolved = resolveAnswers(given, [crow, parrot])
  expect(resolved).toEqual(resolveAnswers(defaultAnswers(surroundings), [crow, parrot]))
  expect(resolved.ok).toBe(true)
})

test('the questions come in their order', async () => {
  const { titles } = await ask()
  const { app, org, region, release, build, access, domain, size, memory, volume, provider, model, fallback, channel } = texts
  expect(titles).toEqual([app, org, region, release, build, access, domain, channel, size, memory, volume, provider, model, fallback].map(({ title }) => title))
})

test('an answer says that the person gave it, and to which question', async () => {
  const { given } = await ask()
  expect(given.get('region')).toEqual({ value: 'cdg', where: 'region', layer: 'prompt' })
})

test('what was given is neither asked nor changed, even where it is wrong', async () => {
  const present = flags({ app: 'Wrong Name', region: 'mars', memory: '2048', fallback: [], channel: [] })
  const { given, titles } = await ask({}, present)
  for (const [key, value] of present) expect(given.get(key)).toBe(value)
  for (const { title } of [texts.app, texts.region, texts.memory, texts.fallback, texts.channel]) expect(titles).not.toContain(title)
})

test('nothing is asked when everything was given', async () => {
  const { titles } = await ask({}, new Map([...defaultAnswers(surroundings), ...flags({ org: 'a', domain: 'b.example', fallback: [], channel: [] })]))
  expect(titles).toEqual([])
})

test('of a folder whose name is no app name the nearest one is suggested', async () => {
  const terminal = new Terminal()
  const context = { ...contextOf(terminal), surroundings: { ...surroundings, folder: 'My Claw' } }
  const { result } = await play(terminal, askAnswers(new Map(), context), { [texts.app.title]: [enter] })
  expect(result.get('app')?.value).toBe('my-claw')
  expect(terminal.screen.text()).not.toContain('My Claw')
})

test('of a folder whose name would become one that looks like a secret nothing is suggested', async () => {
  const terminal = new Terminal()
  const context = { ...contextOf(terminal), surroundings: { ...surroundings, folder: '０１２３４５６７８９ａｂｃｄｅｆ'.repeat(2) } }
  const { result } = await play(terminal, askAnswers(new Map(), context), { [texts.app.title]: [enter, 'claw', enter] })
  expect(result.get('app')?.value).toBe('claw')
})

test.each([['sao', 'gru'], ['SOUTH AF', 'jnb'], ['fra', 'fra'], ['new jersey', 'ewr'], ['holland', 'ams']])('searching "%s" finds the region %s', async (search, region) => {
  const { answers } = await ask({ [texts.region.title]: [search, enter] })
  expect(answers['region']).toBe(region)
})

test.each([[texts.region.title, 'lon'], [texts.channel.title, 'parrot']])('a secret pasted into a search (%s) is never shown, and refused', async (title, good) => {
  const secret = 'sk-ant-api03-abcdefghijklmnopqrst'
  const terminal = new Terminal()
  const { titles } = await ask({ [title]: [secret, enter, good, space, enter], 'Owner of the parrot': ['ada', enter] }, undefined, terminal)
  expect(titles).toContain(title)
  expect(terminal.screen.text()).not.toContain('sk-ant')

  const again = new Terminal()
  const asked = play(again, askAnswers(new Map(), contextOf(again)), { [title]: [secret, enter, keys.ctrlC] })
  await expect(asked).rejects.toThrow('')
  expect(again.screen.text()).not.toContain('sk-ant')
})

test('a search without a match says so instead of going on', async () => {
  const terminal = new Terminal()
  const { answers } = await ask({ [texts.region.title]: ['atlantis', enter, keys.ctrlU, 'lon', enter] }, undefined, terminal)
  expect(answers['region']).toBe('lhr')
})

test('the newest release comes first, older ones below', async () => {
  expect((await ask()).answers['release']).toBe(newestRelease)
  expect((await ask({ [texts.release.title]: [down, enter] })).answers['release']).toBe(releases.at(-2)?.release)
})

test('the official image brings the question which one', async () => {
  const { answers, titles } = await ask({ [texts.build.title]: [down, enter], [texts.variant.title]: [down, enter] })
  expect(answers).toMatchObject({ build: 'image', variant: 'slim' })
  expect(titles.indexOf(texts.variant.title)).toBe(titles.indexOf(texts.build.title) + 1)
})

test('private access skips the domain', async () => {
  const { answers, titles } = await ask({ [texts.access.title]: [down, enter] })
  expect(answers['access']).toBe('private')
  expect(titles).not.toContain(texts.domain.title)
})

test('a domain is checked as its flag is', async () => {
  const { answers } = await ask({ [texts.domain.title]: ['https://a.example', enter, keys.ctrlU, 'a.example', enter] })
  expect(answers['domain']).toBe('a.example')
})

test('a volume may be written with its unit', async () => {
  expect((await ask({ [texts.volume.title]: ['2', enter, keys.ctrlU, '10gb', enter] })).answers['volume']).toBe(10)
})

test('skipped questions leave no answer', async () => {
  const { given } = await ask()
  expect(given.has('org')).toBe(false)
  expect(given.has('domain')).toBe(false)
})

test('the last option is one step up from the first', async () => {
  expect((await ask({ [texts.provider.title]: [up, enter] })).answers['provider']).toBe('xai')
})

test('the summary of a finished wizard holds each question once, with its answer', async () => {
  const { terminal } = await ask({ [texts.channel.title]: [space, enter] })
  expect(terminal.screen.text()).toMatch(/◇ {2}Region\n│ {2}cdg {2}Paris, France\n│\n/u)
  expect(terminal.screen.text()).toMatch(/◇ {2}Channels\n│ {2}Crow\n│\n/u)
  expect(terminal.screen.text()).not.toMatch(/[◆▲]/u)
})
