import { spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { tidyAway } from '../../support/one-folder.ts'
import { findRelease, newestRelease } from '../../../src/releases/catalogue.ts'
import { FlyError } from './fly-error.ts'
import type { Invocation } from './invocation.ts'
import type { App, Machine } from './state.ts'

/**
 * The disks of all machines, as folders of this computer. The path has neither blanks nor quotes, so that it can take
 * the place of `/data` in the text of a shell command too.
 */
export class MachineFiles {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'fly-double-')))
  /** Programs of the machine, by the word that starts them: `/app/openclaw.mjs`, `chown`. Others are looked up on PATH. */
  readonly programs = new Map<string, string>()
  /** What a program is given beside the environment of the machine. */
  readonly extraEnvironment: Record<string, string> = {}

  /** A folder of programs that come first on the machine's PATH. */
  private readonly bin = join(this.root, 'bin')

  constructor() {
    mkdirSync(this.bin)
    // A machine does not see the processes of this computer, among which may be other gateways with their tokens.
    writeFileSync(join(this.bin, 'grep'), '#!/bin/sh\ncase "$*" in */proc/*) exit 1;; esac\nPATH=/usr/bin:/bin exec grep "$@"\n', { mode: 0o755 })
  }

  volumeFolder(id: string): string {
    const folder = join(this.root, id)
    mkdirSync(folder, { recursive: true })
    return folder
  }

  copyVolume(from: string, to: string): void {
    cpSync(this.volumeFolder(from), this.volumeFolder(to), { recursive: true })
  }

  removeVolume(id: string): void {
    rmSync(join(this.root, id), { recursive: true, force: true })
  }

  /** The root of a machine: everything outside of its volume, gone with each deploy. */
  machineFolder({ id, config }: Machine): string {
    const folder = join(this.root, `machine-${id}`)
    mkdirSync(join(folder, 'tmp'), { recursive: true })
    for (const { volume, path } of config.mounts ?? []) {
      const mountPoint = join(folder, path)
      if (!existsSync(mountPoint)) symlinkSync(this.volumeFolder(volume), mountPoint)
    }
    return folder
  }

  /** Puts the image's package.json and `[[files]]` in place, and on an empty volume the seed, as boot.mjs does at the first start. */
  boot(machine: Machine): void {
    const folder = this.machineFolder(machine)
    mkdirSync(join(folder, 'app'), { recursive: true })
    writeFileSync(join(folder, 'app/package.json'), imagePackage(machine.config.image))
    for (const { guest_path: path, raw_value: raw } of machine.config.files ?? []) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), Buffer.from(raw, 'base64'))
    }
    const seed = join(folder, 'opt/openclaw-fly/openclaw.seed.json')
    const live = join(folder, 'data/openclaw.json')
    if (!existsSync(seed) || existsSync(live) || !existsSync(dirname(live))) return
    cpSync(seed, live)
    chmodSync(live, 0o600)
  }

  /** Where a path of the machine is on this computer. */
  resolve(machine: Machine, path: string): string {
    return path.startsWith(this.root) ? path : join(this.machineFolder(machine), path.startsWith('/') ? path : `/root/${path}`)
  }

  /** Folders of the machine in a word become those that stand for them; a volume's own, since OpenClaw takes no symbolic link. */
  private localize(machine: Machine, word: string): string {
    const folder = this.machineFolder(machine)
    const mounts = new Map((machine.config.mounts ?? []).map(({ volume, path }) => [path, this.volumeFolder(volume)]))
    return word.replace(/(?<![\w./-])\/(?:data|tmp|opt|app\/package\.json)(?=[/\s'";:)]|$)/g, (path) => mounts.get(path) ?? join(folder, path))
  }

  private globalize(machine: Machine, text: string): string {
    const volumes = machine.config.mounts ?? []
    const withoutVolumes = volumes.reduce((rest, { volume, path }) => rest.replaceAll(join(this.root, volume), path), text)
    return withoutVolumes.replaceAll(this.machineFolder(machine), '')
  }

  environment(app: App, machine: Machine): Record<string, string> {
    const secrets = app.secrets.filter(({ updatedAt }) => updatedAt <= (app.releases.at(-1)?.createdAt ?? '')).map(({ name, value }) => [name, value] as const)
    const env = Object.entries({ ...machine.config.env, ...Object.fromEntries(secrets) })
    return Object.fromEntries(env.map(([name, text]) => [name, this.localize(machine, text)]))
  }

  /**
   * Runs one command in the machine, without a shell, as Fly's SSH server does: quotes are read, nothing else.
   * @returns its exit code
   */
  run(call: Invocation, app: App, machine: Machine, command: string, user: string): Promise<number> {
    const [first = '', ...rest] = shellWords(command)
    const words = [first, ...rest].map((word) => this.programs.get(word) ?? this.localize(machine, word))
    const file = words[0] === 'node' ? process.execPath : words[0]!
    const env = { ...this.environment(app, machine), ...this.extraEnvironment, HOME: this.machineFolder(machine), USER: user, PATH: [this.bin, dirname(process.execPath), process.env.PATH].join(delimiter) }
    return new Promise((settle, reject) => {
      const child = spawn(file, words.slice(1), { cwd: this.machineFolder(machine), env, stdio: 'pipe' })
      call.onGone(() => child.kill('SIGKILL'))
      child.stdout.on('data', (text: Buffer) => call.out(this.globalize(machine, text.toString('utf8'))))
      child.stderr.on('data', (text: Buffer) => call.err(this.globalize(machine, text.toString('utf8'))))
      child.stdin.on('error', () => undefined)
      call.stdin.pipe(child.stdin)
      child.on('error', () => reject(new FlyError(`ssh shell: exec: "${first}": executable file not found in $PATH`)))
      child.on('close', (code, signal) => {
        call.stdin.unpipe()
        if (code === null) reject(new FlyError(`ssh shell: Process exited from signal ${signal}`))
        else settle(code)
      })
    })
  }

  remove(): void {
    tidyAway(this.root)
  }
}

/** What OpenClaw says of itself in an image: the release of its tag; one that was built here is the newest. */
function imagePackage(image: string): string {
  const version = /:(\d{4}\.\d+\.\d+(?:-\d+)?)(?![\d.])/.exec(image)?.[1] ?? newestRelease
  return JSON.stringify({ name: 'openclaw', version, openclaw: { schemaVersions: findRelease(version)?.schemaVersions } })
}

/** Quotes and backslashes as in a shell; nothing is expanded. */
function shellWords(text: string): readonly string[] {
  const words: string[] = []
  const pattern = /(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|([^\s'"\\]+))|(\s+)/gsy
  let word: string | undefined
  for (const [, double, single, escaped, plain, blank] of text.matchAll(pattern)) {
    if (blank === undefined) {
      word = (word ?? '') + (double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? escaped ?? plain ?? '')
    } else if (word !== undefined) {
      words.push(word)
      word = undefined
    }
  }
  return word === undefined ? words : [...words, word]
}
