import { describe, expect, test } from 'vitest'
import { found, type Changes } from '../../support/subjects.ts'

/* The machine and its volume: E06, E12, E14, E15, E17, W01, W03, W04, W05, W08, W09. */

type Row = readonly [what: string, changes: Changes, lines: readonly string[]]

const mounts = '[mounts]\n  source = "openclaw_data"\n  destination = "/data"\n  initial_size = "3gb"\n  snapshot_retention = 14\n'
const command = 'node openclaw.mjs gateway --allow-unconfigured --bind lan --port 3000'
const own = ['image = "ghcr.io/openclaw/openclaw:2026.9.6"', 'dockerfile = "Dockerfile"'] as const

describe.each<readonly [string, readonly Row[]]>([
  ['E06', [
    ['no volume', { fly: [[mounts, '']] }, ['fly.toml']],
    ['the variable leads elsewhere', { fly: [['STATE_DIR = "/data"', 'STATE_DIR = "/root/.openclaw"']] }, ['OPENCLAW_STATE_DIR = "/root/.openclaw"']],
    ['a folder that only begins alike', { fly: [['STATE_DIR = "/data"', 'STATE_DIR = "/database"']] }, ['OPENCLAW_STATE_DIR = "/database"']],
    ['no variable, so it is in the home folder', { fly: [['  OPENCLAW_STATE_DIR = "/data"\n', '']] }, ['[env]']],
    ['not: a folder on the volume', { fly: [['STATE_DIR = "/data"', 'STATE_DIR = "/data/openclaw"']] }, []],
    ['not: the volume is the home folder', { fly: [['  OPENCLAW_STATE_DIR = "/data"\n', ''], ['destination = "/data"', 'destination = "/home/node"']] }, []],
    ['not: said in the Dockerfile', { fly: [['  OPENCLAW_STATE_DIR = "/data"\n', ''], own], dockerfile: 'FROM node:24\nENV OPENCLAW_STATE_DIR=/data\n' }, []],
    ['not: an image of one’s own may say it', { fly: [['  OPENCLAW_STATE_DIR = "/data"\n', ''], ['ghcr.io/openclaw/openclaw:2026.9.6', 'registry.fly.io/lobster:1']] }, []],
    ['not: two mounts', { fly: [[mounts, '[[mounts]]\n  source = "a"\n  destination = "/data/"\n']] }, []],
  ]],
  ['E12', [
    ['512 MB', { fly: [['memory = "3gb"', 'memory = "512mb"'], ['=2048"', '=384"']] }, ['memory = "512mb"']],
    ['memory_mb', { fly: [['memory = "3gb"', 'memory_mb = 1024'], ['=2048"', '=384"']] }, ['memory_mb = 1024']],
    ['both', { fly: [['memory = "3gb"', 'memory = "3gb"\n  memory_mb = 3072']] }, ['memory_mb = 3072']],
    ['what a size comes with', { fly: [['  memory = "3gb"\n', ''], ['=2048"', '=256"'], ['[[vm]]', '[vm]']] }, ['[vm]']],
    ['a heap that leaves less than 512', { fly: [['=2048"', '=2561"']] }, ['NODE_OPTIONS = "--max-old-space-size=2561"']],
    ['no [[vm]]', { fly: [['[[vm]]\n  size = "shared-cpu-2x"\n  memory = "3gb"\n', '']] }, ['warning: fly.toml']],
    ['not: 2048 as a number', { fly: [['memory = "3gb"', 'memory = 2048'], ['=2048"', '=1280"']] }, []],
    ['not: a heap with 512 MB beside it', { fly: [['=2048"', '=2560"']] }, []],
    ['not: a small machine of another process', { fly: [['[[vm]]', '[[vm]]\n  memory = "256mb"\n  processes = ["web"]\n\n[[vm]]']] }, []],
  ]],
  ['E14', [
    ['stop, with a channel that listens', { fly: [['auto_stop_machines = "off"', 'auto_stop_machines = "stop"']] }, ['auto_stop_machines = "stop"']],
    ['true', { fly: [['auto_stop_machines = "off"', 'auto_stop_machines = true']] }, ['auto_stop_machines = true']],
    ['not: Fly keeps one running', { fly: [['auto_stop_machines = "off"', 'auto_stop_machines = "stop"\n  min_machines_running = 1']] }, []],
    ['not: no channel', { fly: [['auto_stop_machines = "off"', 'auto_stop_machines = "stop"']], config: [["discord: { enabled: true, dmPolicy: 'pairing' },", '']] }, []],
    ['not: a channel that is called', { fly: [['auto_stop_machines = "off"', 'auto_stop_machines = "suspend"']], config: [["discord: { enabled: true, dmPolicy: 'pairing' }", "slack: { mode: 'http' }"]] }, []],
    ['not: false', { fly: [['auto_stop_machines = "off"', 'auto_stop_machines = false']] }, []],
  ]],
  ['E15', [
    ['doctor', { fly: [['[[restart]]', '[deploy]\n  release_command = "node openclaw.mjs doctor --fix"\n\n[[restart]]']] }, ['release_command = "node openclaw.mjs doctor --fix"']],
    ['the folder of the volume', { fly: [['[[restart]]', '[deploy]\n  release_command = "chown 1000 /data"\n\n[[restart]]']] }, ['release_command = "chown 1000 /data"']],
    ['not: something else', { fly: [['[[restart]]', '[deploy]\n  release_command = "curl https://example.com/deployed"\n\n[[restart]]']] }, []],
  ]],
  ['E17', [
    ['below the volume', { fly: [['[[restart]]', '[[files]]\n  guest_path = "/data/openclaw.json"\n  local_path = "openclaw.json"\n\n[[restart]]']] }, ['guest_path = "/data/openclaw.json"']],
    ['not: beside it', { fly: [['[[restart]]', '[[files]]\n  guest_path = "/database/x"\n  local_path = "x"\n\n[[restart]]']] }, []],
  ]],
  ['W01', [
    ['both missing', { fly: [['kill_signal = "SIGTERM"\nkill_timeout = "300s"\n', '']] }, ['fly.toml']],
    ['SIGINT', { fly: [['"SIGTERM"', '"SIGINT"']] }, ['kill_signal = "SIGINT"']],
    ['ten seconds', { fly: [['"300s"', '10']] }, ['kill_timeout = 10']],
    ['not: a number of seconds', { fly: [['"300s"', '300']] }, []],
    ['not: five minutes', { fly: [['"300s"', '"5m"']] }, []],
  ]],
  ['W03', [
    ['1 GB', { fly: [['initial_size = "3gb"', 'initial_size = "1gb"']] }, ['initial_size = "1gb"']],
    ['not said', { fly: [['  initial_size = "3gb"\n', '']] }, ['[mounts]']],
    ['not: a number', { fly: [['initial_size = "3gb"', 'initial_size = 10']] }, []],
  ]],
  ['W04', [
    ['too short', { fly: [['grace_period = "1m"', 'grace_period = "10s"']] }, ['grace_period = "10s"']],
    ['not said', { fly: [['    grace_period = "1m"\n', '']] }, ['[[http_service.checks]]']],
    ['a check that may have more', { fly: [['[[restart]]', '[checks.alive]\n  type = "http"\n  port = 3000\n  path = "/healthz"\n  grace_period = "1m"\n\n[[restart]]']] }, ['grace_period = "1m"']],
    ['not: no plugin to fetch', { fly: [['grace_period = "1m"', 'grace_period = "10s"']], config: [["discord: { enabled: true, dmPolicy: 'pairing' }", 'telegram: { enabled: true }']] }, []],
  ]],
  ['W05', [
    ['not said', { fly: [['[[restart]]\n  policy = "always"\n', '']] }, ['fly.toml']],
    ['on-failure', { fly: [['"always"', '"on-failure"']] }, ['policy = "on-failure"']],
    ['not: one table', { fly: [['[[restart]]', '[restart]']] }, []],
  ]],
  ['W08', [
    ['a copy that others may read', { fly: [[command, `sh -c 'cp -n /app/openclaw.json /data/openclaw.json && ${command}'`]] }, [`app = "sh -c 'cp -n /app/openclaw.json /data/openclaw.json && ${command}'"`]],
    ['root', { fly: [own], dockerfile: 'FROM ghcr.io/openclaw/openclaw:2026.9.6\nUSER root\nRUN apt-get install -y ffmpeg\n' }, ['USER root']],
    ['not: a copy of one’s own', { fly: [[command, `sh -c 'umask 077; cp -n /app/openclaw.json /data/openclaw.json && ${command}'`]] }, []],
    ['not: root for a while', { fly: [own], dockerfile: 'FROM ghcr.io/openclaw/openclaw:2026.9.6\nUSER root\nRUN apt-get install -y ffmpeg\nUSER node\n' }, []],
  ]],
  ['W09', [
    ['not said', { fly: [['  snapshot_retention = 14\n', '']] }, ['[mounts]']],
    ['five days', { fly: [['snapshot_retention = 14', 'snapshot_retention = 5']] }, ['snapshot_retention = 5']],
    ['not: longer', { fly: [['snapshot_retention = 14', 'snapshot_retention = 60']] }, []],
  ]],
])('%s', (id, rows) => {
  test.each(rows)('%s', (_what, changes, lines) => {
    expect(found(id, changes)).toEqual(lines)
  })
})
