import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withChannelTable } from '../../tools/readme-channels.ts'
import { catalog } from '../support/answers.ts'

test('the table of channels in the README is that of the presets (npm run readme:channels)', () => {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  expect(text).toBe(withChannelTable(text, catalog))
  expect(text).toContain('| [Telegram](https://docs.openclaw.ai/channels/telegram) | `telegram` |')
})
