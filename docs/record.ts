import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { screenToSvg } from './screen-to-svg.ts'

/*
 * Runs the real program in a real terminal (tmux, 80 columns), types what a person would, and draws the screen at the
 * end as docs/wizard.svg, or as the file that is named. `npm run record`; needs tmux.
 */

const session = `record-${process.pid}`
const folder = mkdtempSync(join(tmpdir(), 'record-'))
const picture = process.argv[2] ?? join(import.meta.dirname, 'wizard.svg')
const cli = join(import.meta.dirname, '..', 'dist', 'cli.cjs')

function tmux(...words: readonly string[]): string {
  return execFileSync('tmux', ['-u', ...words], { encoding: 'utf8' })
}

/** Waits until the screen shows a text: prompts appear when the program is ready, not after a fixed time. */
async function shows(text: string): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (tmux('capture-pane', '-p', '-t', session, '-S', '-').includes(text)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the screen never showed ${JSON.stringify(text)}:\n${tmux('capture-pane', '-p', '-t', session)}`)
}

/** The same picture on every machine: the temporary folder is shown as somebody's home, the frame stays in line. */
function atHome(screen: string): string {
  const path = `${folder}/my-openclaw`
  return screen.replaceAll(path, '/home/you/my-openclaw'.padEnd(path.length))
}

/** What is typed when a prompt with this title has appeared. */
const script: readonly (readonly [title: string, ...keys: string[]])[] = [
  ['Folder', 'Enter'],
  ['Name of the Fly app', 'Enter'],
  ['Fly organisation', 'Enter'],
  ['Region', 'fra', 'Enter'],
  ['OpenClaw release', 'Enter'],
  ['Where does OpenClaw come from?', 'Down', 'Enter'],
  ['Which image?', 'Enter'],
  ['Who can reach the gateway?', 'Enter'],
  ['Your own domain', 'Enter'],
  ['Channels', 'tele', 'Space', 'Enter'],
  ['Telegram: How messages get here', 'Enter'],
  ['Your Telegram user id', '123456789', 'Enter'],
  ['Telegram group id', 'Enter'],
  ['Machine size', 'Enter'],
  ['Memory', 'Enter'],
  ['Volume size in GB', 'Enter'],
  ['Model provider', 'Enter'],
  ['Model', 'Enter'],
  ['Fallback models', 'Enter'],
  ['Write this deployment?', 'Enter'],
]

try {
  tmux('new-session', '-d', '-s', session, '-x', '80', '-y', '50', '-c', folder, `env PS1= TZ=Europe/Berlin ${process.execPath} '${cli}'; sleep 60`)
  for (const [title, ...keys] of script) {
    await shows(`◆  ${title}`)
    for (const key of keys) {
      tmux('send-keys', '-t', session, key)
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
  }
  await shows('The same again:')
  const screen = tmux('capture-pane', '-p', '-e', '-t', session, '-S', '-').trimEnd()
  writeFileSync(picture, screenToSvg(`$ npm create openclaw-fly@latest\n\n${atHome(screen)}`))
} finally {
  spawnSync('tmux', ['kill-session', '-t', session])
  rmSync(folder, { recursive: true, force: true })
}
