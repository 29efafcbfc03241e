import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import degit from 'degit'
import { clone } from '../src/clone/clone.ts'
import type { Scratch } from '../test/support/scratch.ts'
import { median, ms, ratio } from './measure.ts'
import type { Table } from './table.ts'

const FILES = 15_000
const ROUNDS = 3
const REF = 'v2026.9.6'

/** What a run of this table writes in all. */
export const CLONE_BYTES = 2 * 1024 ** 3

/** A source tree of OpenClaw's size, fetched from one server on this computer by Git, degit and us. */
export async function cloneTable({ folder: scratch, isMemory }: Scratch): Promise<Table> {
  const root = join(scratch, 'served')
  makeRepository(join(scratch, 'tree'), join(root, 'openclaw', 'openclaw.git'))
  const server = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'clone-server.ts'), root], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const origin = line.toString('utf8').trim()
    const times = new Map<string, number[]>()
    for (let round = 0; round <= ROUNDS; round++) {
      const folder = join(scratch, `round-${round}`)
      for (const [name, run] of ways(origin, folder)) {
        const start = performance.now()
        await run()
        // The first round warms the server, which packs the archive once.
        if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - start])
      }
    }
    const medians = [...times].map(([name, all]) => [name, median(all)] as const)
    const git = medians[0]![1]
    return {
      title: 'Fetching the source',
      note: `${FILES.toLocaleString('en')} files at one tag, from a server on this computer to ${isMemory ? 'files in memory, where no disk decides' : 'its disk, whose state decides much'}; median of ${ROUNDS} rounds in turns. "Cached": the same tag once more, which asks the server for its commit alone.`,
      head: ['', 'time', 'beside git'],
      rows: medians.map(([name, time]) => [name, ms(time), ratio(time, git)]),
      bars: { unit: 'ms', values: medians },
    }
  } finally {
    server.kill()
  }
}

function ways(origin: string, out: string): readonly (readonly [name: string, run: () => Promise<unknown>])[] {
  const ours = (folder: string) => () => clone({ repository: 'openclaw/openclaw', ref: REF }, { destination: join(out, folder), cacheDir: join(out, 'cache'), origin })
  return [
    ['git clone --depth 1', () => runGit('clone', '--quiet', '--depth', '1', '--branch', REF, `${origin}/openclaw/openclaw.git`, join(out, 'git'))],
    ['degit', () => unpackWithDegit(origin, join(out, 'degit'), join(out, 'degit-cache'))],
    ['create-openclaw-fly', ours('ours')],
    ['create-openclaw-fly, cached', ours('cached')],
  ]
}

/** degit's own way from an archive to a folder; the archive comes from our server, and its own cache is left alone. */
async function unpackWithDegit(origin: string, destination: string, cache: string): Promise<void> {
  mkdirSync(cache, { recursive: true })
  const commit = execFileSync('git', ['ls-remote', `${origin}/openclaw/openclaw.git`, REF], { encoding: 'utf8' }).slice(0, 40)
  const job = degit('openclaw/openclaw', {
    fetch: async (_url, file) => writeFileSync(file, Buffer.from(await (await fetch(`${origin}/openclaw/openclaw/archive/${commit}.tar.gz`)).arrayBuffer())),
    git: { fetchRefs: async () => [{ type: 'tag', name: REF, hash: commit }], clone: async () => undefined },
  })
  job.repo = { ...job.repo!, ref: REF }
  Object.defineProperty(job, 'getRepoDir', { value: () => cache })
  await job.cloneWithTar(destination)
}

async function runGit(...words: readonly string[]): Promise<void> {
  const [code] = (await once(spawn('git', ['-c', 'advice.detachedHead=false', ...words], { stdio: 'ignore' }), 'exit')) as [number | null]
  if (code !== 0) throw new Error(`git ${words[0]} ended with ${String(code)}`)
}

/** Text of no meaning, always the same, that packs about as well as a program does. */
function makeRepository(tree: string, bare: string): void {
  const words = 'const export function return await import gateway channel session message config schema token secret model agent plugin runtime handler error string number boolean readonly interface type async throw'.split(' ')
  let seed = 6
  const draw = (below: number): number => {
    seed ^= seed << 13
    seed ^= seed >>> 17
    seed ^= seed << 5
    return (seed >>> 0) % below
  }
  for (let file = 0; file < FILES; file++) {
    const path = join(tree, `packages/p${draw(120)}/src/m${draw(10)}/f${file}.ts`)
    mkdirSync(dirname(path), { recursive: true })
    const lines = Array.from({ length: 10 + draw(220) }, () => `${words[draw(words.length)]} ${words[draw(words.length)]}_${draw(40_000)} ${words[draw(words.length)]}\n`)
    writeFileSync(path, lines.join(''))
  }
  for (const [name, text] of [['Dockerfile', 'FROM node\n'], ['package.json', '{}\n']]) writeFileSync(join(tree, name!), text!)
  const run = (...args: readonly string[]): unknown => execFileSync('git', ['-C', tree, '-c', 'user.name=n', '-c', 'user.email=n@example.com', ...args], { stdio: 'ignore' })
  run('init', '--quiet')
  run('add', '--all')
  run('commit', '--quiet', '--message', 'one')
  run('tag', REF)
  mkdirSync(dirname(bare), { recursive: true })
  run('clone', '--quiet', '--bare', tree, bare)
}
