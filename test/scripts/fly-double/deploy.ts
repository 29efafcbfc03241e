import { isAbsolute, join } from 'node:path'
import { existsSync, statSync } from 'node:fs'
import { addAddress } from './account.ts'
import { checkLocalFiles, hasService, mountsOf, type FlyToml } from './fly-toml.ts'
import { FlyError } from './fly-error.ts'
import { findApp, isOn, organisationOf, requireAppName, value, type Invocation } from './invocation.ts'
import type { App, Machine, Volume } from './state.ts'
import { addVolume } from './volumes.ts'

/** `fly deploy` and `fly config` (internal/command/deploy, config). */
export const deployCommands: Readonly<Record<string, (call: Invocation) => void>> = {
  'config validate': (call) => {
    const { config } = requireAppName(call)
    if (config === undefined) throw new FlyError('the double validates local files: give --config')
    call.out(`Validating ${config.file}\n✓ Configuration is valid\n\n`)
  },
  deploy,
}

function deploy(call: Invocation): void {
  const [folder] = call.positionals
  if (folder !== undefined) call.cwd = isAbsolute(folder) ? folder : join(call.cwd, folder)
  if (!existsSync(call.cwd) || !statSync(call.cwd).isDirectory()) throw new FlyError(`failed changing working directory: chdir ${call.cwd}: no such file or directory`)
  const { name, config } = requireAppName(call)
  if (config === undefined) throw new FlyError('the double deploys local files: give --config')
  const app = findApp(call, name)
  call.out(`==> Verifying app config\nValidating ${config.file}\n✓ Configuration is valid\n--> Verified app config\n==> Building image\n`)
  const files = checkLocalFiles(config, call.cwd)
  if (organisationOf(call, app.org).trial) throw new FlyError('failed to create release (status 422): This functionality is disabled for trial organizations. Please add a credit card to your organization')
  const image = value(call, 'image') ?? config.build?.image ?? `registry.fly.io/${name}:deployment-${call.newId().toUpperCase()}`
  const machine = app.machines[0]
  const volume = volumeFor(call, app, config)
  if (machine === undefined) provisionAddresses(call, app, config)
  const deployed = machine ?? newMachine(call, volume)
  if (machine === undefined) app.machines.push(deployed)
  for (const one of app.machines) configure(call, one, { config, files, image })
  release(call, app, image)
  call.out(`Watch your deployment at https://fly.io/apps/${name}/monitoring\n\n✔ [1/1] Machine ${deployed.id} [app] update succeeded\n`)
  if (!isOn(call, 'detach') && deployed.checks.some(({ status }) => status === 'critical')) {
    throw new FlyError(`failed to update machine ${deployed.id}: Unrecoverable error: timeout reached waiting for health checks to pass for machine ${deployed.id}: failed to get VM ${deployed.id}: context deadline exceeded`)
  }
  call.out(`Visit your newly deployed app at https://${name}.fly.dev/\n`)
}

/** deploy_first.go: only at the first deploy, only with a service, only if there is no address at all. */
function provisionAddresses(call: Invocation, app: App, config: FlyToml): void {
  if (!hasService(config) || app.addresses.length > 0 || isOn(call, 'no-public-ips')) return
  if (isOn(call, 'flycast')) return void addAddress(call, app, 'private_v6', 'fdaa:0:1::1')
  addAddress(call, app, 'v6', '2a09:8280:1::1:a')
  addAddress(call, app, 'shared_v4', '66.241.124.1')
}

/** One that is attached stays; else an unattached one of that name in the primary region; else a new one, at the first deploy only. */
function volumeFor(call: Invocation, app: App, config: FlyToml): Volume | undefined {
  const [mount] = mountsOf(config)
  if (mount === undefined || app.machines.length > 0) return undefined
  const free = app.volumes.filter(({ name, attached_machine_id: attached }) => name === mount.source && attached === null)
  const here = free.find(({ region }) => region === config.primary_region)
  if (here !== undefined) return here
  if (free.length > 0 || app.releases.length > 0) throw new FlyError(`creating a new machine in group 'app' requires an unattached '${mount.source}' volume. Create it with \`fly volume create ${mount.source}\``)
  return addVolume(call, app, mount.source, { region: config.primary_region ?? 'iad', size: Number.parseInt(mount.initial_size ?? '1', 10), retention: mount.snapshot_retention ?? 5 })
}

export function newMachine(call: Pick<Invocation, 'newId' | 'now' | 'state'>, volume?: Volume): Machine {
  const id = call.newId()
  if (volume !== undefined) volume.attached_machine_id = id
  return {
    id,
    name: 'cold-sea-1234',
    state: call.state.machineState,
    region: volume?.region ?? 'iad',
    image_ref: { registry: 'registry-1.docker.io', repository: '', tag: '', digest: 'sha256:0' },
    instance_id: call.newId().toUpperCase(),
    version: call.newId().toUpperCase(),
    private_ip: 'fdaa:0:1:a7b:1::2',
    created_at: call.now(),
    updated_at: call.now(),
    config: {
      env: {},
      init: {},
      image: '',
      metadata: {},
      ...(volume !== undefined && { mounts: [{ volume: volume.id, path: '/data', name: volume.name }] }),
      guest: { cpu_kind: 'shared', cpus: 2, memory_mb: 2048 },
      restart: { policy: 'always' },
    },
    events: [],
    checks: [],
    host_status: 'ok',
    incomplete_config: null,
  }
}

interface Deployed {
  readonly config: FlyToml
  readonly files: readonly { readonly guest_path: string; readonly raw_value: string }[]
  readonly image: string
}

/** Everything but the volume is written anew from the configuration (appconfig/machines.go). */
function configure(call: Invocation, machine: Machine, { config, files, image }: Deployed): void {
  const given = (call.flags.get('env') ?? []).map((pair) => pair.split(/=(.*)/s, 2) as [string, string])
  const name = hasService(config) ? 'servicecheck-00-http-3000' : Object.keys(config.checks ?? {})[0]
  // One that is stopped is updated, and stays stopped (machines_launchinput.go, shouldSkipLaunch).
  if (machine.state !== 'stopped') machine.state = call.state.machineState
  machine.updated_at = call.now()
  machine.instance_id = call.newId().toUpperCase()
  machine.config.image = image
  machine.config.env = { ...Object.fromEntries(Object.entries(config.env ?? {}).map(([key, text]) => [key, String(text)])), ...Object.fromEntries(given), PRIMARY_REGION: config.primary_region ?? '' }
  machine.config.init = { cmd: (config.processes?.app ?? '').split(' ') }
  machine.config.files = [...files]
  machine.config.services = hasService(config) ? [{ protocol: 'tcp', internal_port: 3000, checks: [{ type: 'http', path: '/healthz' }] }] : []
  machine.config.checks = { ...config.checks }
  machine.checks = name === undefined ? [] : [{ name, status: call.state.checkStatus, output: '200 OK', updated_at: call.now() }]
  if (machine.state === 'started') call.files.boot(machine)
}

export function release(call: Pick<Invocation, 'now'>, app: App, imageRef: string): void {
  const version = app.releases.length + 1
  app.releases.push({ version, createdAt: call.now(), imageRef })
  for (const machine of app.machines) machine.config.metadata = { ...machine.config.metadata, fly_platform_version: 'v2', fly_process_group: 'app', fly_release_version: String(version) }
}
