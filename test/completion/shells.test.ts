import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scripts } from '../../src/completion/scripts.ts'
import type { Shell } from '../../src/completion/complete.ts'

/* The scripts in the shells themselves, where those are on this computer. A stand-in prints what the program would. */

const scratch = mkdtempSync(join(tmpdir(), 'openclaw-shells-'))
const env = { PATH: `${scratch}:${process.env.PATH}`, HOME: scratch }

beforeAll(() => {
  mkdirSync(join(scratch, 'my-folder'))
  writeFileSync(join(scratch, 'create-openclaw-fly'), `#!/bin/sh
[ "$1 $2 $3" = 'completion --words --' ] || exit 9
shift 3
case "$*" in
  'update --region f') printf 'fra\\tFrankfurt: in Germany\\nfoo\\n' ;;
  'my') printf ':folders\\n' ;;
esac
`)
  chmodSync(join(scratch, 'create-openclaw-fly'), 0o755)
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const asking: Readonly<Record<Shell, (words: readonly string[]) => string>> = {
  bash: (words) => `source script; compopt() { :; }; COMP_WORDS=(create-openclaw-fly ${words.join(' ')}); COMP_CWORD=${words.length}; _create_openclaw_fly create-openclaw-fly; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words) => `compdef() { :; }; source ./script; _describe() { print -rl -- $found }; _files() { print -r -- folders $@ }; words=(create-openclaw-fly ${words.join(' ')}); CURRENT=${words.length + 1}; _create_openclaw_fly`,
  fish: (words) => `source script; complete -C 'create-openclaw-fly ${words.join(' ')}'`,
}

describe.each(Object.keys(asking) as Shell[])('%s', (shell) => {
  const missing = spawnSync(shell, ['-c', 'true']).status !== 0
  const ask = (...words: readonly string[]): readonly string[] => {
    writeFileSync(join(scratch, 'script'), scripts[shell])
    const options = shell === 'bash' ? ['--norc', '-c'] : shell === 'zsh' ? ['-f', '-c'] : ['--no-config', '-c']
    return execFileSync(shell, [...options, asking[shell](words)], { cwd: scratch, env, encoding: 'utf8' }).trimEnd().split('\n')
  }
  if (missing) console.warn(`NOT RUN: completion in ${shell}, which is not on this computer`)

  test.skipIf(missing)('offers the words that the program names', () => {
    const shown = { bash: ['fra', 'foo'], zsh: ['fra:Frankfurt: in Germany', 'foo'], fish: ['fra\tFrankfurt: in Germany', 'foo'] }
    expect(ask('update', '--region', 'f')).toEqual(shown[shell])
  })

  test.skipIf(missing)('looks for folders itself where the program says so', () => {
    const shown = { bash: ['my-folder'], zsh: ['folders -/'], fish: ['my-folder/'] }
    expect(ask('my')).toEqual(shown[shell])
  })
})
