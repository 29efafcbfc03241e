import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { readScriptedFlyCommand } from '../../render/fly-commands.ts'
import type { Answer, Call } from '../sandbox.ts'
import { accountCommands } from './account.ts'
import { clientProgram } from './client.ts'
import { deployCommands } from './deploy.ts'
import { FlyError } from './fly-error.ts'
import type { Invocation } from './invocation.ts'
import { MachineFiles } from './machine-files.ts'
import { machineCommands } from './machines.ts'
import { secretCommands } from './secrets.ts'
import { sshCommands } from './ssh.ts'
import { standInModule } from './stand-in.ts'
import { newState } from './state.ts'
import { volumeCommands } from './volumes.ts'

const commands: Readonly<Record<string, (call: Invocation) => void | Promise<void>>> = {
  ...accountCommands, ...volumeCommands, ...secretCommands, ...machineCommands, ...deployCommands, ...sshCommands,
}

/**
 * What goes wrong. Without `command` and `call` it befalls every command; `call` counts from 0. It happens before the
 * command does anything, or after it did (`after`): the effect is there then, and only the answer is lost.
 */
export interface Fault {
  /** `volumes create`: aliases spelled out, no flags. */
  readonly command?: string
  readonly call?: number
  /** How often; every time without it. */
  times?: number
  readonly after?: boolean
  /** Printed as `Error: …`; exit code 1 or `code`. */
  readonly message?: string
  readonly code?: number
  /** Never ends by itself. */
  readonly hangs?: boolean
  /** Printed in place of the real answer. */
  readonly stdout?: string
  /** The second half of the answer is lost. */
  readonly truncated?: boolean
  /** Does what it likes to the state, in the middle of the script's run. */
  readonly run?: () => void
}

/** The command that was read, beside the words; `refused` says why flyctl would not take them. */
export interface FlyCall extends Call {
  readonly path: string
  readonly refused?: string
}

/** A terminal as standard input never ends: a function reads it only where it waits for its end. */
export type OtherAnswer = Answer | ((call: Call, readStdin: () => Promise<string>) => Answer | Promise<Answer>)

/** A double of Fly and of the program `fly`: see fly-sandbox.ts for how a test uses it. */
export class FlyDouble {
  readonly state = newState()
  readonly files = new MachineFiles()
  readonly faults: Fault[] = []
  readonly calls: FlyCall[] = []
  /** What other programs on PATH answer (`npx`), by their name. */
  readonly others = new Map<string, OtherAnswer>()
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private moments = 0
  private ids = 0

  private readonly socketPath: string

