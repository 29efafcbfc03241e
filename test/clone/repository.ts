import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const PLAIN = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' }

export function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, env: PLAIN, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}

/** The commits of the tags that `makeRepository` makes. */
export interface Commits {
  readonly annotated: string
  readonly lightweight: string
}

/**
 * `<root>/openclaw/openclaw.git` with the tags v2026.9.6 (annotated), v2026.9.5 (lightweight), v0 (no OpenClaw),
 * lfs (reads like a Git LFS pointer) and the branches `main` and `only-a-branch`.
 */
export function makeRepository(root: string): Commits {
  const work = path.join(root, 'work')
  mkdirSync(path.join(work, 'scripts'), { recursive: true })
  git(work, 'init', '-q', '-b', 'main')
  const commit = (tag: string, ...flags: string[]): string => {
    git(work, 'add', '-A')
    git(work, 'commit', '-qm', tag)
    git(work, 'tag', ...flags, tag)
    return git(work, 'rev-parse', 'HEAD')
  }
  const write = (name: string, text: string | Buffer, mode = 0o644): void => writeFileSync(path.join(work, name), text, { mode })
  write('README.md', 'nothing yet\n')
  commit('v0')
  write('Dockerfile', 'FROM scratch\n')
  write('package.json', '{ "name": "openclaw", "version": "2026.9.5" }\n')
  write('AGENTS.md', 'agents\n')
  write('scripts/run.sh', '#!/bin/sh\necho hi\n', 0o755)
  write('größe 大.txt', 'unicode\n')
  write('big.bin', randomBytes(300_000))
  write('degit.json', JSON.stringify([{ action: 'remove', files: ['AGENTS.md'] }, { action: 'clone', src: 'openclaw/other' }]))
  symlinkSync('AGENTS.md', path.join(work, 'CLAUDE.md'))
  symlinkSync('../AGENTS.md', path.join(work, 'scripts/agents'))
  symlinkSync('../../outside', path.join(work, 'astray'))
  const lightweight = commit('v2026.9.5')
  write('package.json', '{ "name": "openclaw", "version": "2026.9.6" }\n')
  const annotated = commit('v2026.9.6', '-a', '-m', 'release')
  write('lfs.md', `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12\n`)
  commit('lfs')
  git(work, 'branch', 'only-a-branch')
  git(root, 'clone', '-q', '--bare', work, 'openclaw/openclaw.git')
  rmSync(work, { recursive: true })
  return { annotated, lightweight }
}
