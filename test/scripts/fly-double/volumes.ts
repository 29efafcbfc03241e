import { FlyError } from './fly-error.ts'
import { isOn, printJson, requireApp, value, type Invocation } from './invocation.ts'
import type { App, Volume } from './state.ts'

/** `fly volumes` and `fly volumes snapshots` (internal/command/volumes). */
export const volumeCommands: Readonly<Record<string, (call: Invocation) => void>> = {
  'volumes list': (call) => {
    const { volumes } = requireApp(call)
    if (isOn(call, 'json')) printJson(call, volumes)
    else for (const volume of volumes) call.out(`${volume.id}\t${volume.name}\n`)
  },
  'volumes create': (call) => {
    const app = requireApp(call)
    const snapshot = value(call, 'snapshot-id')
    const from = snapshot === undefined ? undefined : snapshotOf(app, snapshot)
    const volume = addVolume(call, app, call.positionals[0]!, { region: value(call, 'region')!, size: Number(value(call, 'size') ?? 1), retention: Number(value(call, 'snapshot-retention') ?? 5) })
    if (from !== undefined) call.files.copyVolume(from, volume.id)
    if (isOn(call, 'json')) printJson(call, volume)
    else call.out(`${'ID'.padStart(20)}: ${volume.id}\n${'Name'.padStart(20)}: ${volume.name}\n`)
  },
  'volumes destroy': (call) => {
    const app = requireApp(call)
    for (const id of call.positionals) {
      const volume = volumeOf(app, id)
      if (volume.attached_machine_id !== null) throw new FlyError(`failed destroying volume: failed to destroy volume ${id}: volume is currently bound to machine: ${volume.attached_machine_id}`)
      app.volumes = app.volumes.filter((other) => other !== volume)
      call.files.removeVolume(id)
      call.out(`Destroyed volume ID: ${id} name: ${volume.name}\n`)
    }
  },
  'volumes extend': (call) => {
    const volume = volumeOf(requireApp(call), call.positionals[0]!)
    volume.size_gb = Number(value(call, 'size'))
    if (isOn(call, 'json')) printJson(call, volume)
  },
  'volumes show': (call) => {
    const volume = volumeOf(requireApp(call), call.positionals[0]!)
    if (isOn(call, 'json')) printJson(call, volume)
    else call.out(`${'ID'.padStart(20)}: ${volume.id}\n`)
  },
  'volumes snapshots create': (call) => {
    const app = requireApp(call)
    const volume = volumeOf(app, call.positionals[0]!)
    const id = `vs_${call.newId()}`
    const snapshot = { id, size: 1024, volume_size: volume.size_gb * 1e9, digest: '', created_at: call.now(), status: 'created', retention_days: volume.snapshot_retention }
    app.snapshots.set(volume.id, [...(app.snapshots.get(volume.id) ?? []), snapshot])
    call.files.copyVolume(volume.id, id)
    call.out(`Scheduled to snapshot volume ${volume.id}\n`)
  },
  'volumes snapshots list': (call) => {
    const app = requireApp(call)
    const snapshots = app.snapshots.get(call.positionals[0]!) ?? []
    if (isOn(call, 'json')) printJson(call, snapshots)
    else call.err(`No snapshots available for volume ${call.positionals[0]}\n`)
  },
}

function volumeOf(app: App, id: string): Volume {
  const volume = app.volumes.find((one) => one.id === id)
  if (volume === undefined) throw new FlyError(`failed to get volume ${id}: volume not found`)
  return volume
}

function snapshotOf(app: App, id: string): string {
  const known = [...app.snapshots.values()].flat().some((snapshot) => snapshot.id === id)
  if (!known) throw new FlyError(`failed to create volume: snapshot ${id} not found`)
  return id
}

export function addVolume(call: Pick<Invocation, 'newId' | 'now'>, app: App, name: string, { region, size = 3, retention = 14 }: { region: string; size?: number; retention?: number }): Volume {
  const volume: Volume = {
    id: `vol_${call.newId()}`,
    name,
    state: 'created',
    size_gb: size,
    region,
    zone: '1a2b',
    encrypted: true,
    attached_machine_id: null,
    attached_alloc_id: null,
    created_at: call.now(),
    host_dedication_id: '',
    snapshot_retention: retention,
    auto_backup_enabled: true,
    fstype: 'ext4',
    host_status: 'ok',
  }
  app.volumes.push(volume)
  return volume
}
