import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { load } from './sandbox.ts'

interface Finding { id: string, title: string, status: string, evidence: string[], cure: string[], reason?: string }
type Facts = Record<string, unknown>
type Gathered = Record<string, { found: unknown } | { failed: string }>

const { judge } = await load<{ judge: (rule: object, gathered: Gathered, about: object) => Finding }>('doctor-rule.mjs')
const { rulesFor } = await load<{ rulesFor: (deployment: object, url: string) => { id: string, title: string }[] }>('doctor-rules.mjs')
const { readMachine } = await load<{ readMachine: (row: object) => object }>('doctor-machine.mjs')

const deployment = {
  app: 'my-openclaw', region: 'fra', port: 3000, config: 'fly.toml', access: 'public',
  secrets: [{ name: 'OPENCLAW_GATEWAY_TOKEN' }, { name: 'SLACK_USER_TOKEN', optional: true }],
}
const command = 'node /opt/openclaw-fly/boot.mjs node openclaw.mjs gateway --allow-unconfigured --bind lan --port 3000'
const row = {
  id: 'm1', state: 'started', region: 'fra',
  config: {
    env: { OPENCLAW_STATE_DIR: '/data' }, init: { cmd: command.split(' ') }, guest: { memory_mb: 2048 }, mounts: [{ volume: 'vol_1', path: '/data' }],
    services: [{ internal_port: 3000, checks: [{ path: '/healthz' }] }],
  },
  checks: [{ name: 'servicecheck-00-http-3000', status: 'passing', output: '200 OK' }],
  events: [{ type: 'start', status: 'started' }],
}
const volume = { id: 'vol_1', name: 'openclaw_data', state: 'created', region: 'fra', machine: 'm1' }

const well: Facts = {
  app: true, machines: [readMachine(row)], volumes: [volume], addresses: [{ address: '2a09:8280:1::1', type: 'v6', isPublic: true }],
  secrets: new Map([['OPENCLAW_GATEWAY_TOKEN', 'Deployed']]), logs: ['[gateway] ready'], web: { status: 200, text: '', code: undefined },
  space: { freeMb: 2000, sizeMb: 3000 }, owners: { paths: [], more: 0 }, health: 200,
  config: { port: 3000, trustedProxies: ['172.16.0.0/12'], allowedOrigins: ['https://my-openclaw.fly.dev'] },
  validity: { valid: true, issues: [] }, channels: [], devices: { waiting: 0 },
}
const isPrivate = { ...deployment, access: 'private', config: 'fly.private.toml' }
const privateRow = { ...row, config: { ...row.config, init: { cmd: command.replace('node openclaw', '--relay=fly-local-6pn node openclaw').split(' ') }, services: [], checks: { gateway: { path: '/healthz' } } } }
const wellPrivate: Facts = { ...well, machines: [readMachine(privateRow)], addresses: [], config: { port: 3000, trustedProxies: ['172.16.0.0/12'], allowedOrigins: ['http://localhost:3000'] } }

function look(facts: Facts, of: object = deployment, failed: readonly string[] = [], url = 'https://my-openclaw.fly.dev/') {
  const gathered = Object.fromEntries(Object.entries(facts).map(([name, found]) => [name, failed.includes(name) ? { failed: `no ${name}` } : { found }])) as Gathered
  return rulesFor(of, url).map((rule) => judge(rule, gathered, { deployment: of, fly: { name: 'fly' }, url }))
}
const found = (findings: Finding[]) => findings.filter(({ status }) => status === 'found')
const changed = (change: object) => readMachine({ ...row, ...change, config: { ...row.config, ...(change as { config?: object }).config } })

