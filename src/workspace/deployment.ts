import { isUtf8 } from 'node:buffer'
import { chmod, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { ANSWERS_FILE } from '../answers/answers.ts'
import { UserError } from '../errors.ts'
import type { OwnFile, Plan, Present } from '../merge/plan.ts'
import { BASE_FOLDER, STATE_FILE } from '../render/base.ts'
import type { EmittedFile, FileSet } from '../render/file-set.ts'
import { readAnswersText } from './answers-file.ts'
import { fileError } from './target.ts'
import { temporaryName } from './temporary.ts'

/** The text of a deployment's answers file. @throws UserError where the folder is not a deployment */
export async function readDeploymentText(folder: string): Promise<string> {
  const path = join(folder, ANSWERS_FILE)
  return readAnswersText(path, path).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'answers-absent') throw new UserError('not-a-deployment', `${folder} is not a deployment: it has no ${ANSWERS_FILE}`, 'go into the deployment, or name it with -C DIR')
    throw error
  })
}

/** Reads what was last emitted and what is there now; `paths` are those that would be emitted today. */
export async function readPresent(folder: string, paths: Iterable<string>): Promise<Present> {
  const base = await readBase(folder)
  const all = [...new Set([...paths, ...base.keys()])]
  const files = await Promise.all(all.map(async (path) => [path, await readOwn(join(folder, path))] as const))
  return { base, mine: new Map(files.filter((entry): entry is readonly [string, OwnFile] => entry[1] !== undefined)) }
}

/** Carries the plan out, each file in one step; the base and its hashes come last, so a kill leaves the old base. */
export async function applyPlan(folder: string, plan: Plan, state: FileSet): Promise<void> {
  try {
    for (const change of plan) {
      if (change.kind === 'delete') await rm(join(folder, change.path), { force: true })
      if (change.kind === 'mode') await chmod(join(folder, change.path), change.mode)
      if (change.kind === 'write' || change.kind === 'merge') await replace(join(folder, change.path), change.text, change.mode)
      if (change.kind === 'beside') await replace(join(folder, change.beside), change.text, change.mode)
    }
    const [last, rest] = [state.get(STATE_FILE)!, [...state].filter(([path]) => path !== STATE_FILE)]
    for (const [path, { text, mode }] of rest) await replace(join(folder, path), text, mode)
    await replace(join(folder, STATE_FILE), last.text, last.mode)
  } catch (error) {
    throw fileError(error as NodeJS.ErrnoException, folder)
  }
}

async function replace(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const half = temporaryName(path)
  try {
    const file = await open(half, 'wx', mode)
    await file.writeFile(text).finally(() => file.close())
    await rename(half, path)
  } finally {
    await rm(half, { force: true })
  }
}

/** @throws UserError where there is none */
async function readBase(folder: string): Promise<ReadonlyMap<string, EmittedFile>> {
  const base = join(folder, BASE_FOLDER)
  const entries = await readdir(base, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UserError('no-base', `${base} is missing: it holds what was last generated`, 'take it from your backup or from git')
    throw fileError(error, base)
  })
  const modes = await readModes(folder)
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(base, join(entry.parentPath, entry.name)).split(sep).join('/'))
  return new Map(await Promise.all(paths.map(async (path) => [path, { text: await readFile(join(base, path), 'utf8'), mode: modes(path) }] as const)))
}

async function readModes(folder: string): Promise<(path: string) => EmittedFile['mode']> {
  const text = await readFile(join(folder, STATE_FILE), 'utf8').catch(() => '{}')
  const { files } = JSON.parse(text) as { files?: Readonly<Record<string, { mode?: string } | undefined>> }
  return (path) => (files?.[path]?.mode === '755' ? 0o755 : 0o644)
}

async function readOwn(path: string): Promise<OwnFile | undefined> {
  try {
    const stats = await lstat(path)
    if (stats.isDirectory()) return { kind: 'other', what: 'a folder' }
    if (stats.isSymbolicLink()) return { kind: 'other', what: 'a symbolic link' }
    if (!stats.isFile()) return { kind: 'other', what: 'no ordinary file' }
    const bytes = await readFile(path)
    if (!isUtf8(bytes)) return { kind: 'other', what: 'not a text' }
    return { kind: 'text', text: bytes.toString('utf8'), executable: process.platform === 'win32' ? undefined : (stats.mode & 0o100) !== 0 }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw fileError(error as NodeJS.ErrnoException, path)
  }
}
