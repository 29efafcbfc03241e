import { describe, expect, test } from 'vitest'
import { found, type Changes } from '../../support/subjects.ts'

/* What lies between a browser and the gateway: E01 to E05, E07, E08, E16, W02, W06, W10, W13. */

type Row = readonly [what: string, changes: Changes, lines: readonly string[]]

const proxies = "    trustedProxies: ['172.16.0.0/12', '2a09:8280:1::1'],\n"
const noProxies = { config: [[proxies, '']] } as const
const release = (tag: string) => [':2026.9.6"', `:${tag}"`] as const
const raw = "[http_service]\n  internal_port = 3000\n  auto_stop_machines = \"off\"\n\n  [[http_service.checks]]\n    grace_period = \"1m\"\n    path = \"/healthz\"\n"
const rawService = '[[services]]\n  internal_port = 3000\n  protocol = "tcp"\n  [[services.ports]]\n    port = 3000\n'

describe.each<readonly [string, readonly Row[]]>([
  ['E01', [
    ['no trusted proxy behind http_service', noProxies, ['gateway: {']],
    ['an empty list', { config: [["['172.16.0.0/12', '2a09:8280:1::1']", '[]']] }, ['trustedProxies: [],']],
    ['only other addresses', { config: [["'172.16.0.0/12', ", '']] }, ["trustedProxies: ['2a09:8280:1::1'],"]],
    ['everybody', { config: [['172.16.0.0/12', '0.0.0.0/0']] }, ["trustedProxies: ['0.0.0.0/0', '2a09:8280:1::1'],"]],
    ['our relay without trusted proxies', { fly: [[raw, ''], ['node openclaw.mjs', 'node /opt/openclaw-fly/boot.mjs --relay=fly-local-6pn node openclaw.mjs']], ...noProxies }, ['gateway: {']],
    ['not: a part of the range', { config: [['172.16.0.0/12', '172.19.4.0/24']] }, []],
    ['not: more than the range', { config: [['172.16.0.0/12', '172.0.0.0/8']] }, []],
    ['not: before 2026.8.1', { fly: [release('2026.7.35')], ...noProxies }, []],
    ['not: a raw service adds no headers', { fly: [[raw, rawService]], ...noProxies }, []],
    ['not: on the loopback something in the machine calls', { fly: [['--bind lan', '--bind loopback']], ...noProxies }, []],
  ]],
  ['E02', [
    ['/startupz behind trusted proxies', { fly: [['/healthz', '/startupz']] }, ['path = "/startupz"']],
    ['/ready of [checks]', { fly: [['[[restart]]', '[checks.alive]\n  type = "http"\n  port = 3000\n  path = "/ready"\n\n[[restart]]']] }, ['path = "/ready"']],
    ['/readyz without trusted proxies takes the gateway away', { fly: [['/healthz', '/readyz'], [raw.slice(0, 14), '[http_service]']], ...noProxies }, ['warning: path = "/readyz"']],
    ['/startupz before there was one', { fly: [['/healthz', '/startupz'], release('2026.7.1')] }, ['warning: path = "/startupz"']],
    ['not: with a forwarded address', { fly: [['path = "/healthz"', 'path = "/startupz"\n    headers = { X-Forwarded-For = "192.0.2.1" }']] }, []],
    ['not: /health', { fly: [['/healthz', '/health']] }, []],
    ['not: /startupz without trusted proxies', { fly: [['/healthz', '/startupz'], [raw.slice(0, 14), '[http_service]']], ...noProxies }, []],
  ]],
  ['E03', [
    ['no service and no relay', { fly: [[raw, '']] }, ['app = "node openclaw.mjs gateway --allow-unconfigured --bind lan --port 3000"']],
    ['not: our relay', { fly: [[raw, ''], ['node openclaw.mjs', 'node boot.mjs --relay=fly-local-6pn node openclaw.mjs']] }, []],
    ['not: a tunnel in another process', { fly: [[raw, ''], ['[processes]', '[processes]\n  tunnel = "cloudflared tunnel run"']] }, []],
    ['not: a tunnel in the image', { fly: [[raw, ''], ['image = "ghcr.io/openclaw/openclaw:2026.9.6"', 'dockerfile = "Dockerfile"']], dockerfile: 'FROM node:24\nRUN install cloudflared\n' }, []],
    ['not: Tailscale in the configuration', { fly: [[raw, '']], config: [["mode: 'local'", "mode: 'local', tailscale: { mode: 'serve' }"]] }, []],
    ['not: a script, which is not seen', { fly: [[raw, ''], ['"node openclaw.mjs gateway --allow-unconfigured --bind lan --port 3000"', '"./start.sh"']] }, []],
  ]],
  ['E04', [
    ['a private file with a service', { files: { fly: { name: 'fly.private.toml', text: `app = "lobster"\n${rawService}` } } }, ['warning: [[services]]']],
    ['one of ours', { files: { otherFly: { name: 'fly.private.toml', text: `app = "lobster"\n${raw}` }, isOurs: true } }, ['[http_service]']],
    ['not: a private file without one', { files: { otherFly: { name: 'fly.private.toml', text: 'app = "lobster"' } } }, []],
  ]],
  ['E05', [
    ['the edge calls another port', { fly: [['internal_port = 3000', 'internal_port = 8080']] }, ['internal_port = 8080']],
    ['the edge is told no port', { fly: [['  internal_port = 3000\n', '']] }, ['[http_service]']],
    ['the variable names another port', { fly: [['PORT = "3000"', 'PORT = "18789"']] }, ['OPENCLAW_GATEWAY_PORT = "18789"']],
    ['the configuration names another port', { config: [['port: 3000', 'port: 18789']] }, ['port: 18789,']],
    ['a check asks at another port', { fly: [['[[restart]]', '[checks.alive]\n  type = "http"\n  port = 8080\n  path = "/healthz"\n\n[[restart]]']] }, ['port = 8080']],
    ["the image's own command and the default port", { fly: [['[processes]\n  app = "node openclaw.mjs gateway --allow-unconfigured --bind lan --port 3000"\n', ''], ['  OPENCLAW_GATEWAY_PORT = "3000"\n', '']], config: [['    port: 3000,\n', '']] }, ['internal_port = 3000']],
    ['the port is on the command line alone', { fly: [['  OPENCLAW_GATEWAY_PORT = "3000"\n', '']], config: [['    port: 3000,\n', '']] }, ['warning: app = "node openclaw.mjs gateway --allow-unconfigured --bind lan --port 3000"']],
    ['the loopback alone', { fly: [['--bind lan', '--bind loopback']] }, ['app = "node openclaw.mjs gateway --allow-unconfigured --bind loopback --port 3000"']],
    ['the loopback in the configuration', { fly: [[' --bind lan', '']], config: [["mode: 'local'", "mode: 'local', bind: 'loopback'"]] }, ["mode: 'local', bind: 'loopback',"]],
    ['PORT, which nothing reads', { fly: [['OPENCLAW_GATEWAY_PORT = "3000"', 'PORT = "3000"'], [' --port 3000', '']] }, ['warning: PORT = "3000"']],
    ['not: a wrapper of its own on another port', { fly: [['node openclaw.mjs gateway --allow-unconfigured --bind lan --port 3000', 'node wrapper.js'], ['internal_port = 3000', 'internal_port = 8080'], ['  OPENCLAW_GATEWAY_PORT = "3000"\n', '']], config: [['    port: 3000,\n', '']] }, []],
    ['not: --port=3000', { fly: [['--port 3000', '--port=3000']] }, []],
  ]],
  ['E07', [
    ['trusted-proxy with a token in [env]', { fly: [['[env]', '[env]\n  OPENCLAW_GATEWAY_TOKEN = "x"'], ['[processes]', '[processes]\n  idp = "oauth2-proxy"']], config: [["mode: 'token'", "mode: 'trusted-proxy'"]] }, ['OPENCLAW_GATEWAY_TOKEN = "x"']],
    ["trusted-proxy behind Fly's edge alone", { config: [["mode: 'token'", "mode: 'trusted-proxy'"]] }, ["auth: { mode: 'trusted-proxy', rateLimit: { maxAttempts: 10 } },"]],
    ['on the command line', { fly: [['--bind lan', '--bind lan --auth trusted-proxy']] }, ['app = "node openclaw.mjs gateway --allow-unconfigured --bind lan --auth trusted-proxy --port 3000"']],
    ['not: behind a tunnel that asks who you are', { fly: [['[processes]', '[processes]\n  tunnel = "cloudflared tunnel run"']], config: [["mode: 'token'", "mode: 'trusted-proxy'"]] }, []],
  ]],
  ['E08', [
    ['authentication is off', { config: [["mode: 'token'", "mode: 'none'"]] }, ["auth: { mode: 'none', rateLimit: { maxAttempts: 10 } },"]],
    ['an empty token', { config: [["mode: 'token'", "mode: 'token', token: ''"]] }, ["auth: { mode: 'token', token: '', rateLimit: { maxAttempts: 10 } },"]],
    ['a placeholder', { fly: [['[env]', '[env]\n  OPENCLAW_GATEWAY_TOKEN = "change-me"']] }, ['OPENCLAW_GATEWAY_TOKEN = "change-me"']],
    ['not: a reference', { config: [["mode: 'token'", "mode: 'token', token: '${OPENCLAW_GATEWAY_TOKEN}'"]] }, []],
  ]],
  ['E16', [
    ['no list', { config: [["    controlUi: { allowedOrigins: ['https://lobster.fly.dev'] },\n", '']] }, ['gateway: {']],
    ['everybody', { config: [['https://lobster.fly.dev', '*']] }, ["controlUi: { allowedOrigins: ['*'] },"]],
    ["the request's own word", { config: [['allowedOrigins:', 'dangerouslyAllowHostHeaderOriginFallback: true, allowedOrigins:']] }, ["controlUi: { dangerouslyAllowHostHeaderOriginFallback: true, allowedOrigins: ['https://lobster.fly.dev'] },"]],
    ['another app', { config: [['lobster.fly.dev', 'my-openclaw.fly.dev']] }, ["controlUi: { allowedOrigins: ['https://my-openclaw.fly.dev'] },"]],
    ['localhost alone', { config: [['https://lobster.fly.dev', 'http://localhost:3000']] }, ["controlUi: { allowedOrigins: ['http://localhost:3000'] },"]],
    ['a slash at the end', { config: [['lobster.fly.dev', 'lobster.fly.dev/']] }, ["controlUi: { allowedOrigins: ['https://lobster.fly.dev/'] },"]],
    ['private, in a release that ends without', { fly: [[raw, ''], release('2026.3.13')], config: [["    controlUi: { allowedOrigins: ['https://lobster.fly.dev'] },\n", '']] }, ['gateway: {']],
    ['not: private, in a release that adds localhost', { fly: [[raw, '']], config: [["    controlUi: { allowedOrigins: ['https://lobster.fly.dev'] },\n", '']] }, []],
    ['not: a domain of one’s own', { config: [['lobster.fly.dev', 'assistant.example.com']] }, []],
    ['not: before it was needed', { fly: [release('2026.2.9')], config: [["    controlUi: { allowedOrigins: ['https://lobster.fly.dev'] },\n", '']] }, []],
    ['not: no Control UI at all', { config: [["controlUi: { allowedOrigins: ['https://lobster.fly.dev'] }", 'controlUi: { enabled: false }']] }, []],
  ]],
  ['W02', [
    ['no limit', { config: [[', rateLimit: { maxAttempts: 10 }', '']] }, ["auth: { mode: 'token' },"]],
    ['not: nobody can reach it', { fly: [[raw, '']], config: [[', rateLimit: { maxAttempts: 10 }', '']] }, []],
  ]],
  ['W06', [
    ['the range alone', { config: [[", '2a09:8280:1::1'", '']] }, ["trustedProxies: ['172.16.0.0/12'],"]],
    ['private addresses are not the app’s', { config: [['2a09:8280:1::1', 'fdaa:0:1::2']] }, ["trustedProxies: ['172.16.0.0/12', 'fdaa:0:1::2'],"]],
    ['not: one of ours, whose deploy adds them', { config: [[", '2a09:8280:1::1'", '']], files: { isOurs: true } }, []],
    ['not: a raw service', { fly: [[raw, rawService]], config: [[", '2a09:8280:1::1'", '']] }, []],
  ]],
  ['W10', [
    ['not decided', { config: [['    terminal: { enabled: false },\n', '']] }, ['gateway: {']],
    ['not: switched on knowingly', { config: [['terminal: { enabled: false }', 'terminal: { enabled: true }']] }, []],
    ['not: before there was one', { fly: [release('2026.6.35')], config: [['    terminal: { enabled: false },\n', '']] }, []],
    ['not: private', { fly: [[raw, '']], config: [['    terminal: { enabled: false },\n', '']] }, []],
  ]],
  ['W13', [
    ['a listener of its own that no service leads to', { config: [['discord: { enabled: true, dmPolicy: \'pairing\' },', "msteams: { enabled: true, dmPolicy: 'pairing' },"]] }, ["msteams: { enabled: true, dmPolicy: 'pairing' },"]],
    ['a webhook on the gateway’s port, and no service at all', { fly: [[raw, '']], config: [['discord: {', 'line: {']] }, ["line: { enabled: true, dmPolicy: 'pairing' },"]],
    ['not: with a service of its own', { fly: [['[[restart]]', '[[services]]\n  internal_port = 3978\n  protocol = "tcp"\n  [[services.ports]]\n    port = 443\n    handlers = ["tls", "http"]\n\n[[restart]]']], config: [['discord: {', 'msteams: {']] }, []],
    ['not: on the gateway’s port, with a service', { config: [['discord: {', 'line: {']] }, []],
    ['not: through a tunnel', { fly: [[raw, ''], ['[processes]', '[processes]\n  tunnel = "cloudflared tunnel run"']], config: [['discord: {', 'line: {']] }, []],
    ['not: switched off', { config: [['discord: { enabled: true', 'msteams: { enabled: false']] }, []],
    ['not: it depends on how it is set up', { fly: [[raw, '']], config: [['discord: {', 'slack: {']] }, []],
  ]],
])('%s', (id, rows) => {
  test.each(rows)('%s', (_what, changes, lines) => {
    expect(found(id, changes)).toEqual(lines)
  })
})
