import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { ANSWERS_FILE } from '../answers/answers.ts'
import { UserError } from '../errors.ts'
import type { Plan, Present } from '../merge/plan.ts'
import { BASE_FOLDER, STATE_FILE } from '../render/base.ts'
import type { FileSet } from '../render/file-set.ts'
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
  const base = await readTree(join(folder, BASE_FOLDER))
  const mine = new Map<string, string>()
  for (const path of new Set([...paths, ...base.keys()])) {
    const text = await readText(join(folder, path))
    if (text !== undefined) mine.set(path, text)
  }
  return { base, mine }
}

/** Carries the plan out, each file in one step; the base and its hashes come last, so a kill leaves the old base. */
export async function applyPlan(folder: string, plan: Plan, state: FileSet): Promise<void> {
  try {
    for (const change of plan) {
      if (change.kind === 'delete') await rm(join(folder, change.path), { force: true })
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

async function readTree(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UserError('no-base', `${folder} is missing: it holds what was last generated`, 'take it from your backup or from git')
    throw error
  })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(files.map(async (path) => [relative(folder, path).split(sep).join('/'), await readFile(path, 'utf8')] as const)))
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw fileError(error, path)
  })
}
