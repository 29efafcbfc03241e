// @ts-check

/**
 * What the doctor reads from a row of `fly machine list --json`. Whatever is not as expected counts as not said.
 * @typedef {{ name: string, status: string, output: string }} Check
 * @typedef {{
 *   id: string, state: string, region: string, volume: string | undefined, mount: string | undefined, stateDir: string | undefined,
 *   command: string[], memoryMb: number | undefined, checks: Check[], ports: number[], paths: string[],
 *   exits: { code: number, outOfMemory: boolean }[],
 * }} MachineFacts  `ports` are those that services lead to; `paths` are those that checks ask for; `exits` is newest first
 */

/** @param {unknown} value @returns {Record<string, unknown>} */
const record = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) ? /** @type {Record<string, unknown>} */ (value) : {}
/** @param {unknown} value @returns {unknown[]} */
const list = (value) => Array.isArray(value) ? value : []
/** @param {unknown} value */
const text = (value) => typeof value === 'string' ? value : undefined
/** @param {unknown} value */
const number = (value) => typeof value === 'number' ? value : undefined

/**
 * fly-go 0.9.6, machine_types.go, GetExitCode: a monitor's event goes before the machine's own.
 * @param {unknown} event
 */
function exitOf(event) {
  const request = record(record(event).request)
  const exit = record(record(request.MonitorEvent).exit_event ?? request.exit_event)
  const code = number(exit.guest_exit_code) ?? number(exit.exit_code)
  return code === undefined && exit.oom_killed !== true ? [] : [{ code: code ?? 137, outOfMemory: exit.oom_killed === true }]
}

/**
 * @param {{ id: string, state: string, region: string }} row
 * @returns {MachineFacts}
 */
export function readMachine(row) {
  const { config, checks, events } = record(row)
  const { mounts, env, init, guest, services, checks: own } = record(config)
  const [mount] = list(mounts).map(record)
  const asked = [...Object.values(record(own)), ...list(services).flatMap((service) => list(record(service).checks))].map(record)
  return {
    id: row.id,
    state: row.state,
    region: row.region,
    volume: text(mount?.volume),
    mount: text(mount?.path),
    stateDir: text(record(env).OPENCLAW_STATE_DIR),
    command: list(record(init).cmd).map(String),
    memoryMb: number(record(guest).memory_mb),
    checks: list(checks).map(record).map(({ name, status, output }) => ({ name: String(name), status: String(status), output: text(output) ?? '' })),
    ports: list(services).flatMap((service) => number(record(service).internal_port) ?? []),
    paths: asked.flatMap(({ path }) => text(path) ?? []),
    exits: list(events).flatMap(exitOf),
  }
}
