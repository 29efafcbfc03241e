import { expect, test } from 'vitest'
import { texts } from '../../src/ask/texts.ts'
import { askAnswers } from '../../src/ask/wizard.ts'
import { PRICE_DATE } from '../../src/fly/price.ts'
import { ask, contextOf, flags } from './asking.ts'
import { keys, Terminal } from './terminal.ts'

const { enter, down, up, space } = keys

/** The prompt with this title as it first looks. */
async function look(title: string, values: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const terminal = new Terminal()
  const asked = askAnswers(flags(values), contextOf(terminal))
  asked.catch(() => undefined)
  for (let count = 0; count < 20 && terminal.title() !== title; count++) await terminal.press(count === 0 ? '' : enter)
  const prompt = terminal.unwrappedPrompt()
  await terminal.press(keys.ctrlC)
  return prompt
}

test('every machine size stands with its estimate, and the date of the prices is told', async () => {
  const prompt = await look(texts.size.title)
  expect(prompt).toContain(`Fly's prices of ${PRICE_DATE}`)
  expect(prompt).toContain('● shared-cpu-2x, 3 GB: $17–20 a month  recommended')
  expect(prompt).toContain('○ performance-1x, 4 GB: see fly.io/docs/about/pricing')
})

test('the memory follows the size', async () => {
  const { answers } = await ask({ [texts.size.title]: [down, enter], [texts.memory.title]: [down, down, enter] })
  expect(answers).toMatchObject({ size: 'shared-cpu-4x', memory: 6144 })
})

test('a size that leaves one choice of memory brings no question', async () => {
  const { answers, titles } = await ask({ [texts.size.title]: [up, enter] })
  expect(answers).toMatchObject({ size: 'shared-cpu-1x', memory: 2048 })
  expect(titles).not.toContain(texts.memory.title)
})

test('given memory leaves the sizes that can have it', async () => {
  const prompt = await look(texts.size.title, { memory: '6gb' })
  expect(prompt).not.toContain('shared-cpu-2x')
  expect(prompt).toContain('● shared-cpu-4x, 6 GB')
})

test('the browser image gets 4 GB', async () => {
  const { answers } = await ask({}, flags({ build: 'image', variant: 'browser' }))
  expect(answers).toMatchObject({ size: 'shared-cpu-2x', memory: 4096 })
  expect(await look(texts.memory.title, { build: 'image', variant: 'browser' })).toContain(texts.memory.browserHelp)
})

test('the volume tells what it costs', async () => {
  expect(await look(texts.volume.title)).toContain('3 GB cost $0.45')
})

test('the provider decides which models are offered', async () => {
  const { answers } = await ask({ [texts.provider.title]: [down, enter], [texts.model.title]: [down, enter] })
  expect(answers).toMatchObject({ provider: 'openai', model: 'openai/gpt-6-sol' })
})

test('a given provider is not asked, its models are', async () => {
  const { answers, titles } = await ask({}, flags({ provider: 'xai' }))
  expect(titles).not.toContain(texts.provider.title)
  expect(answers['model']).toBe('xai/grok-4.7')
})

test('a given model says its provider', async () => {
  const { titles } = await ask({}, flags({ model: 'xai/grok-4.6' }))
  expect(titles).not.toContain(texts.provider.title)
  expect(titles).not.toContain(texts.model.title)
})

test('another model is typed, and belongs to the provider', async () => {
  const { answers } = await ask({
    [texts.model.title]: [up, enter],
    [texts.model.anotherTitle]: ['claude-next', enter, keys.ctrlU, 'openai/gpt-6-sol', enter, keys.ctrlU, 'anthropic/claude-next', enter],
  })
  expect(answers['model']).toBe('anthropic/claude-next')
})

test('fallbacks come from every provider but the model itself, in the order of choosing', async () => {
  const { answers } = await ask({ [texts.fallback.title]: ['grok', space, keys.ctrlU, 'sonnet', space, keys.ctrlU, 'gemini', enter] })
  expect(answers['fallback']).toEqual(['xai/grok-4.7', 'anthropic/claude-sonnet-5'])
  expect(await look(texts.fallback.title)).not.toMatch(/claude-opus-5 /u)
})
