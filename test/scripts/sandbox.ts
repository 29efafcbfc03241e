import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { tidyAway } from '../support/one-folder.ts'
import { gatewayToken } from '../../src/secret.ts'

export const scriptsFolder = fileURLToPath(new URL('../../templates/deployment/scripts', import.meta.url))

/** The scripts are JavaScript with JSDoc types, which our tsconfig does not read: a test names the part it uses. */
export async function load<T>(file: string): Promise<T> {
  return await import(pathToFileURL(join(scriptsFolder, 'lib', file)).href) as T
}

/** What the double of a program answers to a command, by its first two words: `secrets list`. */
export interface Answer { stdout?: string, stderr?: string, code?: number, hangs?: boolean, leavesHelper?: boolean, creates?: string }
export type Scenario = Record<string, Answer>
export interface Call { program: string, argv: string[], stdin: string, cwd: string, env: Record<string, string> }
export interface Result { code: number, stdout: string, stderr: string, all: string }

export const anthropic = {
  name: 'ANTHROPIC_API_KEY',
  label: 'Anthropic API key',
  where: 'https://console.anthropic.com/settings/keys',
  pattern: '^sk-ant-[A-Za-z0-9_-]{20,}$',
  example: 'sk-ant-api03-…',
}
export const slackUser = { name: 'SLACK_USER_TOKEN', label: 'Slack user token', where: 'https://api.slack.com/apps', optional: true }
export const key = { name: 'GITHUB_APP_KEY', label: 'Key of the GitHub app', where: 'https://github.com/settings/apps', multiline: true }
export const goodKey = 'sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWx'
export const ownToken = 'my-own-token-0123456789-0123456789-abcdef'
export const bothAtFly = { 'secrets list': { stdout: '[{"name":"OPENCLAW_GATEWAY_TOKEN","digest":"d1","status":"Deployed"},{"name":"ANTHROPIC_API_KEY","digest":"d2","status":"Staged"}]' } }

const double = `#!${process.execPath}
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const { basename, dirname, join } = require('node:path')
const { spawn } = require('node:child_process')
const argv = process.argv.slice(2)
const stdin = argv.includes('import') ? readFileSync(0, 'utf8') : ''
const call = { program: basename(__filename), argv, stdin, cwd: process.cwd(), env: process.env }
appendFileSync(join(__dirname, 'calls.jsonl'), JSON.stringify(call) + '\\n')
const scenario = JSON.parse(readFileSync(join(__dirname, 'scenario.json'), 'utf8'))
const answer = scenario[argv.slice(0, 2).join(' ')] ?? scenario[argv[0]] ?? {}
process.stdout.write((answer.stdout ?? '').replaceAll('{stdin}', stdin))
process.stderr.write((answer.stderr ?? '').replaceAll('{stdin}', stdin))
if (answer.creates) {
  mkdirSync(dirname(answer.creates), { recursive: true })
  writeFileSync(answer.creates, '')
}
if (answer.leavesHelper) spawn(process.execPath, ['-e', 'setTimeout(() => {}, 4000)'], { stdio: 'inherit', detached: true }).unref()
if (answer.hangs) setInterval(() => {}, 1000)
else process.exitCode = answer.code ?? 0
`

/** A deployment of its own in a temporary folder, whose path has a space and letters that are not ASCII. */
export class Sandbox implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'open claw ü日 '))
  readonly folder = join(this.root, 'my deployment')
  readonly bin = join(this.root, 'bin')

  constructor(secrets: readonly object[] = [gatewayToken, anthropic], scenario: Scenario = {}, overrides: object = {}) {
    mkdirSync(this.bin)
    cpSync(scriptsFolder, join(this.folder, 'scripts'), { recursive: true })
    const deployment = { generator: '1.2.3', app: 'my-openclaw', region: 'iad', release: '2026.9.6', access: 'public', config: 'fly.toml', build: 'source', port: 3000, secrets }
    this.writeDeployment(JSON.stringify({ ...deployment, ...overrides }))
    this.addProgram('fly', { 'secrets list': { stdout: '[]' }, ...scenario })
  }

  writeDeployment(text: string) {
    writeFileSync(join(this.folder, 'scripts', 'deployment.json'), text)
  }

  writeEnv(text: string, mode = 0o600) {
    const file = join(this.folder, '.env')
    writeFileSync(file, text)
    chmodSync(file, mode)
  }

  addProgram(name: string, scenario?: Scenario) {
    if (scenario) writeFileSync(join(this.bin, 'scenario.json'), JSON.stringify(scenario))
    writeFileSync(join(this.bin, name), double, { mode: 0o755 })
  }

  removeProgram(name: string) {
    rmSync(join(this.bin, name))
  }

  get calls(): Call[] {
    const file = join(this.bin, 'calls.jsonl')
    if (!existsSync(file)) return []
    // A line is whole when it has its end: some tests look while a program is writing.
    return readFileSync(file, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Call)
  }

  get argvs() {
    return this.calls.map(({ argv }) => argv)
  }

  /** What reached `fly secrets import`, call by call. */
  get imported() {
    return this.calls.filter(({ argv }) => argv.includes('import')).map(({ stdin }) => stdin)
  }

  environment(env: Record<string, string> = {}) {
    const { HOME = '/', SystemRoot } = process.env
    return { HOME, PATH: this.bin, ...SystemRoot && { SystemRoot }, ...env }
  }

  start(script: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    const file = join(this.folder, 'scripts', script)
    return spawn(process.execPath, [file, ...args], { cwd: this.root, env: this.environment(env), stdio: ['ignore', 'pipe', 'pipe'] })
  }

  /** Runs a script as in a pipeline: nobody is there to answer. */
  run(script: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Result> {
    return collect(this.start(script, args, env))
  }

  withGit() {
    return { PATH: `${this.bin}${delimiter}${process.env.PATH ?? ''}` }
  }

  [Symbol.dispose]() {
    tidyAway(this.root)
  }
}

export function collect(child: Pick<ChildProcess, 'on'> & { stdout: Readable, stderr: Readable }): Promise<Result> {
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr, all: stdout + stderr }))
  })
}
