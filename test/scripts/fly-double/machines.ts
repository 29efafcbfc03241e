import { FlyError } from './fly-error.ts'
import { isOn, printJson, requireApp, requireAppName, value, type Invocation } from './invocation.ts'
import type { App, Machine } from './state.ts'

/** `fly machine`, `checks`, `logs`, `releases` (internal/command/machine, checks, logs, releases). */
export const machineCommands: Readonly<Record<string, (call: Invocation) => void | Promise<void>>> = {
  'machine list': (call) => {
    const { machines, name } = requireApp(call)
    if (isOn(call, 'json')) return printJson(call, machines)
    call.out(machines.length === 0 ? `No machines are available on this app ${name}\n` : machines.map(({ id, state }) => `${id}\t${state}\n`).join(''))
  },
  'machine status': (call) => {
    const { machine } = machineOf(call)
    call.out(`Machine ID: ${machine.id}\nInstance ID: ${machine.instance_id}\nState: ${machine.state}\nHostStatus: ${machine.host_status}\n`)
  },
  'machine start': (call) => {
    const { machine } = machineOf(call)
    machine.state = 'started'
    call.out(`${machine.id} has been started\n`)
  },
  'machine stop': (call) => {
    const { machine } = machineOf(call)
    machine.state = 'stopped'
    call.out(`Sending kill signal to machine ${machine.id}...\n${machine.id} has been successfully stopped\n`)
  },
  'machine restart': (call) => {
    const { machine } = machineOf(call)
    call.out(`Restarting machine ${machine.id}\n  Waiting for ${machine.id} to become healthy (started, 1/1)\nMachine ${machine.id} restarted successfully!\n`)
  },
  'machine destroy': (call) => {
    const { app, machine } = machineOf(call)
    if (machine.state === 'started' && !isOn(call, 'force')) throw new FlyError(`could not destroy machine ${machine.id}: failed to destroy VM ${machine.id}: machine is in started state, which is not stopped`)
    app.machines = app.machines.filter((other) => other !== machine)
    for (const volume of app.volumes) if (volume.attached_machine_id === machine.id) volume.attached_machine_id = null
    call.out(`${machine.id} has been destroyed\n`)
  },
  'machine update': (call) => {
    const { machine } = machineOf(call)
    call.out(`Updating machine ${machine.id}\nMachine ${machine.id} updated successfully!\n`)
  },
  'machine clone': clone,
  // Exits with 0 whatever the program in the machine does; `--json` gives its exit code (internal/command/machine/exec.go).
  'machine exec': async (call) => {
    const { app, machine } = machineOf(call)
    const caught = { stdout: '', stderr: '' }
    const quiet = { ...call, out: (text: string | Buffer) => { caught.stdout += text.toString() }, err: (text: string | Buffer) => { caught.stderr += text.toString() } }
    const code = await call.files.run(quiet, app, machine, call.positionals[1]!, 'root')
    if (isOn(call, 'json')) return printJson(call, { exit_code: code, stdout: caught.stdout, stderr: caught.stderr })
    if (code !== 0) call.out(`Exit code: ${code}\n`)
    call.out(caught.stdout)
    call.err(caught.stderr)
  },
  'checks list': (call) => {
    const { machines } = requireApp(call)
    printJson(call, Object.fromEntries(machines.map(({ id, checks }) => [id, checks])))
  },
  logs: (call) => {
    const { logs } = requireApp(call)
    call.out(logs.map((line) => `${line}\n`).join(''))
    if (!isOn(call, 'no-tail')) throw new FlyError('the double has no logs to follow: give --no-tail')
  },
  releases: (call) => {
    const { releases } = requireApp(call)
    printJson(call, releases.toReversed().map(({ version, createdAt, imageRef }) => ({ ID: `${version}`, Version: version, Stable: true, InProgress: false, Status: 'complete', Description: 'Release', ImageRef: imageRef, CreatedAt: createdAt, User: { Email: call.state.email } })))
  },
  // Runs until it is stopped (internal/command/proxy/proxy.go).
  proxy: async (call) => {
    requireAppName(call)
    call.out(`Proxying local port ${call.positionals[0]?.split(':')[0]} to remote [${requireApp(call).name}.internal]:${call.positionals[0]?.split(':')[1]}\n`)
    await new Promise<void>((resolve) => { call.onGone(resolve) })
  },
}

function machineOf(call: Invocation): { readonly app: App; readonly machine: Machine } {
  const app = requireApp(call)
  const [id] = call.positionals
  const machine = app.machines.find((one) => one.id === id)
  if (machine === undefined) throw new FlyError(`could not get machine ${id}: failed to get VM ${id}: machine not found`)
  return { app, machine }
}

/** A copy of the machine on a volume of its own, started with the same command or another (internal/command/machine/clone.go). */
function clone(call: Invocation): void {
  const { app, machine } = machineOf(call)
  const volume = app.volumes.find(({ id }) => id === value(call, 'attach-volume'))
  if (volume === undefined) throw new FlyError('could not get existing volume: failed to get volume: volume not found')
  if (volume.attached_machine_id !== null) throw new FlyError(`volume ${volume.id} is already attached to a machine`)
  if (!isOn(call, 'detach')) throw new FlyError('error while watching health checks: context deadline exceeded')
  const id = call.newId()
  const cmd = value(call, 'override-cmd')?.split(' ')
  const config = { ...structuredClone(machine.config), ...(cmd !== undefined && { init: { cmd } }), mounts: [{ volume: volume.id, path: '/data', name: volume.name }] }
  volume.attached_machine_id = id
  app.machines.push({ ...structuredClone(machine), id, state: 'started', created_at: call.now(), config, checks: [] })
  call.out(`Cloning Machine ${machine.id} into region ${volume.region}\nAttaching existing volume ${volume.id}\n  Machine ${id} has been created...\n`)
}

/** The machine that SSH and SFTP go to (internal/command/ssh/console.go, selectMachine). */
export function selectStarted(call: Invocation): { readonly app: App; readonly machine: Machine } {
  const app = requireApp(call, 'get app: ')
  const started = app.machines.filter(({ state }) => state === 'started')
  if (started.length === 0) throw new FlyError(`app ${app.name} has no started VMs.\nIt may be unhealthy or not have been deployed yet.\nTry the following command to verify:\n\nfly status`)
  const wanted = value(call, 'machine')
  const machine = wanted === undefined ? started[0]! : started.find(({ id }) => id === wanted)
  if (machine === undefined) throw new FlyError(`--machine="${wanted}" not found/started`)
  if (wanted === undefined && started.length > 1) call.out(`No machine specified, using ${machine.id} in region ${machine.region}\n`)
  return { app, machine }
}
