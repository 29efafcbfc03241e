import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** A program that makes folders too, as npm installs it. */
export interface Peer {
  readonly name: string
  readonly version: string
  /** The program's file. */
  readonly bin: string
  readonly packages: number
  readonly megabytes: number
}

/** Compared with these releases, so that two runs compare with the same. */
const wanted = { 'create-vite': '9.3.0', sv: '0.17.1', 'create-t3-app': '7.40.0', plop: '4.0.5', '@flydotio/dockerfile': '0.7.10' } as const
export type PeerName = keyof typeof wanted

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'create-openclaw-fly', 'bench')

/** Each peer alone in a folder of the cache; fetched from npm once. */
export function peers(): Readonly<Record<PeerName, Peer>> {
  return Object.fromEntries(Object.entries(wanted).map(([name, version]) => [name, installed(name, `${name}@${version}`, join(cache, `${name.replace('/', '+')}@${version}`))])) as Record<PeerName, Peer>
}

/** This package, out of the tarball that would be published. */
export function packed(root: string, scratch: string): Peer & { readonly tarball: string } {
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], { cwd: root, encoding: 'utf8' })) as [{ filename: string }]
  const tarball = join(scratch, filename)
  return { ...installed('create-openclaw-fly', tarball, join(scratch, 'packed')), tarball }
}

function installed(name: string, what: string, folder: string): Peer {
  if (!existsSync(folder)) {
    const part = `${folder}.part`
    rmSync(part, { recursive: true, force: true })
    mkdirSync(part, { recursive: true })
    writeFileSync(join(part, 'package.json'), '{"private":true}')
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', what], { cwd: part, stdio: 'ignore' })
    renameSync(part, folder)
  }
  const modules = join(folder, 'node_modules')
  const manifest = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as { version: string; bin: string | Record<string, string> }
  const bin = typeof manifest.bin === 'string' ? manifest.bin : Object.values(manifest.bin)[0]!
  const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as { packages: object }
  return { name, version: manifest.version, bin: join(modules, name, bin), packages: Object.keys(lock.packages).length, megabytes: sizeOf(modules) / 1e6 }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((sum, entry) => (entry.isFile() ? sum + statSync(join(entry.parentPath, entry.name)).size : sum), 0)
}
