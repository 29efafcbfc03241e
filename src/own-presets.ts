import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChannelCatalog } from './channels/catalog.ts'
import type { Channel } from './channels/define.ts'
import { OWN_PRESETS, readPreset } from './channels/preset-file.ts'
import { exitCodes, ProblemsError, UserError, type Problem } from './errors.ts'

/** The presets that a deployment keeps for itself in `channels/`; none where there is no such folder. @throws ProblemsError with every mistake in them */
export function loadOwnPresets(folder: string): readonly Channel[] {
  const place = join(folder, OWN_PRESETS)
  if (!existsSync(place)) return []
  const files = readdirSync(place).filter((name) => name.endsWith('.json')).toSorted()
  const read = files.map((name) => readPresetFile(join(place, name), `${OWN_PRESETS}/${name}`))
  const problems = read.flatMap((one, index) => [...one.problems, ...misnamed(one.channel, files[index]!)])
  if (problems.length > 0) throw new ProblemsError('preset', 'A channel preset of this deployment has mistakes.', 'mend them and run the same command again; nothing was changed', problems, exitCodes.failed)
  return read.flatMap(({ channel }) => channel ?? [])
}

/** Each is written to the file of its id: under another name there would be two of it. */
function misnamed(channel: Channel | undefined, file: string): readonly Problem[] {
  if (channel === undefined || file === `${channel.id}.json`) return []
  return [{ where: `${OWN_PRESETS}/${file}: id`, message: `${JSON.stringify(channel.id)} is not what the file is called`, hint: `call it ${OWN_PRESETS}/${channel.id}.json` }]
}

/** What is wrong with names of a preset that other channels have too; one of the same id takes that one's place. */
export function takenNames({ id, aliases }: Channel, catalog: ChannelCatalog, name: string): readonly Problem[] {
  const taken = (word: string): Channel | undefined => catalog.find((other) => other.id !== id && (other.id === word || other.aliases.includes(word)))
  return [['id', id] as const, ...aliases.map((alias, index) => [`aliases.${index}`, alias] as const)].flatMap(([path, word]) => {
    const other = taken(word)
    return other === undefined ? [] : [{ where: `${name}: ${path}`, message: `${JSON.stringify(word)} is ${other.label} already` }]
  })
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
