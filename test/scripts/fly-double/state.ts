/*
 * What the double of Fly knows: one account. Volumes, addresses and machines have the keys that flyctl prints as JSON
 * (flyctl of 2026-08-21 with fly-go 0.9.6: machines and volumes in lower case, addresses and apps by Go's field names).
 * A test may change anything in it at any time.
 */

export interface Organisation {
  readonly slug: string
  readonly name: string
  readonly type: 'PERSONAL' | 'SHARED'
  /** Creating a release is refused, as Fly does to an account without a payment method. */
  trial?: boolean
}

export interface Address {
  readonly ID: string
  readonly Address: string
  readonly Type: 'v4' | 'shared_v4' | 'v6' | 'private_v6' | 'egress_v4' | 'egress_v6'
  readonly Region: string
  readonly CreatedAt: string
}

export interface Volume {
  readonly id: string
  name: string
  state: string
  size_gb: number
  region: string
  zone: string
  encrypted: boolean
  attached_machine_id: string | null
  attached_alloc_id: null
  created_at: string
  host_dedication_id: string
  snapshot_retention: number
  auto_backup_enabled: boolean
  fstype: string
  host_status: string
}

export interface Snapshot {
  readonly id: string
  size: number
  volume_size: number
  digest: string
  created_at: string
  status: string
  retention_days: number
}

export interface Check {
  name: string
  status: 'passing' | 'warning' | 'critical'
  output: string
  updated_at: string
}

export interface Machine {
  readonly id: string
  name: string
  state: string
  region: string
  image_ref: { registry: string; repository: string; tag: string; digest: string }
  instance_id: string
  version: string
  private_ip: string
  created_at: string
  updated_at: string
  config: {
    env: Record<string, string>
    init: Record<string, unknown>
    image: string
    metadata: Record<string, string>
    mounts?: { volume: string; path: string; name: string }[]
    services?: unknown[]
    checks?: Record<string, unknown>
    files?: { guest_path: string; raw_value: string }[]
    guest: { cpu_kind: string; cpus: number; memory_mb: number }
    restart: { policy: string }
    [key: string]: unknown
  }
  events: { type: string; status: string; source: string; timestamp: number }[]
  checks: Check[]
  host_status: string
  incomplete_config: null
}

/** `value` is what the machine sees; flyctl never prints it. */
export interface Secret {
  readonly name: string
  value: string
  updatedAt: string
}

export interface Release {
  readonly version: number
  readonly createdAt: string
  readonly imageRef: string
}

export interface App {
  readonly name: string
  readonly org: string
  addresses: Address[]
  volumes: Volume[]
  /** By the id of the volume. */
  snapshots: Map<string, Snapshot[]>
  secrets: Secret[]
  machines: Machine[]
  releases: Release[]
  /** What `fly logs --no-tail` prints. */
  logs: string[]
}

export interface State {
  signedIn: boolean
  email: string
  organisations: Organisation[]
  apps: App[]
  /** Names of apps that exist, in somebody else's account. */
  taken: string[]
  /** Of the check of each machine that is deployed from now on. */
  checkStatus: Check['status']
  /** State of each machine that is deployed from now on. */
  machineState: string
}

export function newState(): State {
  return {
    signedIn: true,
    email: 'ada@example.com',
    organisations: [{ slug: 'personal', name: 'Ada', type: 'PERSONAL' }],
    apps: [],
    taken: [],
    checkStatus: 'passing',
    machineState: 'started',
  }
}

export function newApp(name: string, org = 'personal'): App {
  return { name, org, addresses: [], volumes: [], snapshots: new Map(), secrets: [], machines: [], releases: [], logs: [] }
}