  constructor(folder: string) {
    this.socketPath = join(folder, 'fly.sock')
    this.server = createServer({ allowHalfOpen: true }, (socket) => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined)
      void this.serve(socket)
    }).listen(this.socketPath)
  }

  /** Puts a program of this name there; `fly` is answered from the state, any other one with the answer. */
  install(bin: string, name = 'fly', answer?: OtherAnswer): void {
    if (answer !== undefined) this.others.set(name, answer)
    const file = join(bin, name)
    writeFileSync(file, clientProgram(this.socketPath))
    chmodSync(file, 0o755)
  }

  /** Writes the module that spares a script under test the processes; see stand-in.ts. */
  installStandIn(bin: string): string {
    const file = `${this.socketPath}.cjs`
    writeFileSync(file, standInModule(this.socketPath, bin))
    return file
  }

  readonly now = (): string => new Date(Date.UTC(2026, 9, 1) + 1000 * this.moments++).toISOString()
  /** 14 hexadecimal digits, as a machine's. */
  readonly newId = (): string => (0x148e21ea7d9000 + this.ids++).toString(16)

  /** Why flyctl would have refused one of the calls. */
  get refusals(): readonly string[] {
    return this.calls.flatMap(({ argv, refused }) => (refused === undefined ? [] : [`${refused}: fly ${argv.join(' ')}`]))
  }

  close(): void {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
    this.files.remove()
  }

  private async serve(socket: Socket): Promise<void> {
    const stdin = new PassThrough()
    const head = await readHead(socket, stdin)
    if (head === undefined) return void socket.destroy()
    const send = (part: object): void => void (socket.writable && socket.write(`${JSON.stringify(part)}\n`))
    const print = (key: 'out' | 'err') => (text: string | Buffer) => send({ [key]: Buffer.from(text).toString('base64') })
    const [out, err] = [print('out'), print('err')]
    const call: FlyCall = { ...head, stdin: '', path: '' }
    stdin.on('data', (text: Buffer) => { call.stdin += text.toString('utf8') }).pause()
    const other = this.others.get(head.program)
    const code = other === undefined ? await this.answer(call, socket, stdin, out, err) : this.answerAs(await ask(other, call, stdin), call, out, err)
    if (code === 'hangs') return
    send({ exit: code })
    socket.end()
  }

  private answerAs(answer: Answer, call: FlyCall, out: (text: string) => void, err: (text: string) => void): number | 'hangs' {
    this.calls.push(call)
    out(answer.stdout ?? '')
    err(answer.stderr ?? '')
    if (answer.creates !== undefined) {
      mkdirSync(dirname(answer.creates), { recursive: true })
      writeFileSync(answer.creates, '')
    }
    return answer.hangs ? 'hangs' : (answer.code ?? 0)
  }

  private async answer(call: FlyCall, socket: Socket, stdin: PassThrough, out: Invocation['out'], err: Invocation['err']): Promise<number | 'hangs'> {
    const reading = readScriptedFlyCommand(['fly', ...call.argv])
    const refused = typeof reading === 'string' ? reading : commands[reading.path] === undefined ? `the double has no fly ${reading.path}` : undefined
    const number = this.calls.length
    const path = typeof reading === 'string' ? '' : reading.path
    const recorded = Object.assign(call, { path, ...(refused !== undefined && { refused }) })
    this.calls.push(recorded)
    if (typeof reading === 'string' || refused !== undefined) {
      err(`Error: ${refused}\n`)
      return 1
    }
    const fault = this.takeFault(path, number)
    const printed: Buffer[] = []
    const shown = fault?.truncated || fault?.stdout !== undefined ? (text: string | Buffer) => void printed.push(Buffer.from(text)) : out
    const invocation: Invocation = {
      ...reading, state: this.state, files: this.files, cwd: call.cwd, env: call.env, stdin, out: shown, err, now: this.now, newId: this.newId,
      readStdin: async () => {
        stdin.resume()
        await new Promise((resolve) => { stdin.once('end', resolve) })
        return call.stdin
      },
      onGone: (end) => void socket.once('close', end),
    }
    const run = async (): Promise<number> => {
      try {
        await commands[path]!(invocation)
        return 0
      } catch (error) {
        if (!(error instanceof FlyError)) throw error
        err(`Error: ${error.message}\n`)
        return error.code
      }
    }
    if (fault === undefined) return run()
    return this.failAs(fault, run, { out, err, printed })
  }

  private takeFault(path: string, number: number): Fault | undefined {
    const fault = this.faults.find(({ command = path, call = number, times = 1 }) => command === path && call === number && times > 0)
    if (fault?.times !== undefined) fault.times--
    return fault
  }

  private async failAs(fault: Fault, run: () => Promise<number>, { out, err, printed }: { out: Invocation['out']; err: Invocation['err']; printed: readonly Buffer[] }): Promise<number | 'hangs'> {
    const failing = fault.message !== undefined || fault.code !== undefined || fault.hangs
    fault.run?.()
    const code = failing && !fault.after ? 0 : await run()
    if (fault.truncated) {
      const text = Buffer.concat(printed)
      out(text.subarray(0, Math.floor(text.length / 2)))
    }
    if (fault.stdout !== undefined) out(fault.stdout)
    if (fault.message !== undefined) err(`Error: ${fault.message}\n`)
    if (fault.hangs) return 'hangs'
    return failing ? (fault.code ?? 1) : code
  }
}

function ask(other: OtherAnswer, call: Call, stdin: PassThrough): Answer | Promise<Answer> {
  if (typeof other !== 'function') return other
  return other(call, async () => {
    stdin.resume()
    await new Promise((resolve) => { stdin.once('end', resolve) })
    return call.stdin
  })
}

/** The first line says what was called; all that follows is standard input. */
function readHead(socket: Socket, stdin: PassThrough): Promise<Pick<Call, 'program' | 'argv' | 'cwd' | 'env'> | undefined> {
  return new Promise((resolve) => {
    let head = Buffer.alloc(0)
    const onData = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk])
      const end = head.indexOf(0x0a)
      if (end < 0) return
      socket.off('data', onData)
      resolve(JSON.parse(head.subarray(0, end).toString('utf8')) as Call)
      stdin.write(head.subarray(end + 1))
      socket.pipe(stdin)
    }
    socket.on('data', onData).on('close', () => resolve(undefined))
  })
}
