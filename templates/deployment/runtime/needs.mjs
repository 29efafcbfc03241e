// @ts-check
// Beside boot.mjs where channels keep something outside the state directory, or need a program that is not in the image:
// needs.json says what. Folders of the home directory become links to the volume; programs are fetched there once.
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { inflateRawSync } from 'node:zlib'

/**
 * @typedef {{ home: string, place: string }} Folder  below the home directory; below the state directory
 * @typedef {{ url: string, sha256: string, to: string }} Program  the last word of `to` is its name
 * @typedef {(command: string[], limit: number) => Promise<number>} Run  gives the exit code
 * @typedef {(text: string) => void} Log
 */

/** What a fetch and an unpacking may take. In milliseconds. */
const LIMIT = 300_000

/**
 * Nothing here stops the gateway: a channel without its program is one that is silent, and the log says why.
 * @param {string} stateDir
 * @param {Run} run
 * @param {Log} log
 */
export async function seeToNeeds(stateDir, run, log, home = homedir(), needs = readNeeds()) {
  for (const folder of needs.folders) attempt(() => keep(folder, stateDir, home, log), log)
  const programs = join(stateDir, 'programs')
  // What you install there yourself (npm install --global --prefix) has its commands in bin.
  process.env.PATH = [programs, join(programs, 'bin'), process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(':')
  for (const program of needs.programs) await fetchProgram(program, programs, run, log).catch((error) => log(`could not fetch ${basename(program.to)}: ${error.message}. The next start tries again`))
}

/** @returns {{ folders: Folder[], programs: Program[] }} */
function readNeeds() {
  return JSON.parse(readFileSync(new URL('needs.json', import.meta.url), 'utf8'))
}

/**
 * Makes a link of a folder in the home directory, which is new after each deploy. What is there already moves to the
 * volume; where both have something, the volume's stays in use and the other is put beside it.
 * @param {Folder} folder
 * @param {string} stateDir
 * @param {string} home
 * @param {Log} log
 */
function keep({ home: path, place }, stateDir, home, log) {
  const [from, to] = [join(home, path), join(stateDir, place)]
  mkdirSync(to, { recursive: true, mode: 0o700 })
  mkdirSync(dirname(from), { recursive: true })
  const stat = lstatSync(from, { throwIfNoEntry: false })
  if (stat?.isSymbolicLink()) rmSync(from)
  else if (stat) moveTo(from, to, log)
  symlinkSync(to, from)
}

/** @param {string} from @param {string} to @param {Log} log */
function moveTo(from, to, log) {
  const target = readdirSync(to).length === 0 ? to : mkdtempSync(`${to}.found-`)
  cpSync(from, target, { recursive: true, preserveTimestamps: true })
  rmSync(from, { recursive: true })
  log(`moved what was in ${from} to the volume: ${target}`)
}

/** @param {Program} program @param {string} folder @param {Run} run @param {Log} log */
async function fetchProgram({ url, sha256, to }, folder, run, log) {
  const [name, mark] = [basename(to), join(folder, `${basename(to)}.sha256`)]
  if (existsSync(join(folder, name)) && existsSync(mark) && readFileSync(mark, 'utf8') === sha256) return
  log(`fetching ${name}`)
  const answer = await fetch(url, { signal: AbortSignal.timeout(LIMIT) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('what came is not what was expected (its hash is another)')
  mkdirSync(folder, { recursive: true })
  const work = mkdtempSync(join(folder, '.new-'))
  try {
    const isArchive = /\.t(ar\.)?gz$/.test(url)
    writeFileSync(join(work, isArchive ? 'archive' : name), url.endsWith('.zip') ? unzip(bytes, name) : bytes)
    if (isArchive && await run(['tar', '-xzf', join(work, 'archive'), '-C', work], LIMIT) !== 0) throw new Error('it could not be unpacked')
    chmodSync(join(work, name), 0o755)
    rmSync(mark, { force: true })
    renameSync(join(work, name), join(folder, name))
    writeFileSync(mark, sha256)
    log(`fetched ${name}`)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * A file of a zip (APPNOTE 4.3: its list is at the end), stored or deflated; the machine has no unzip. The hash was right, so
 * it is as its maker made it.
 * @param {Buffer} bytes
 * @param {string} name
 */
function unzip(bytes, name) {
  const end = bytes.lastIndexOf('PK\x05\x06')
  for (let at = bytes.readUInt32LE(end + 16), left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, start] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)]
    const [nameSize, moreSize] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)]
    if (bytes.toString('utf8', at + 46, at + 46 + nameSize) === name) {
      const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
      const packed = bytes.subarray(from, from + size)
      return method === 8 ? inflateRawSync(packed) : packed
    }
    at += 46 + nameSize + moreSize
  }
  throw new Error(`there is no ${name} in it`)
}

/** @param {() => void} work @param {Log} log */
function attempt(work, log) {
  try {
    work()
  } catch (error) {
    log(`could not keep a channel's data on the volume: ${error}`)
  }
}
