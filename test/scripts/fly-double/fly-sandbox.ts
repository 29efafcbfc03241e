import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Answers } from '../../../src/answers/answers.ts'
import type { FileSet } from '../../../src/render/file-set.ts'
import { answersFor, renderAnswers } from '../../support/answers.ts'
import { Sandbox } from '../sandbox.ts'
import { FlyDouble, type FlyCall, type OtherAnswer } from './fly-double.ts'
import { newMachine, release } from './deploy.ts'
import { newApp, type App, type Machine } from './state.ts'
import { addVolume } from './volumes.ts'

/** Rendering takes longer than a script under test needs to start. */
const rendered = new Map<string, FileSet>()
function renderOnce(answers: Answers): FileSet {
  const key = JSON.stringify(answers)
  const files = rendered.get(key) ?? renderAnswers(answers)
  rendered.set(key, files)
  return files
}

/*
 * A real deployment, rendered from answers, beside a Fly that remembers:
 *
 *   using sandbox = new FlySandbox({ access: 'private' })        // answers as flags would give them; an image, not a clone
 *   const { code, stdout, stderr } = await sandbox.run('deploy.mjs', ['--time-limit', '5'])
 *   sandbox.fly.state                                             // apps, addresses, volumes, secrets, machines: read and change
 *   sandbox.givenDeployed()                                       // as after a successful deploy: app, addresses, volume, secrets, machine
 *   sandbox.fly.faults.push({ command: 'volumes create', message: 'no capacity' })   // see Fault: also hangs, truncated, after
 *   sandbox.fly.calls, sandbox.paths, sandbox.argvs               // what was called, in order
 *   sandbox.liveFile('openclaw.json')                             // a file on the volume: /data in the machine
 *   sandbox.fly.files.programs.set('/app/openclaw.mjs', file)     // what `fly ssh console -C "node /app/openclaw.mjs …"` runs
 *   sandbox.addOther('npx', { code: 3 })                          // another program on PATH
 *   sandbox.realProcesses = true                                  // start fly as a process each time, as it is slow
 *
 * Each call is held against flyctl's grammar: one that flyctl would refuse, or that would ask a question, fails with an
 * error, and fails the test when the sandbox is disposed of. Commands of the machine run here without a shell, as SSH does
 * it, with `/data`, `/tmp` and `/opt` in their words replaced by the folders that stand for them, and back in what they print.
 * Nobody's user changes: a test of `--user node` looks at the call.
 */
export class FlySandbox extends Sandbox {
  readonly fly: FlyDouble
  readonly app: string
  realProcesses = false
  private readonly standIn: string

  constructor(answers: Readonly<Record<string, unknown>> = {}) {
    super([])
    const given = answersFor({ app: 'my-openclaw', region: 'fra', build: 'image', ...answers })
    this.app = given.app
    rmSync(this.folder, { recursive: true })
    for (const [path, { text, mode }] of renderOnce(given)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true })
      writeFileSync(join(this.folder, path), text, { mode })
    }
    this.fly = new FlyDouble(this.root)
    this.fly.install(this.bin)
    this.standIn = this.fly.installStandIn(this.bin)
  }

  /** As in the real world if `realProcesses` is set; else what is on PATH is asked without starting it, which is fast. */
  override start(script: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    if (this.realProcesses) return super.start(script, args, env)
    const file = join(this.folder, 'scripts', script)
    return spawn(process.execPath, ['--require', this.standIn, file, ...args], { cwd: this.root, env: this.environment(env), stdio: ['ignore', 'pipe', 'pipe'] })
  }

  override get calls(): FlyCall[] {
    return this.fly.calls
  }

  get paths(): string[] {
    return this.fly.calls.map(({ program, path, argv }) => (program === 'fly' ? path : [program, ...argv].join(' ')))
  }

  /** The deployment's app in the account, which must have been created. */
  get atFly(): App {
    const app = this.fly.state.apps.find(({ name }) => name === this.app)
    if (app === undefined) throw new Error(`no app ${this.app} at Fly`)
    return app
  }

  get machine(): Machine {
    return this.atFly.machines[0]!
  }

  givenApp(org = 'personal'): App {
    const app = newApp(this.app, org)
    this.fly.state.apps.push(app)
    return app
  }

  /** Sets what `npm run secrets` would. */
  givenSecrets(names: readonly string[] = ['OPENCLAW_GATEWAY_TOKEN', 'ANTHROPIC_API_KEY']): void {
    for (const name of names) this.atFly.secrets.push({ name, value: `value of ${name}`, updatedAt: this.fly.now() })
  }

  /** One healthy machine on one volume, with the configuration of this folder live; public addresses unless it is private. */
  givenDeployed({ region = 'fra', isPrivate = false, openclaw = '2026.9.6' }: { readonly region?: string; readonly isPrivate?: boolean; readonly openclaw?: string } = {}): Machine {
    const app = this.fly.state.apps.find(({ name }) => name === this.app) ?? this.givenApp()
    this.givenSecrets()
    const address = { Region: 'global', CreatedAt: this.fly.now() }
    if (!isPrivate) app.addresses.push({ ...address, ID: 'ip_1', Address: '2a09:8280:1::1:a', Type: 'v6' }, { ...address, ID: 'ip_2', Address: '66.241.124.1', Type: 'shared_v4' })
    const { fly } = this
    const machine = newMachine(fly, addVolume(fly, app, 'openclaw_data', { region }))
    machine.config.env = { OPENCLAW_STATE_DIR: '/data', OPENCLAW_GATEWAY_PORT: '3000' }
    machine.config.image = `ghcr.io/openclaw/openclaw:${openclaw}`
    machine.config.files = [{ guest_path: '/opt/openclaw-fly/openclaw.seed.json', raw_value: Buffer.from(this.read('openclaw.json')).toString('base64') }]
    machine.checks = [{ name: 'servicecheck-00-http-3000', status: 'passing', output: '200 OK', updated_at: fly.now() }]
    app.machines.push(machine)
    release(fly, app, machine.config.image)
    fly.files.boot(machine)
    return machine
  }

  /** A file of the deployment's folder. */
  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true })
    writeFileSync(join(this.folder, path), text)
  }

  /** Where a file of the machine's volume is on this computer. */
  livePath(path: string): string {
    return join(this.fly.files.volumeFolder(this.machine.config.mounts![0]!.volume), path)
  }

  liveFile(path: string): string {
    return readFileSync(this.livePath(path), 'utf8')
  }

  /** Puts a Node program on the machine: `text` is ECMAScript, run as `node PATH …`. */
  givenProgram(path: string, text: string): void {
    const file = join(this.fly.files.root, `program-${this.fly.files.programs.size}.mjs`)
    writeFileSync(file, text)
    chmodSync(file, 0o755)
    this.fly.files.programs.set(path, file)
  }

  addOther(name: string, answer: OtherAnswer): void {
    this.fly.install(this.bin, name, answer)
  }

  override [Symbol.dispose](): void {
    this.fly.close()
    super[Symbol.dispose]()
    const { refusals } = this.fly
    if (refusals.length > 0) throw new Error(`flyctl would refuse:\n${refusals.join('\n')}`)
  }
}

