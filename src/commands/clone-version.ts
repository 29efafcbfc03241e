import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The release that a clone of OpenClaw says it is; undefined where its package.json is missing, or broken. */
export async function cloneVersion(clone: string): Promise<string | undefined> {
  const version = await readFile(join(clone, 'package.json'), 'utf8').then((text) => (JSON.parse(text) as { version?: unknown } | null)?.version).catch(() => undefined)
  return typeof version === 'string' ? version : undefined
}
