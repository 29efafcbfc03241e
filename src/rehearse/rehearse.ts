import { copyFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { Cancelled } from '../errors.ts'
import type { Check, Rehearsal } from '../report/rehearsal.ts'
import { gatewayToken } from '../secret.ts'
import { askWith } from './caller.ts'
import { auditCheck, configurationCheck, controlUiCheck, failed, healthCheck, logCheck, memoryCheck, pairingCheck, passed, unchecked, type CheckId } from './checks.ts'
import { differencesOf } from './differences.ts'
import { machineEnvironment } from './environment.ts'
import { complaintsOf, warningsOf } from './gateway-log.ts'
import { startKeeper, type Keeper } from './keeper.ts'
import { startMachine, trustedHere, type Machine } from './machine.ts'
import { fetchPrograms, readConfiguration, runToEnd } from './openclaw.ts'
import { ownAddresses } from './place.ts'
import { withoutSecrets } from './secrets.ts'
import { prepareStage, type Stage } from './stage.ts'
import { HEALTH_PATH, statusOf, watchStart, type Start } from './start.ts'
import { buildFolderOf, type Deployment, type Tools } from './tools.ts'
import { toGuestPaths } from './translate.ts'

/** As long as a deploy waits for a machine (`[deploy] wait_timeout` in our Fly files). */
const START_LIMIT_MS = 10 * 60_000
/** Channels connect once the gateway is ready, and complain within seconds. */
const SETTLE_MS = { channels: 10_000, none: 1_000 }

/**
 * Runs a deployment on this computer as Fly would, and looks at it from outside. Nothing is left of it, however it ends:
 * see keeper.mjs.
 * @throws UserError, Cancelled
 */
export async function rehearse(deployment: Deployment, tools: Tools): Promise<Rehearsal> {
  const began = performance.now()
  const keeper = await startKeeper(tools.keeper)
  const work = perform(deployment, { ...tools, onStep: stepping(tools) }, keeper)
  try {
    const found = await untilAborted(work, tools.signal)
    const { fly, flyFile, release, secrets } = deployment
    return { app: fly.app, release, flyFile, access: fly.edgePort === null ? 'private' : 'public', secrets: { real: secrets.real, standIns: secrets.standIns }, ...found, seconds: (performance.now() - began) / 1000, cache: tools.cache }
  } finally {
    await keeper.close()
    // Everything it waits for is over now; what it still has open, it closes.
    await work.catch(() => undefined)
  }
}

/** No step begins once the person has had enough. */
function stepping({ onStep, signal }: Tools): Tools['onStep'] {
  return (step) => {
    if (signal.aborted) throw new Cancelled('the rehearsal was cancelled')
    onStep(step)
  }
}

/** @throws Cancelled as soon as the person has had enough */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Cancelled('the rehearsal was cancelled'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject)
  })
}

async function perform(deployment: Deployment, tools: Tools, keeper: Keeper): Promise<Pick<Rehearsal, 'node' | 'checks' | 'differences'>> {
  const programs = await fetchPrograms(deployment.release, tools, keeper)
  const addresses = ownAddresses()
  const trusted = trustedHere(deployment, addresses)
  const { fly, secrets } = deployment
  const stage = await prepareStage({ fly, buildFolder: buildFolderOf(deployment), app: programs.openclaw.folder, folder: keeper.folder, secrets: secrets.values, trusted, parse: (file) => readConfiguration(file, programs, keeper) })
  const home = path.join(keeper.folder, 'home')
  await mkdir(path.join(home, 'tmp'), { recursive: true })
  const env = { ...machineEnvironment({ own: tools.env, platform: tools.host.platform, home, programs: programs.folders, app: fly.app, region: deployment.region }), ...stage.env, ...Object.fromEntries(secrets.values), ...(stage.logFile === undefined && { OPENCLAW_PROFILE: keeper.profile }) }
  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) => runToEnd(keeper.start({ file: programs.node.file, args: ['openclaw.mjs', ...args], cwd: programs.openclaw.folder, env: { ...env, ...more } }), programs.node)
  tools.onStep('Checking the configuration')
  const configuration = await validate(stage, path.join(keeper.folder, 'validate'), run)
  tools.onStep('Starting the gateway')
  const machine = await startMachine(deployment, stage, env, programs, addresses, keeper)
  try {
    const checks = [configuration, ...(await watch(deployment, machine, stage, tools, run))]
    const shown = (text: string): string => withoutSecrets(toGuestPaths(text, stage.translation), secrets).replaceAll(keeper.folder, '(temporary folder)').replaceAll(` --profile ${keeper.profile}`, '')
    return { node: programs.node.version, differences: differencesOf(deployment, programs, stage, trusted), checks: checks.map((check) => ({ ...check, line: shown(check.line), more: check.more.map(shown) })) }
  } finally {
    await machine.close()
  }
}

