import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from './history-entry.ts'
import { FlySandbox } from './fly-double/fly-sandbox.ts'
import type { Machine } from './fly-double/state.ts'
import { openclawBackup } from './openclaw-backup.ts'
import { openclawConfig } from './openclaw-config.ts'
import type { Answer, Call } from './sandbox.ts'

/**
 * A private deployment of 2026.9.5 whose folder was brought to 2026.9.6, and the two programs that an upgrade asks: the
 * OpenClaw of the machine, and create-openclaw-fly behind npx, with the answers that they have when all is well.
 */
export class Upgradable extends FlySandbox {
  readonly oldVolume: string
  /** What `create-openclaw-fly check` finds, and what `validate` says against the configuration in use. */
  findings: object[] = []
  faults: object[] = []
  /** In place of the generator's own answer, by its first word; `update` changes the folder all the same if it ends with 0. */
  readonly generatorAnswers = new Map<string, Answer>()
  /** Standard input of `validate`. */
  validated = ''

  constructor({ from = '2026.9.5', to = '2026.9.6' } = {}) {
    super({ access: 'private', release: to })
    this.givenDeployed({ isPrivate: true })
    this.machine.config.image = `ghcr.io/openclaw/openclaw:${from}`
    this.fly.files.boot(this.machine)
    this.oldVolume = this.atFly.volumes[0]!.id
    writeFileSync(this.livePath('memory.txt'), 'old')
    this.givenProgram('/app/backup.mjs', openclawBackup.replace('JSON.stringify({ stateDir, files })', "JSON.stringify({ stateDir, files, release: JSON.parse(readFileSync(process.env.HOME + '/app/package.json', 'utf8')).version })"))
    this.givenProgram('/app/config.mjs', openclawConfig)
    this.givenOpenClaw()
    this.addOther('npx', (call, readStdin) => this.generate(call, readStdin))
  }

  override get machine(): Machine {
    return this.atFly.machines.at(-1)!
  }

  /** Of the machine, as far as scripts ask it; `lint` are the doctor's findings, `channels` the accounts of `channels status`. */
  givenOpenClaw({ lint = [], channels = {} }: { readonly lint?: readonly object[]; readonly channels?: object } = {}): void {
    const [backup, config] = ['/app/backup.mjs', '/app/config.mjs'].map((path) => this.fly.files.programs.get(path)!)
    this.givenProgram('/app/openclaw.mjs', `
const [group] = process.argv.slice(2)
if (group === 'doctor') console.log(${JSON.stringify(JSON.stringify({ ok: lint.length === 0, findings: lint }))})
else if (group === 'channels') console.log(${JSON.stringify(JSON.stringify({ channelAccounts: channels }))})
else await import(group === 'backup' ? ${JSON.stringify(backup)} : ${JSON.stringify(config)})
`)
  }

  upgrade(...args: readonly string[]) {
    return this.run('upgrade.mjs', ['--yes', '--time-limit', '20', ...args])
  }

  rollback(...args: readonly string[]) {
    return this.run('rollback.mjs', ['--yes', '--time-limit', '20', ...args])
  }

  get history(): readonly Entry[] {
    const file = join(this.folder, '.openclaw-fly/history.json')
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { entries: Entry[] }).entries : []
  }

  /** The release in the machine. */
  get running(): string | undefined {
    return /:([\d.]+)$/.exec(this.machine.config.image)?.[1]
  }

  get deployment(): { readonly release: string } {
    return JSON.parse(this.read('scripts/deployment.json')) as { release: string }
  }

  /** What was run of the commands that change something. */
  get changes(): readonly string[] {
    return this.paths.filter((path) => /^(?:volumes (?:create|snapshots create|destroy)|deploy|machine (?:start|stop|destroy|clone)|npx .* update)/.test(path))
  }

  get snapshots(): readonly string[] {
    return [...this.atFly.snapshots.values()].flat().map(({ id }) => id)
  }

  get backups(): readonly string[] {
    return this.inBackups('.tar.gz')
  }

  get journals(): readonly string[] {
    return this.inBackups('.json')
  }

  private inBackups(ending: string): readonly string[] {
    return readdirSync(join(this.folder, 'backups')).filter((name) => name.endsWith(ending))
  }

  /** What create-openclaw-fly says and does. */
  private async generate({ argv: [, program = '', command = '', ...words] }: Call, readStdin: () => Promise<string>): Promise<Answer> {
    if (command === 'validate') this.validated = await readStdin()
    const given = this.generatorAnswers.get(command)
    if (command === 'update' && (given?.code ?? 0) === 0) this.bringFolderTo(words[words.indexOf('--to') + 1]!)
    if (given !== undefined) return given
    if (command === 'check') return { stdout: JSON.stringify({ findings: this.findings }), code: this.findings.length > 0 ? 1 : 0 }
    if (command === 'validate') return { stdout: JSON.stringify({ release: words[1], schemaOf: words[1], faults: this.faults, migrated: [], valid: this.faults.length === 0 }), code: this.faults.length > 0 ? 1 : 0 }
    return command === 'update' ? {} : { stderr: `${program} has no ${command}`, code: 2 }
  }

  bringFolderTo(release: string): void {
    const schemaVersions = { '2026.9.5': { state: 17, agent: 21 }, '2026.9.6': { state: 18, agent: 23 } }[release] ?? { state: 15, agent: 19 }
    this.write('scripts/deployment.json', JSON.stringify({ ...this.deployment, release, schemaVersions }))
    for (const file of ['fly.toml', 'fly.private.toml']) this.write(file, this.read(file).replace(/(image = ".*:)[\d.]+"/, `$1${release}"`))
  }
}
