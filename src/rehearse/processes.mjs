// @ts-check
// What runs on this computer, as far as a rehearsal must know it: to measure a program with all that it started, and to
// end it. Plain Node without dependencies, as keeper.mjs runs it.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import process from 'node:process'

/** @typedef {{ pid: number, parent: number, bytes: number }} Process  `bytes`: memory that it has in use (resident) */

/** @returns {Process[] | null} every process that may be seen; null where the system has no way to tell, as Windows */
export function listProcesses(platform = process.platform) {
  try {
    if (platform === 'linux') return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap(readStatus)
    return platform === 'win32' ? null : parsePs(execFileSync('ps', ['-axo', 'pid=,ppid=,rss='], { encoding: 'utf8' }))
  } catch {
    return null // no /proc, or no ps
  }
}

/**
 * What `ps -o pid=,ppid=,rss=` prints; the memory is in KB.
 * @param {string} text
 * @returns {Process[]}
 */
export function parsePs(text) {
  return [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/gm)].map(([, pid, parent, kilobytes]) => ({ pid: Number(pid), parent: Number(parent), bytes: Number(kilobytes) * 1024 }))
}

/** @param {string} pid @returns {Process[]} */
function readStatus(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    const number = (/** @type {string} */ key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
    return [{ pid: Number(pid), parent: number('PPid'), bytes: number('VmRSS') * 1024 }]
  } catch {
    return [] // it has ended meanwhile
  }
}

/**
 * @param {readonly Process[]} all
 * @param {readonly number[]} roots
 * @returns {Process[]} these processes and all that they started, directly or not
 */
export function treeOf(all, roots) {
  const found = new Set(roots)
  for (let before = 0; before < found.size;) {
    before = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  return all.filter(({ pid }) => found.has(pid))
}

/**
 * Ends processes with all that they started, at once. Each was started as the leader of a group of its own, and so were
 * some of theirs (OpenClaw's "spawn broker"), so groups are ended as well as processes.
 * @param {readonly number[]} roots
 */
export function endTrees(roots, platform = process.platform) {
  if (platform === 'win32') return roots.forEach(endWindowsTree)
  const pids = new Set([...roots, ...treeOf(listProcesses(platform) ?? [], roots).map(({ pid }) => pid)])
  for (const pid of pids) {
    sendKill(-pid)
    sendKill(pid)
  }
}

/** @param {number} pid */
function sendKill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Ended meanwhile, or not the leader of a group.
  }
}

/** @param {number} pid */
function endWindowsTree(pid) {
  try {
    execFileSync('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true })
  } catch {
    // Ended meanwhile.
  }
}
