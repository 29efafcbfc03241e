import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the packed package. */
    readonly tarball: string
    /** A folder with a space in its name, into which it is installed as a person gets it. */
    readonly home: string
  }
}

/** Packs the package and installs it, offline, once for all tests. */
export default function pack({ provide }: TestProject): () => void {
  const root = join(import.meta.dirname, '..', '..')
  if (!existsSync(join(root, 'dist', 'cli.cjs'))) throw new Error('dist/ is missing: npm run build makes it')
  const scratch = mkdtempSync(join(tmpdir(), 'create-openclaw-fly smoke '))
  execFileSync('npm', ['pack', '--pack-destination', scratch, '--silent'], { cwd: root })
  const tarball = join(scratch, readdirSync(scratch).find((name) => name.endsWith('.tgz'))!)
  const home = join(scratch, 'a home')
  mkdirSync(home)
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }\n')
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: home, stdio: 'pipe' })
  provide('tarball', tarball)
  provide('home', home)
  return () => rmSync(scratch, { recursive: true, force: true })
}
