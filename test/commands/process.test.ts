import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolders } from '../support/folders.ts'
import { hasScript } from '../scripts/converse.ts'

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

test.skipIf(!existsSync('/dev/full'))('the program fails, and says why, where its output cannot be written', async () => {
  const full = openSync('/dev/full', 'w')
  onTestFinished(() => closeSync(full))
  const child = spawn(process.execPath, ['--import', tsx, cli, '--help'], { cwd: newFolder(), stdio: ['ignore', full, 'pipe'] })
  const said = text(child.stderr!)
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1)
  expect(await said).toMatch(/^What was to be shown here cannot be written: ENOSPC.*\n$/u)
})

/** Everything that a terminal of no known size showed: Ctrl-C is typed once the program asks. */
async function stoppedAtFirstQuestion(): Promise<string> {
  const line = `stty cols 0 rows 0; '${process.execPath}' --import '${tsx}' '${cli}'; echo "code $?"; stty -a`
  const child = spawn('script', ['-qec', line, '/dev/null'], { cwd: newFolder(), env: { ...process.env, TERM: 'xterm-256color' }, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let shown = ''
  for await (const chunk of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    const asked = shown.includes('Enter to take the suggestion')
    shown += chunk
    if (!asked && shown.includes('Enter to take the suggestion')) child.stdin.write('\u0003')
  }
  return shown
}

test.skipIf(!hasScript)('a terminal that does not know its size is drawn on as if it had 80 columns, and is as it was after Ctrl-C', async () => {
  const shown = await stoppedAtFirstQuestion()
  expect(shown).toContain('Shift-Tab goes back, Ctrl-C stops.')
  expect(shown).toMatch(/Cancelled; nothing was written\.\s+code 130/)
  expect(shown).toMatch(/[^-]icanon/)
})

/** A shell with job control, to which each text is typed once what it follows stands on the screen. */
async function typeInShell(steps: readonly (readonly [see: string, type: string])[]): Promise<string> {
  const child = spawn('script', ['-qec', "PS1='shell> ' bash --norc --noprofile -i", '/dev/null'], { cwd: newFolder(), env: { ...process.env, TERM: 'xterm-256color' }, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const waiting = [...steps]
  let [shown, seen] = ['', 0]
  for await (const chunk of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    shown += chunk
    for (let at = 0; waiting[0] !== undefined && (at = shown.indexOf(waiting[0][0], seen)) !== -1;) {
      const [see, type] = waiting.shift()!
      seen = at + see.length
      // What is seen stands there a moment before keys are heard; a person is never faster than that.
      await setTimeout(100)
      child.stdin.write(type)
    }
  }
  return shown
}

test.skipIf(!hasScript)('Ctrl-Z gives the shell back though another program started ours, and after fg a Ctrl-C ends it at once', async () => {
  const started = `sh -c '"${process.execPath}" --import "${tsx}" "${cli}"; exit $?'`
  const shown = await typeInShell([['shell> ', `${started}\n`], ['Enter to take the suggestion', '\u001a'], ['shell> ', 'fg\n'], ['sh -c', '\u0003'], ['shell> ', 'echo "code $?"; exit\n']])
  expect(shown).toContain('Stopped')
  expect(shown).toContain('Cancelled; nothing was written.')
  expect(shown).toContain('code 130')
})
