import { chmodSync, copyFileSync, existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { FlyError } from './fly-error.ts'
import { value, type Invocation } from './invocation.ts'
import { selectStarted } from './machines.ts'

/** `fly ssh console` and `fly ssh sftp` (internal/command/ssh). SFTP always works as root, whatever the owner. */
export const sshCommands: Readonly<Record<string, (call: Invocation) => void | Promise<void>>> = {
  'ssh console': async (call) => {
    const { app, machine } = selectStarted(call)
    const command = value(call, 'command')
    if (command === undefined) throw new FlyError('the double has no terminal: give --command')
    call.err(`Connecting to ${machine.private_ip}... complete\n`)
    const code = await call.files.run(call, app, machine, command, value(call, 'user') ?? 'root')
    if (code !== 0) throw new FlyError(`ssh shell: Process exited with status ${code}`)
  },
  'ssh sftp get': (call) => {
    const [remote = '', local = basename(remote)] = call.positionals
    const target = resolve(call.cwd, local)
    if (existsSync(target)) throw new FlyError(`file ${local} is already there. \`fly ssh\` doesn't override existing files for safety.`)
    const { machine } = selectStarted(call)
    const source = call.files.resolve(machine, remote)
    if (!existsSync(source)) throw new FlyError(`get: remote path ${remote}: file does not exist`)
    if (statSync(source).isDirectory()) throw new FlyError(`remote path ${remote} is a directory. Use -R/--recursive flag to download directories`)
    copyFileSync(source, target)
    chmodSync(target, 0o644)
    call.out(`${statSync(target).size} bytes written to ${local}\n`)
  },
  'ssh sftp put': (call) => {
    const [local = '', remote = basename(local)] = call.positionals
    const source = resolve(call.cwd, local)
    if (!existsSync(source)) throw new FlyError(`local file ${local}: stat ${local}: no such file or directory`)
    const { machine } = selectStarted(call)
    const target = call.files.resolve(machine, remote)
    if (existsSync(target)) throw new FlyError(`remote file ${remote} already exists. flyctl sftp doesn't overwrite existing files for safety`)
    copyFileSync(source, target)
    chmodSync(target, Number.parseInt(value(call, 'mode') ?? '0644', 8))
    call.out(`${statSync(target).size} bytes uploaded to ${remote}\n`)
  },
  'ssh sftp find': (call) => {
    const { machine } = selectStarted(call)
    const root = call.positionals[0] ?? '/'
    const paths = readdirSync(call.files.resolve(machine, root), { recursive: true, encoding: 'utf8' })
    for (const path of ['', ...paths.toSorted()]) call.out(`${join(root, path)}\n`)
  },
}
