import { FlyError } from './fly-error.ts'
import { findApp, isOn, organisationOf, printJson, requireApp, requireAppName, requireSession, value, type Invocation } from './invocation.ts'
import { newApp, type Address, type App } from './state.ts'

/*
 * `fly auth`, `orgs`, `apps`, `ips`, `platform`, `version`. Shapes and texts: internal/command/{auth,orgs,apps,ips}; the
 * texts of Fly's own API ("Could not find App", "already been taken") are those that people report in issues.
 */

export const accountCommands: Readonly<Record<string, (call: Invocation) => void>> = {
  version: (call) => call.out('fly v0.3.200 linux/amd64 Commit: ad0172fa BuildDate: 2026-08-21\n'),
  'auth whoami': (call) => {
    requireSession(call)
    if (isOn(call, 'json')) printJson(call, { email: call.state.email })
    else call.out(`${call.state.email}\n`)
  },
  'orgs list': (call) => {
    requireSession(call)
    printJson(call, Object.fromEntries(call.state.organisations.map(({ slug, name }) => [slug, name])))
  },
  'apps list': (call) => {
    requireSession(call)
    const org = value(call, 'org')
    const apps = call.state.apps.filter((app) => org === undefined || app.org === org)
    if (isOn(call, 'json')) return printJson(call, apps.map((app) => describeApp(call, app)))
    call.out(apps.length === 0 ? 'No apps found\n' : `${apps.map(({ name }) => name).join('\n')}\n`)
  },
  'apps create': createApp,
  'apps destroy': (call) => {
    requireSession(call)
    const app = findApp(call, call.positionals[0]!)
    call.state.apps = call.state.apps.filter((other) => other !== app)
    call.out(`Destroyed app ${app.name}\n`)
  },
  'apps restart': (call) => {
    requireSession(call)
    const app = findApp(call, call.positionals[0] ?? requireAppName(call).name)
    for (const machine of app.machines) call.out(`Restarting machine ${machine.id}\n`)
  },
  'apps open': (call) => call.out(`opening https://${requireApp(call).name}.fly.dev/ ...\n`),
  status: (call) => {
    const app = requireApp(call, 'failed to get app: ')
    if (!isOn(call, 'json')) return call.out(`App\n  Name     = ${app.name}\n`)
    printJson(call, { ...describeApp(call, app), AppURL: `https://${app.name}.fly.dev/`, PlatformVersion: 'machines', Version: app.releases.length, Machines: app.machines })
  },
  'ips list': (call) => printJson(call, requireApp(call).addresses),
  'ips allocate-v6': (call) => {
    const isPrivate = isOn(call, 'private')
    const app = requireApp(call)
    const number = app.addresses.length + 1
    const address = addAddress(call, app, isPrivate ? 'private_v6' : 'v6', isPrivate ? `fdaa:0:1::${number}` : `2a09:8280:1::${number}:a`)
    call.out(`VERSION\tIP\tTYPE\tREGION\tCREATED AT\nv6\t${address}\t${isPrivate ? 'private ingress' : 'public ingress (dedicated)'}\tglobal\tjust now\n`)
  },
  'ips allocate-v4': (call) => {
    const shared = isOn(call, 'shared')
    const app = requireApp(call)
    const address = addAddress(call, app, shared ? 'shared_v4' : 'v4', shared ? '66.241.124.1' : `149.248.200.${app.addresses.length + 1}`)
    call.out(`VERSION\tIP\tTYPE\tREGION\nv4\t${address}\t${shared ? 'shared' : 'dedicated'}\tglobal\n`)
  },
  'ips release': (call) => {
    const app = requireApp(call)
    for (const address of call.positionals) {
      if (!/^[\da-f:.]+$/i.test(address)) throw new FlyError(`Invalid IP address: '${address}'`)
      if (!app.addresses.some(({ Address }) => Address === address)) throw new FlyError('Could not find IP Address')
      app.addresses = app.addresses.filter(({ Address }) => Address !== address)
      call.out(`Released ${address} from ${app.name}\n`)
    }
  },
}

function createApp(call: Invocation): void {
  requireSession(call)
  const [name] = call.positionals
  const org = organisationOf(call, value(call, 'org') ?? '')
  const { state } = call
  if (state.taken.includes(name!) || state.apps.some((app) => app.name === name)) throw new FlyError('Validation failed: Name has already been taken')
  state.apps.push(newApp(name!, org.slug))
  call.out(`New app created: ${name}\n`)
}

function describeApp({ state }: Invocation, app: App): Record<string, unknown> {
  const org = state.organisations.find(({ slug }) => slug === app.org)
  return {
    ID: app.name,
    Name: app.name,
    Status: app.machines.some((machine) => machine.state === 'started') ? 'deployed' : 'pending',
    Deployed: app.releases.length > 0,
    Hostname: `${app.name}.fly.dev`,
    Organization: { ID: '', InternalNumericID: '', Slug: app.org, RawSlug: '', Name: org?.name ?? '', PaidPlan: false },
  }
}

/** A second address of a kind that an app has once only is not given out: Fly answers with the one that is there. */
export function addAddress(call: Invocation, app: App, type: Address['Type'], address: string): string {
  const there = app.addresses.find(({ Type }) => Type === type && type === 'shared_v4')
  if (there !== undefined) return there.Address
  app.addresses.push({ ID: `ip_${call.newId()}`, Address: address, Type: type, Region: 'global', CreatedAt: call.now() })
  return address
}
