import { execFileSync, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Addresses of a Fly machine's network: what stands for the machine is a network namespace, its surroundings are here. */
export interface Network {
  /** The machine's own IPv4 address, on the private link that Fly Proxy calls it through. */
  readonly machine: string
  /** Fly Proxy's end of that link, in the range that the emitted configuration trusts. */
  readonly proxy: string
  /** An IPv4 address outside of that range. No Fly machine sees one; it shows what happens without trust. */
  readonly stranger: string
  /** The machine on the private IPv6 network (6PN), and two computers on it. */
  readonly machine6: string
  readonly peers6: readonly [string, string]
  /** Words that start a program in the machine. */
  readonly inside: readonly string[]
  /** Ends whatever runs in the machine, at once, and takes everything down. */
  readonly remove: () => void
}

/** Under /etc/netns/NAME lie the files that `ip netns exec NAME` shows as /etc (ip-netns(8)). */
const etcNetns = '/etc/netns'
const prefix = 'openclaw-fly-test'

/** Why no network of a machine can be made here, or undefined where it can. */
export function whyNoNetwork(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are a part of Linux'
  if (process.getuid?.() !== 0) return 'making network namespaces takes root'
  if (spawnSync('ip', ['-V']).error !== undefined) return 'the program ip is missing (Debian package iproute2)'
  if (!existsSync('/proc/net/if_inet6')) return 'this system has no IPv6'
  const probe = `${prefix}-${process.pid}-probe`
  const { status, stderr } = spawnSync('ip', ['netns', 'add', probe], { encoding: 'utf8' })
  if (status !== 0) return `no network namespace can be made here: ${stderr.trim()}`
  ip('netns', 'del', probe)
  return undefined
}

let made = 0

/**
 * A namespace and a pair of virtual network cards: eth0 of a Fly machine, with a private IPv4 link to Fly Proxy and an
 * address on 6PN under the name that Fly gives it, and nothing else: no way out.
 */
export function createNetwork(): Network {
  removeLeftovers()
  made += 1
  const name = `${prefix}-${process.pid}-${made}`
  const link = `of${process.pid}h${made}`
  const { proxy, machine, stranger } = freeAddresses()
  const net6 = `fdaa:0:${randomInt(1, 0x1_0000).toString(16)}:a7b:${randomInt(1, 0x1_0000).toString(16)}`
  const [machine6, ...peers6] = [`${net6}::2`, `${net6}::11`, `${net6}::12`] as const
  const remove = (): void => removeNamespace(name)
  try {
    writeEtc(name, { hosts: `127.0.0.1 localhost\n::1 localhost\n${machine6} fly-local-6pn\n`, 'resolv.conf': '' })
    ip('netns', 'add', name)
    ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
    ip('addr', 'add', `${proxy}/30`, 'dev', link)
    ip('addr', 'add', `${stranger}/32`, 'dev', link)
    for (const peer of peers6) ip('addr', 'add', `${peer}/64`, 'dev', link, 'nodad')
    ip('link', 'set', link, 'up')
    ip('-n', name, 'link', 'set', 'lo', 'up')
    ip('-n', name, 'addr', 'add', `${machine}/30`, 'dev', 'eth0')
    ip('-n', name, 'addr', 'add', `${machine6}/64`, 'dev', 'eth0', 'nodad')
    ip('-n', name, 'link', 'set', 'eth0', 'up')
    ip('-n', name, 'route', 'add', `${stranger}/32`, 'dev', 'eth0')
  } catch (error) {
    remove()
    throw error
  }
  return { machine, proxy, stranger, machine6, peers6, inside: ['ip', 'netns', 'exec', name], remove }
}

function ip(...words: readonly string[]): string {
  return execFileSync('ip', words, { encoding: 'utf8', timeout: 20_000 })
}

function writeEtc(name: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(etcNetns, name), { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(etcNetns, name, file), text)
}

/** Addresses that this computer does not use: a link of four in 172.16.0.0/12, and one in the range for measurements (RFC 2544). */
function freeAddresses(): { readonly proxy: string; readonly machine: string; readonly stranger: string } {
  for (let tried = 0; tried < 100; tried += 1) {
    const start = `172.${randomInt(16, 32)}.${randomInt(0, 256)}`
    const last = randomInt(0, 64) * 4
    const addresses = { proxy: `${start}.${last + 1}`, machine: `${start}.${last + 2}`, stranger: `198.18.${randomInt(0, 256)}.${randomInt(1, 255)}` }
    if (Object.values(addresses).every(isFree)) return addresses
  }
  throw new Error('every private IPv4 link that was tried is in use on this computer')
}

function isFree(address: string): boolean {
  const routes = JSON.parse(ip('-json', '-4', 'route', 'show', 'match', address) || '[]') as readonly { readonly dst: string }[]
  return routes.every(({ dst }) => dst === 'default')
}

/** A run that was killed could not take down what it had made. */
function removeLeftovers(): void {
  for (const line of ip('netns', 'list').split('\n')) {
    const [name = ''] = line.split(' ')
    const owner = new RegExp(`^${prefix}-(\\d+)-`).exec(name)?.[1]
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) removeNamespace(name)
  }
}

function removeNamespace(name: string): void {
  rmSync(join(etcNetns, name), { recursive: true, force: true })
  if (!existsSync(join('/run/netns', name))) return
  for (const pid of ip('netns', 'pids', name).split('\n').filter(Boolean)) endProcess(Number(pid))
  ip('netns', 'del', name)
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