describe('the doctor', () => {
  it.each([['public', deployment, well], ['private', isPrivate, wellPrivate]])('finds nothing in a %s deployment that is well', (_access, of, facts) => {
    expect(look(facts, of).filter(({ status }) => status !== 'not found')).toEqual([])
  })

  it('knows every trouble of the runbook', () => {
    const runbook = readFileSync(new URL('../../templates/partials/runbook-trouble.hbs', import.meta.url), 'utf8')
    const entries = [...runbook.matchAll(/^### (.*)$/gm)].map((match) => match[1])
    const titles = [...rulesFor(deployment, 'https://x.fly.dev/'), ...rulesFor(isPrivate, '')].map(({ title }) => title)
    const covered = new Map([['The app name is taken', 'The app name is taken, or the app is not there']])
    expect(entries.filter((entry) => !titles.includes(covered.get(entry!) ?? entry!))).toEqual([])
  })

  it.each<[string, Facts, string, string]>([
    ['no-app', { app: false }, 'your account has no app my-openclaw', 'Make it: npm run deploy'],
    ['no-address', { addresses: [] }, 'the app has no public address', 'Get them: npm run deploy'],
    ['stopped', { machines: [] }, 'the app has no machine', 'npm run deploy'],
    ['stopped', { machines: [changed({ state: 'stopped' })] }, 'm1 is stopped', 'fly machine start m1 --app my-openclaw'],
    ['two-machines', { machines: [changed({}), changed({ id: 'm2', config: { mounts: [{ volume: 'vol_2', path: '/data' }] } })] }, 'm1 started (vol_1), m2 started (vol_2)', 'fly machine destroy MACHINE_ID --force --app my-openclaw'],
    ['two-machines', { machines: [changed({}), changed({ id: 'm2', config: { init: { cmd: ['sleep', 'infinity'] } } })] }, 'm1 started (vol_1), m2 started, asleep (vol_1)', 'A restore is under way. Go on with it: npm run restore'],
    ['exit-78', { logs: ['[gateway] ready', '[boot] the gateway ended with exit code 78'] }, '[boot] the gateway ended with exit code 78', 'What is wrong: npm run openclaw -- config validate'],
    ['exit-78', { logs: ['[boot] waiting: the gateway cannot start (exit code 78; why is above).'] }, '[boot] waiting: the gateway cannot start (exit code 78; why is above).', 'What is wrong: npm run openclaw -- config validate'],
    ['exit-78', { validity: { valid: false, issues: ['gateway: Unrecognized key: "foo"'] } }, 'the configuration on the volume is not valid: gateway: Unrecognized key: "foo"', 'What is wrong: npm run openclaw -- config validate'],
    ['health', { machines: [changed({ checks: [{ name: 'gateway', status: 'critical', output: 'connect: connection refused' }] })] }, 'gateway is critical: connect: connection refused', 'Otherwise the reason is mostly among what else is found here.'],
    ['health', { machines: [changed({ config: { services: [{ internal_port: 3000, checks: [{ path: '/readyz' }] }] } })] }, 'the check asks for /readyz, which answers 403 here', 'Write path = "/healthz" in fly.toml, then: npm run deploy'],
    ['secrets', { secrets: new Map() }, 'not set at Fly: OPENCLAW_GATEWAY_TOKEN', 'npm run secrets'],
    ['secrets', { secrets: new Map([['OPENCLAW_GATEWAY_TOKEN', 'Staged']]) }, 'set, but not yet in the machine: OPENCLAW_GATEWAY_TOKEN', 'npm run deploy'],
    ['secrets', { logs: ['Refusing to bind gateway to lan without auth.'] }, 'Refusing to bind gateway to lan without auth.', 'npm run secrets'],
    ['permissions', { owners: { paths: ['/data/openclaw.json'], more: 2 } }, "not the gateway's own: /data/openclaw.json and 2 more", "fly ssh console --command 'chown -R 1000:1000 /data' --app my-openclaw"],
    ['permissions', { logs: ["config watcher error … EACCES: permission denied, watch '/data/openclaw.json'"] }, "config watcher error … EACCES: permission denied, watch '/data/openclaw.json'", 'fly apps restart my-openclaw'],
    ['memory', { logs: ['FATAL ERROR: Reached heap limit Allocation failed'] }, 'FATAL ERROR: Reached heap limit Allocation failed', 'More memory below [[vm]] in fly.toml, and --max-old-space-size in NODE_OPTIONS to about 70 % of it; then: npm run deploy'],
    ['memory', { machines: [changed({ events: [{ type: 'exit', request: { exit_event: { exit_code: 137, oom_killed: true } } }] })] }, 'Fly ended the machine because its memory was full', 'More memory below [[vm]] in fly.toml, and --max-old-space-size in NODE_OPTIONS to about 70 % of it; then: npm run deploy'],
    ['memory', { machines: [changed({ config: { guest: { memory_mb: 1024 } } })] }, 'the machine has 1024 MB; 2048 is the least that works', 'More memory below [[vm]] in fly.toml, and --max-old-space-size in NODE_OPTIONS to about 70 % of it; then: npm run deploy'],
    ['locks', { logs: ['StateDatabaseCoordinatorContentionError: another OpenClaw process owns gateway-lifecycle'] }, 'StateDatabaseCoordinatorContentionError: another OpenClaw process owns gateway-lifecycle', 'Then restart: fly apps restart my-openclaw'],
    ['config-ignored', { logs: ['[gateway] ready', '[reload] config reload skipped (invalid config): gateway: Unrecognized key: "foo"'] }, '[reload] config reload skipped (invalid config): gateway: Unrecognized key: "foo"', 'Mend it here and put it there: npm run config -- pull, edit, npm run config -- push'],
    ['config-ignored', { config: { ...well.config as object, port: 8080 } }, 'gateway.port is 8080 on the volume, and everything else says 3000', 'npm run openclaw -- config set gateway.port 3000'],
    ['channel', { channels: [{ channel: 'telegram', accountId: 'default', configured: true, running: true, error: '401: Unauthorized' }] }, 'telegram (default): 401: Unauthorized', 'More: npm run openclaw -- channels status --probe'],
    ['channel', { channels: [{ channel: 'discord', configured: true, running: false }] }, 'discord (default): is not running', 'More: npm run openclaw -- channels status --probe'],
    ['channel', { logs: ['channels.discord: channel is configured, but external plugin "discord" is installed without explicit trust.'] }, 'channels.discord: channel is configured, but external plugin "discord" is installed without explicit trust.', 'npm run openclaw -- config set plugins.entries.discord.enabled true'],
    ['origin', { logs: ['[ws] closed before connect cause=origin-mismatch origin=https://claw.example.com host=x'] }, 'refused: https://claw.example.com', 'npm run openclaw -- config set gateway.controlUi.allowedOrigins.NUMBER https://claw.example.com'],
    ['origin', { config: { ...well.config as object, allowedOrigins: ['http://localhost:3000'] } }, 'https://my-openclaw.fly.dev is not in gateway.controlUi.allowedOrigins on the volume', 'Add it: npm run openclaw -- config set gateway.controlUi.allowedOrigins.1 https://my-openclaw.fly.dev'],
    ['pairing', { devices: { waiting: 1 } }, '1 browser waits for your approval', 'See who it is, and approve yours: npm run open -- --approve'],
    ['pairing', { logs: ['[ws] closed before connect code=1008 reason=pairing required'] }, '[ws] closed before connect code=1008 reason=pairing required', 'Open the page in that browser again, then: npm run open -- --approve'],
    ['rate-limit', { logs: ['[ws] unauthorized reason=rate_limited'] }, '[ws] unauthorized reason=rate_limited', 'Close old tabs, which keep trying, and wait five minutes.'],
    ['volume-full', { space: { freeMb: 100, sizeMb: 3000 } }, '100 of 3000 MB are free', 'Larger, which it then stays: fly volumes extend VOLUME_ID --size GB --app my-openclaw'],
    ['state-lost', { machines: [changed({ config: { mounts: [] } })] }, 'the machine m1 has no volume', 'Put [mounts] back into fly.toml (git, or your backup), then: npm run deploy'],
    ['state-lost', { machines: [changed({ config: { env: { OPENCLAW_STATE_DIR: '/home/node/.openclaw' } } })] }, 'OPENCLAW_STATE_DIR is /home/node/.openclaw, and the volume is at /data', 'Write OPENCLAW_STATE_DIR = "/data" below [env] in fly.toml, then: npm run deploy'],
    ['region', { volumes: [{ ...volume, region: 'iad' }] }, 'vol_1 is in iad, this deployment in fra; a volume cannot move', 'Write primary_region = "iad" in fly.toml and fly.private.toml, and region in scripts/deployment.json; then: npm run deploy'],
    ['trial', { logs: ['failed to create release (status 422): This functionality is disabled for trial organizations'] }, 'failed to create release (status 422): This functionality is disabled for trial organizations', 'The Fly organisation is on trial. Add a card at https://fly.io/dashboard under Billing, then: npm run deploy'],
    ['attribution', { web: { status: 403, text: '{"type":"proxy_attribution_required"}' } }, 'https://my-openclaw.fly.dev/ answers 403, proxy_attribution_required', 'Trust that one, in the place of ADDRESS: npm run openclaw -- config set gateway.trustedProxies.0 ADDRESS'],
    ['attribution', { logs: ['[gateway] observed unattributable proxy-shaped traffic from 198.51.100.7; Gateway-authenticated routes reject it'] }, '[gateway] observed unattributable proxy-shaped traffic from 198.51.100.7; Gateway-authenticated routes reject it', "If you know 198.51.100.7 (Fly's edge has an address in 172.16.0.0/12), trust it: npm run openclaw -- config set gateway.trustedProxies.0 198.51.100.7"],
    ['attribution', { config: { ...well.config as object, trustedProxies: [] } }, 'gateway.trustedProxies is empty in the configuration on the volume', "Let the gateway trust Fly's edge: npm run openclaw -- config set gateway.trustedProxies.0 172.16.0.0/12"],
    ['address', { health: 0 }, 'inside the machine, http://127.0.0.1:3000/healthz does not answer', 'If that never comes, see what else is found here, exit code 78 first.'],
    ['address', { web: { status: 502, text: '' } }, 'https://my-openclaw.fly.dev/ answers 502', 'If that never comes, see what else is found here, exit code 78 first.'],
    ['address', { machines: [changed({ config: { services: [{ internal_port: 8080 }] } })] }, "Fly's edge leads to port 8080, and the gateway listens on 3000", 'Write internal_port = 3000 in fly.toml, then: npm run deploy'],
    ['address', { machines: [changed({ config: { init: { cmd: ['node', 'openclaw.mjs', 'gateway'] } } })] }, 'the start command is: node openclaw.mjs gateway', 'It must have --bind lan: put it back below [processes] in fly.toml, then: npm run deploy'],
  ])('finds %s by %j', (id, change, evidence, cure) => {
    const finding = look({ ...well, ...change }).find((one) => one.id === id)
    expect(finding).toMatchObject({ id, status: 'found' })
    expect(finding?.evidence).toContain(evidence)
    expect(finding?.cure.join('\n')).toContain(cure)
  })

  it.each<[string, Facts, string]>([
    ['public-address', { addresses: [{ address: '2a09:8280:1::1', type: 'v6', isPublic: true }] }, '2a09:8280:1::1 (v6)'],
    ['public-address', { machines: [changed({})] }, 'the machine has a service, so the next address would lead to the gateway'],
    ['tunnel', { machines: [changed({})] }, `the start command is: ${command}`],
    ['tunnel', { logs: ['[boot] cannot listen on [fly-local-6pn]:3000 yet: EADDRNOTAVAIL'] }, '[boot] cannot listen on [fly-local-6pn]:3000 yet: EADDRNOTAVAIL'],
  ])('finds %s in a private deployment by %j', (id, change, evidence) => {
    expect(look({ ...wellPrivate, ...change }, isPrivate).find((one) => one.id === id)).toMatchObject({ status: 'found', evidence: [evidence] })
  })

  it('finds an own domain whose certificate or name is not there yet', () => {
    const url = 'https://claw.example.com/'
    const facts = { ...well, config: { ...well.config as object, allowedOrigins: ['https://claw.example.com'] } }
    expect(found(look(facts, deployment, [], url))).toEqual([])
    const findings = look({ ...facts, web: { status: 0, text: 'getaddrinfo ENOTFOUND claw.example.com', code: 'ENOTFOUND' } }, deployment, [], url)
    expect(findings.find(({ id }) => id === 'domain')).toMatchObject({ status: 'found', cure: ['What Fly expects of its DNS, and whether its certificate is there: fly certs check claw.example.com --app my-openclaw'] })
  })

  it.each([
    ['[boot] the gateway ended with exit code 78', '[gateway] ready'],
    ["EACCES: permission denied, watch '/data/openclaw.json'", '[gateway] ready'],
    ['[reload] config reload skipped (invalid config): x', '[reload] config hot reload applied (gateway.trustedProxies)'],
    ['[boot] cannot listen on [fly-local-6pn]:3000 yet: EADDRNOTAVAIL', '[boot] the private network reaches the gateway at [fdaa::1]:3000'],
    ['not listening on the expected address', '[gateway] ready'],
  ])('takes %j as over after %j', (trouble, over) => {
    const [of, facts] = trouble.includes('6pn') ? [isPrivate, wellPrivate] : [deployment, well]
    expect(found(look({ ...facts, logs: [trouble, over] }, of))).toEqual([])
    expect(found(look({ ...facts, logs: [over, trouble] }, of))).not.toEqual([])
  })

  it.each(Object.keys(well))('takes nothing for well that it could not look at: %s', (source) => {
    const findings = look(well, deployment, [source])
    const unchecked = findings.filter(({ status }) => status === 'could not be checked')
    expect(unchecked.length).toBeGreaterThan(0)
    expect(unchecked.every(({ reason }) => reason === `no ${source}`)).toBe(true)
    expect(found(findings)).toEqual([])
  })

  it('finds a trouble by one place even if another one cannot be looked at', () => {
    const findings = look({ ...well, logs: ['[boot] the gateway ended with exit code 78'] }, deployment, ['validity'])
    expect(findings.find(({ id }) => id === 'exit-78')?.status).toBe('found')
  })

  it.each([{}, { config: null, checks: 'x', events: [null, { request: 3 }] }, { config: { mounts: {}, init: { cmd: 'sleep' }, services: [null] } }])('reads a machine of which Fly says %j', (rest) => {
    expect(() => look({ ...well, machines: [readMachine({ id: 'm1', state: 'started', region: 'fra', ...rest })] })).not.toThrow()
  })
})
