// @ts-check
import { toList, toRecord } from './shape.mjs'

/**
 * What the doctor reads from a row of `fly machine list --json`. Whatever is not as expected counts as not said.
 * @typedef {{ name: string, status: string, output: string }} Check
 * @typedef {{
 *   id: string, state: string, region: string, volume: string | undefined, mount: string | undefined, stateDir: string | undefined,
 *   command: string[], memoryMb: number | undefined, checks: Check[], ports: number[], paths: string[],
 *   exits: { code: number, outOfMemory: boolean }[],
 * }} MachineFacts  `ports` are those that services lead to; `paths` are those that checks ask for; `exits` is newest first
 */

/** @param {unknown} value */
const text = (value) => typeof value === 'string' ? value : undefined
/** @param {unknown} value */
const number = (value) => typeof value === 'number' ? value : undefined

/**
 * fly-go 0.9.6, machine_types.go, GetExitCode: a monitor's event goes before the machine's own.
 * @param {unknown} event
 */
function exitOf(event) {
  const request = toRecord(toRecord(event).request)
  const exit = toRecord(toRecord(request.MonitorEvent).exit_event ?? request.exit_event)
  const code = number(exit.guest_exit_code) ?? number(exit.exit_code)
  return code === undefined && exit.oom_killed !== true ? [] : [{ code: code ?? 137, outOfMemory: exit.oom_killed === true }]
}

/**
 * @param {{ id: string, state: string, region: string }} row
 * @returns {MachineFacts}
 */
export function readMachine(row) {
  const { config, checks, events } = toRecord(row)
  const { mounts, env, init, guest, services, checks: own } = toRecord(config)
  const [mount] = toList(mounts).map(toRecord)
  const asked = [...Object.values(toRecord(own)), ...toList(services).flatMap((service) => toList(toRecord(service).checks))].map(toRecord)
  return {
    id: row.id,
    state: row.state,
    region: row.region,
    volume: text(mount?.volume),
    mount: text(mount?.path),
    stateDir: text(toRecord(env).OPENCLAW_STATE_DIR),
    command: toList(toRecord(init).cmd).map(String),
    memoryMb: number(toRecord(guest).memory_mb),
    checks: toList(checks).map(toRecord).map(({ name, status, output }) => ({ name: String(name), status: String(status), output: text(output) ?? '' })),
    ports: toList(services).flatMap((service) => number(toRecord(service).internal_port) ?? []),
    paths: asked.flatMap(({ path }) => text(path) ?? []),
    exits: toList(events).flatMap(exitOf),
  }
}
