import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FlySandbox } from './fly-double/fly-sandbox.ts'

/** OpenClaw's command line as far as the scripts use it; what it says comes from the gateway below. */
const cli = `
import { request } from 'node:http'
const words = process.argv.slice(2).join(' ')
const file = process.env.OPENCLAW_CONFIG_PATH ?? process.env.OPENCLAW_STATE_DIR + '/openclaw.json'
request({ host: '127.0.0.1', port: process.env.TEST_GATEWAY_PORT, path: '/cli', method: 'POST' }, (answer) => {
  let text = ''
  answer.on('data', (piece) => { text += piece }).on('end', () => {
    const { code, stdout, stderr } = JSON.parse(text)
    process.stdout.write(stdout ?? '')
    process.stderr.write(stderr ?? '')
    process.exitCode = code ?? 0
  })
}).end(JSON.stringify({ words, file }))
`

interface CliAnswer { code?: number, stdout?: string, stderr?: string }

/**
 * A gateway for a sandbox's machine, which does with its configuration what the test says:
 *   unknown key `bad`            not valid
 *   `crash`                      valid, and the gateway does not come up with it
 *   `stick`                      the same, and it stays down with any other one until the machine is restarted
 *   `refuse`                     valid, says the command line; not valid, says the gateway
 *   `slow`                       valid, and never applied
 * As 2026.9.6 answers in each of these cases.
 */
export class FakeGateway implements Disposable {
  /** In the order of their calls: `devices list --json`. */
  readonly words: string[] = []
  /** For other words than those of the configuration. */
  readonly answers = new Map<string, CliAnswer | (() => CliAnswer)>()
  isDown = false
  private readonly server: Server
  private readonly sandbox: FlySandbox

  private constructor(sandbox: FlySandbox, server: Server) {
    this.sandbox = sandbox
    this.server = server
  }

  static async start(sandbox: FlySandbox): Promise<FakeGateway> {
    const server = createServer()
    const gateway = new FakeGateway(sandbox, server)
    server.on('request', (request, response) => {
      let body = ''
      request.on('data', (text: Buffer) => { body += text.toString('utf8') })
      request.on('end', () => {
        if (request.url === '/healthz') return gateway.isUp ? response.end('{"ok":true}') : response.destroy()
        response.end(JSON.stringify(gateway.answer(JSON.parse(body) as { words: string, file: string })))
      })
    })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    const { port } = server.address() as AddressInfo
    sandbox.machine.config.env.OPENCLAW_GATEWAY_PORT = String(port)
    sandbox.fly.files.extraEnvironment.TEST_GATEWAY_PORT = String(port)
    sandbox.givenProgram('/app/openclaw.mjs', cli)
    return gateway
  }

  private get live(): Record<string, unknown> {
    return existsSync(this.sandbox.livePath('openclaw.json')) ? JSON.parse(this.sandbox.liveFile('openclaw.json')) as Record<string, unknown> : {}
  }

  private get isUp(): boolean {
    if ('stick' in this.live) this.isDown = true
    return !this.isDown && !('crash' in this.live)
  }

  private answer({ words, file }: { words: string, file: string }): CliAnswer {
    this.words.push(words)
    if (words === 'config validate --json') return validate(readFileSync(file, 'utf8'))
    if (words === 'gateway call config.get --json') {
      return { stdout: JSON.stringify({ valid: !('refuse' in this.live), configRevisionHash: 'new', appliedConfigHash: 'slow' in this.live ? 'old' : 'new' }) }
    }
    const answer = this.answers.get(words) ?? { code: 1, stderr: `error: unknown command ${words}\n` }
    return typeof answer === 'function' ? answer() : answer
  }

  [Symbol.dispose](): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

function validate(text: string): CliAnswer {
  if (!text.includes('"bad"')) return { stdout: '{"valid":true,"warnings":[]}' }
  const issues = [{ path: '<root>', message: 'Unrecognized key: "bad"' }, { path: 'gateway.bind', message: 'Invalid input\u001B[31m' }]
  return { code: 1, stdout: JSON.stringify({ ok: false, valid: false, issues }, null, 2) }
}
