import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { isRecord } from '../record.ts'
import { STATE_FILE, STATE_FOLDER, STATE_FORMAT } from '../render/base.ts'
import { readError } from './target.ts'

/** What a deployment says of its last update. It may come from anybody: nothing in it is taken unseen. */
export interface State {
  /** Version of create-openclaw-fly that wrote it. */
  readonly generator: string
  /** Of the texts last emitted, by path. */
  readonly files: ReadonlyMap<string, { readonly sha256: string; readonly mode: 0o644 | 0o755 }>
  /** As they were recorded; `conflictFromJson` reads them. */
  readonly conflicts: readonly unknown[]
}

const WAY_OUT = `take the folder ${STATE_FOLDER} from your backup or from git`

/**
 * @param own version of this program
 * @throws UserError where there is none, or it is of a later program, or it is not one
 */
export async function readState(folder: string, own: string): Promise<State> {
  await refuseLink(join(folder, STATE_FOLDER))
  const path = join(folder, STATE_FILE)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UserError('no-state', `${STATE_FILE} is missing: it says what was last generated`, `${WAY_OUT}; without them: npx create-openclaw-fly@latest adopt .`)
    throw readError(error, path)
  })
  const state = readJson(text)
  if (typeof state['format'] === 'number' && state['format'] > STATE_FORMAT) throw new UserError('state-newer', 'this deployment was made by a later version of create-openclaw-fly', 'npx --yes create-openclaw-fly@latest knows it')
  const { generator, files, conflicts } = state
  if (state['format'] !== STATE_FORMAT || typeof generator !== 'string' || !isRecord(files)) throw broken()
  if (isNewer(generator, own)) throw new UserError('state-newer', `this deployment was made by create-openclaw-fly ${generator}, and this is ${own}`, 'npx --yes create-openclaw-fly@latest knows it')
  return { generator, files: new Map(Object.entries(files).map(([name, entry]) => [name, readEntry(entry)])), conflicts: Array.isArray(conflicts) ? (conflicts as readonly unknown[]) : [] }
}

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return value
  } catch {
    throw broken()
  }
  throw broken()
}

function readEntry(entry: unknown): { readonly sha256: string; readonly mode: 0o644 | 0o755 } {
  if (!isRecord(entry) || typeof entry['sha256'] !== 'string') throw broken()
  return { sha256: entry['sha256'], mode: entry['mode'] === '755' ? 0o755 : 0o644 }
}

function broken(): UserError {
  return new UserError('state-broken', `${STATE_FILE} is not as it was written`, `${WAY_OUT}; without them remove that folder, and: npx create-openclaw-fly@latest adopt .`)
}

/** Through a link we would write somewhere else. */
async function refuseLink(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined)
  if (stats?.isSymbolicLink()) throw new UserError('state-link', `${path} is a symbolic link`, 'put the folder itself there')
}

/** By the three numbers; what comes behind them is for nobody to rely on. */
function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => (/^\d+\.\d+\.\d+/.exec(version)?.[0] ?? '0.0.0').split('.').map(Number))
  const at = left!.findIndex((part, index) => part !== right![index])
  return at !== -1 && left![at]! > right![at]!
}