type Run = (args: readonly string[], more?: Readonly<Record<string, string>>) => Promise<{ readonly stdout: string; readonly log: string }>

/** In a state folder of its own: a command that meets a gateway in its first start makes it give up (2026.9.6). */
async function validate({ seed }: Stage, state: string, run: Run): Promise<Check> {
  if (seed === undefined) return failed('configuration', 'no openclaw.seed.json among [[files]], so a new volume has no configuration')
  await mkdir(state, { mode: 0o700 })
  await copyFile(seed, path.join(state, 'openclaw.json'))
  const { stdout, log } = await run(['config', 'validate', '--json'], { OPENCLAW_STATE_DIR: state })
  return configurationCheck(stdout, log)
}

async function watch(deployment: Deployment, machine: Machine, stage: Stage, { signal, onStep, host }: Tools, run: Run): Promise<readonly Check[]> {
  const { running, caller, checks } = machine
  const start = await watchStart({ running, caller, checks, limitMs: START_LIMIT_MS, signal })
  if (!start.ready) return notStarted(start)
  const boot = passed('boot', `ready after ${start.seconds.toFixed(1)} s`)
  onStep('Waiting for what starts after it')
  await wait(deployment.channels.length > 0 ? SETTLE_MS.channels : SETTLE_MS.none, undefined, { signal })
  // Before anybody calls: what is refused is logged, too.
  const log = await readLog(stage, running.log(), deployment.channelsWithStandIn)
  onStep('Calling it from outside')
  const health = await lookAtHealth(machine, start)
  const { check: controlUi, buildId } = await controlUiCheck(caller)
  const pairing = await pairingCheck(caller, deployment.secrets.values.get(gatewayToken.name) ?? '', buildId)
  onStep('Auditing its security')
  const { stdout, log: printed } = await run(['security', 'audit', '--json'])
  const more = machine.detour === null ? [] : [machine.detour]
  return [boot, health, log, auditCheck(stdout, printed), { ...controlUi, more: [...controlUi.more, ...more] }, pairing, memoryCheck(running.peak(), deployment.fly.memoryMb, host.platform)]
}

const AFTER_BOOT: readonly CheckId[] = ['health', 'log', 'audit', 'control-ui', 'pairing', 'memory']
function notStarted({ reason: [line = '', ...more] }: Extract<Start, { ready: false }>): readonly Check[] {
  return [failed('boot', line, more), ...AFTER_BOOT.map((id) => unchecked(id, 'the gateway did not start'))]
}

async function readLog({ logFile }: Stage, printed: string, standIns: readonly string[]): Promise<Check> {
  if (logFile === undefined) return unchecked('log', 'the configuration names no log file')
  const text = await readFile(logFile, 'utf8').catch((error: NodeJS.ErrnoException) => error)
  return typeof text === 'string' ? logCheck(warningsOf(text), complaintsOf(printed), standIns) : unchecked('log', `there is no log file (${text.code})`)
}

async function lookAtHealth({ checks, caller }: Machine, start: Start): Promise<Check> {
  const paths = await Promise.all(checks.map(async (check) => ({ path: check.path, always: check.path === HEALTH_PATH, ready: await statusOf(check) })))
  const outside = await askWith(caller.open({ path: HEALTH_PATH })).then(({ status }) => String(status), (error: Error) => error.message)
  return healthCheck(paths, start.statuses, `${HEALTH_PATH} from outside: ${outside}`)
}
