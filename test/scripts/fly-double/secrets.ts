import { createHash } from 'node:crypto'
import { importLikeFly } from '../fly-import-model.ts'
import { FlyError } from './fly-error.ts'
import { isOn, printJson, requireApp, type Invocation } from './invocation.ts'
import { release } from './deploy.ts'
import type { App, Secret } from './state.ts'

/** `fly secrets` (internal/command/secrets). Values only ever come in on standard input. */
export const secretCommands: Readonly<Record<string, (call: Invocation) => void | Promise<void>>> = {
  'secrets list': (call) => {
    const app = requireApp(call)
    printJson(call, app.secrets.map((secret) => ({ name: secret.name, digest: digestOf(secret), status: statusOf(app, secret) })))
  },
  'secrets import': async (call) => {
    const text = await call.readStdin()
    const app = requireApp(call)
    const values = importLikeFly(text)
    if (values.size === 0) throw new FlyError('requires at least one SECRET=VALUE pair')
    for (const [name, secret] of values) app.secrets = [...app.secrets.filter((other) => other.name !== name), { name, value: secret, updatedAt: call.now() }]
    applySecrets(call, app)
  },
  'secrets unset': (call) => {
    const app = requireApp(call)
    app.secrets = app.secrets.filter(({ name }) => !call.positionals.includes(name))
    applySecrets(call, app)
  },
  'secrets deploy': (call) => {
    const app = requireApp(call)
    if (app.releases.length === 0 || app.machines.length === 0) throw new FlyError("no machines available to deploy\n'fly secrets deploy' will only work if the app has been deployed and there are machines available\n\nTry 'fly deploy' first")
    release(call, app, app.releases.at(-1)!.imageRef)
  },
}

function applySecrets(call: Invocation, app: App): void {
  if (isOn(call, 'stage')) return call.out('Secrets have been staged, but not set on VMs. Deploy or update machines in this app for the secrets to take effect.\n')
  if (app.machines.length === 0) return call.out('Secrets are staged for the first deployment\n')
  release(call, app, app.releases.at(-1)!.imageRef)
}

const digestOf = ({ value }: Secret): string => createHash('sha256').update(value).digest('hex').slice(0, 16)

/** Without machines everything is staged; else what counts is the time of the release that the machines run. */
function statusOf({ machines, releases }: App, { updatedAt }: Secret): string {
  if (machines.length === 0) return 'Staged'
  return updatedAt > (releases.at(-1)?.createdAt ?? '') ? 'Staged' : 'Deployed'
}
