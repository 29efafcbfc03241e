import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { Offline, explainGit, explainNoGit, explainNoRepository, explainServerTrouble, throwIfAborted } from './failures.ts'
import type { Shown } from './failures.ts'
import type { Watch } from './remote.ts'
import { redact } from './source.ts'

/** How to run Git for one source. */
export interface GitJob {
  readonly shown: Shown
  /** An `Authorization` header for the URL, which travels in the environment because arguments are public. */
  readonly authorization: string | null
  readonly url: string
}

/** Whatever the person's own settings are: nothing from the repository runs, and nothing asks. */
const SETTINGS = ['core.hooksPath=/dev/null', 'protocol.ext.allow=never', 'submodule.recurse=false', 'fetch.recurseSubmodules=false', 'filter.lfs.smudge=', 'filter.lfs.process=', 'filter.lfs.required=false', 'gc.auto=0', 'maintenance.auto=false']

// A repository that a calling Git (a hook, an alias) has in mind is not the one to work on.
const CALLERS = /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|SHALLOW_FILE|TRACE.*|CURL_VERBOSE|CONFIG)$/u

/**
 * Runs the system's Git without a shell and returns what it prints. Killed after `watch.patience` milliseconds without
 * output. `onLine` gets each piece of progress.
 * @throws UserError (also when there is no Git), Offline, Cancelled
 */
export async function runGit(args: readonly string[], job: GitJob, watch: Watch, onLine: (line: string) => void = () => undefined): Promise<string> {
  throwIfAborted(watch.signal)
  const child = spawn('git', [...SETTINGS.flatMap((setting) => ['-c', setting]), ...args], {
    env: environment(job),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // A session of its own: no terminal for ssh to ask on, and one signal ends Git's helpers too.
    detached: process.platform !== 'win32',
  })
  const ended = await follow(child, watch, onLine)
  throwIfAborted(watch.signal)
  if (ended.error !== undefined) throw ended.error.code === 'ENOENT' ? explainNoGit(job.shown) : ended.error
  if (ended.silent) throw new Offline(`Git has had no answer from ${job.shown.repository} for ${watch.patience / 1000} s`)
  if (ended.code !== 0) throw explain(ended.stderr, job)
  return ended.stdout
}

interface Ended { readonly code: number | null, readonly stdout: string, readonly stderr: string, readonly silent: boolean, readonly error?: NodeJS.ErrnoException }

function follow(child: ChildProcess, { signal, patience }: Watch, onLine: (line: string) => void): Promise<Ended> {
  const said = { stdout: '', stderr: '', silent: false }
  const stop = (): void => end(child)
  const timer = setTimeout(() => { said.silent = true; stop() }, patience)
  signal?.addEventListener('abort', stop, { once: true })
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      timer.refresh()
      said[name] += text
      if (name === 'stderr') text.split(/[\r\n]+/u).forEach(onLine)
    })
  }
  return new Promise<Ended>((resolve) => {
    child.on('error', (error) => resolve({ ...said, code: null, error }))
    child.on('close', (code) => resolve({ ...said, code }))
  }).finally(() => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  })
}

function end(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === 'win32') return void child.kill()
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Gone already: just what was wanted.
  }
}

function environment({ authorization, url }: GitJob): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !CALLERS.test(name)))
  const quiet = { GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', SSH_ASKPASS_REQUIRE: 'never', GCM_INTERACTIVE: 'never', GIT_LFS_SKIP_SMUDGE: '1', LC_ALL: 'C' }
  if (authorization === null) return { ...own, ...quiet }
  const count = Number(own['GIT_CONFIG_COUNT'] ?? 0)
  return { ...own, ...quiet, GIT_CONFIG_COUNT: String(count + 1), [`GIT_CONFIG_KEY_${count}`]: `http.${new URL(url).origin}/.extraHeader`, [`GIT_CONFIG_VALUE_${count}`]: `Authorization: ${authorization}` }
}

const OFFLINE = /could not resolve|connection (?:refused|timed out|reset|closed)|failed to connect|couldn't connect|unreachable|no route to host|certificate|ssl|tls|gnutls|proxy|early eof|empty reply|hung up unexpectedly|operation timed out|recv failure/iu
const NO_REPOSITORY = /not found|does not exist|does not appear to be a git|no such file|authentication failed|could not read (?:username|password)|permission denied|access denied|returned error: 40[134]/iu

const GENERAL = /^(?:fatal: could not read from remote|please make sure|and the repository exists)/iu

/** Git tells failures apart only in words. The address is taken out first, as its words are not Git's. */
function explain(stderr: string, { shown, url }: GitJob): Error {
  const said = redact(stderr.replaceAll(url, '')).replace(/[^\P{Cc}\n\r]/gu, '')
  const [, status] = /returned error: (429|5\d\d)/u.exec(said) ?? []
  if (status !== undefined) return explainServerTrouble(shown, shown.repository, `HTTP ${status}`)
  if (NO_REPOSITORY.test(said) && !/could not resolve/iu.test(said)) return explainNoRepository(shown)
  const lines = said.split(/[\r\n]+/u).filter((line) => line.trim() !== '' && !GENERAL.test(line))
  const reason = (lines.find((line) => /^(?:fatal|error):/u.test(line)) ?? lines[0] ?? 'it gives no reason').slice(0, 300)
  return OFFLINE.test(said) ? new Offline(`no connection to ${shown.repository}: ${reason.replace(/^fatal: (?:unable to access ''?\/?'?: )?/u, '')}`) : explainGit(shown, reason)
}
