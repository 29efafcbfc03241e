import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Sandbox } from './sandbox.ts'

/** `script` of util-linux gives a program a terminal of its own. */
export const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).stdout?.toString().includes('util-linux')

export type Exchange = readonly [see: string, type: string]

/**
 * For `shell` of converse: a shell with job control, which starts the script as npm does, by another shell. If that comes
 * to a stop, it says so and brings it back.
 */
export const bringBack = (command: string) => `set -m; sh -c "${command}; exit \\$?"; echo "[stopped: $?]"; fg`

/** Types each answer once what it answers stands on the screen, and gives all that the screen ever got. */
export function converse(sandbox: Sandbox, script: string, exchanges: readonly Exchange[], args = '', shell = (command: string) => command) {
  const node = `'${process.execPath}' '${join(sandbox.folder, 'scripts', script)}' ${args}`
  const { PATH = '' } = process.env
  const env = sandbox.environment({ PATH: `${sandbox.bin}:${PATH}`, SHELL: '/bin/sh', TERM: 'xterm', NO_COLOR: '1' })
  const command = `${shell(node)}; code=$?; echo "[after]"; stty -a; exit $code`
  const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = [...exchanges]
  let screen = ''
  let seen = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
    const [next] = waiting
    const at = next ? screen.indexOf(next[0], seen) : -1
    if (!next || at < 0) return
    seen = at + next[0].length
    waiting.shift()
    // The question stands there a moment before the terminal is in raw mode; a person is never faster than that.
    setTimeout(() => child.stdin.write(next[1]), 60)
  })
  return new Promise<{ code: number, screen: string, after: string, unanswered: number }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const [before = '', after = ''] = screen.split('[after]')
      resolve({ code: code ?? -1, screen: before, after, unanswered: waiting.length })
    })
  })
}
