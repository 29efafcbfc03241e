import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChannelCatalog } from './channels/catalog.ts'
import type { Channel } from './channels/define.ts'
import { OWN_PRESETS, readPreset } from './channels/preset-file.ts'
import { exitCodes, ProblemsError, UserError } from './errors.ts'

/** The presets that a deployment keeps for itself in `channels/`; none where there is no such folder. @throws ProblemsError with every mistake in them */
export function loadOwnPresets(folder: string): readonly Channel[] {
  const place = join(folder, OWN_PRESETS)
  if (!existsSync(place)) return []
  const files = readdirSync(place).filter((name) => name.endsWith('.json')).toSorted()
  const read = files.map((name) => readPresetFile(join(place, name), `${OWN_PRESETS}/${name}`))
  const problems = read.flatMap((one) => one.problems)
  if (problems.length > 0) throw new ProblemsError('preset', 'A channel preset of this deployment has mistakes.', 'mend them and run the same command again; nothing was changed', problems, exitCodes.failed)
  return read.flatMap(({ channel }) => channel ?? [])
}

/** @throws UserError where it cannot be read */
export function readPresetFile(path: string, shown: string): ReturnType<typeof readPreset> {
  try {
    return readPreset(readFileSync(path, 'utf8'), shown)
  } catch (error) {
    throw new UserError('preset-unreadable', `${shown} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, 'give the path of a JSON file', exitCodes.usage)
  }
}

/** A deployment's own presets beside ours, and in place of those of the same id. */
export function withOwnPresets(catalog: ChannelCatalog, own: readonly Channel[]): ChannelCatalog {
  const others = catalog.filter(({ id }) => !own.some((one) => one.id === id))
  return [...others, ...own].toSorted((a, b) => (a.label.toLowerCase() < b.label.toLowerCase() ? -1 : 1))
}
