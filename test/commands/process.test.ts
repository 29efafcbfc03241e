import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders()
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
const tsx = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href

test.each([[['--help'], 0], [['dep', '--region', 'mad'], 2]])('the program %j ends well though nobody reads its output any more', async (words, code) => {
  const child = spawn(process.execPath, ['--import', tsx, cli, ...words], { cwd: newFolder(), stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  const said = text(child.stderr)
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(code)
  expect(await said).not.toContain('EPIPE')
})
