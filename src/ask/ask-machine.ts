import { parseChannels } from '../answers/channel-answers.ts'
import { parsers } from '../answers/parsers.ts'
import { needsOf } from '../channels/needs.ts'
import { BROWSER_MEMORY_MB, BROWSER_VOLUME_GB, MIN_MEMORY_MB, MIN_VOLUME_GB } from '../fly/constants.ts'
import { estimateMonth, formatEstimate } from '../fly/price.ts'
import { findSize, machineSizes, memoryFault, type MachineSize } from '../fly/sizes.ts'
import { askText, put, read, type Draft } from './draft.ts'
import { promptChoice } from './prompts/prompt-choice.ts'
import { texts } from './texts.ts'

/** What is offered, in GB, besides the memory that is suggested. */
const MEMORY_STEPS = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128]

export async function askSize(draft: Draft): Promise<void> {
  if (draft.given.has('size')) return
  const suggestion = read(draft.defaults, 'size', parsers.size) ?? ''
  const options = fittingSizes(draft).map((size) => {
    const mb = suggestMemory(draft, size)
    const label = texts.label.size(size.name, mb / 1024, estimate(draft, size, mb))
    return { value: size.name, label, hint: size.name === suggestion ? texts.recommended : undefined }
  })
  put(draft, 'size', await promptChoice(draft.io, { ...texts.size, options, suggestion }))
}

export async function askMemory(draft: Draft): Promise<void> {
  const size = findSize(read(draft.given, 'size', parsers.size) ?? '')
  if (draft.given.has('memory') || size === undefined) return
  const suggestion = suggestMemory(draft, size)
  const choices = [...new Set([suggestion, ...MEMORY_STEPS.map((gb) => gb * 1024)])]
    .filter((mb) => mb >= leastMemory(draft) && memoryFault(size, mb) === undefined)
    .toSorted((a, b) => a - b)
  const options = choices.map((mb) => ({
    value: mb,
    label: texts.label.memory(mb / 1024, estimate(draft, size, mb)),
    hint: mb === suggestion ? texts.recommended : undefined,
  }))
  const help = usesBrowser(draft) ? texts.memory.browserHelp : texts.memory.help
  put(draft, 'memory', options.length === 1 ? suggestion : await promptChoice(draft.io, { title: texts.memory.title, help, options, suggestion }))
}

export async function askVolume(draft: Draft): Promise<void> {
  if (draft.given.has('volume')) return
  const gb = suggestVolume(draft)
  await askText(draft, 'volume', parsers.volume, { title: texts.volume.title, help: texts.volume.help(gb), suggestion: String(gb) })
}

/** Those that can have the memory that was given, or that the image wants. */
function fittingSizes(draft: Draft): readonly MachineSize[] {
  const memory = read(draft.given, 'memory', parsers.memory)
  const fitting = machineSizes.filter((size) => (memory === undefined ? size.maxMb >= wantedMemory(draft, MIN_MEMORY_MB) : memoryFault(size, memory) === undefined))
  return fitting.length > 0 ? fitting : machineSizes
}

/** The memory that was given, or the nearest to the usual one that this size can have. */
function suggestMemory(draft: Draft, size: MachineSize): number {
  const given = read(draft.given, 'memory', parsers.memory)
  if (given !== undefined && memoryFault(size, given) === undefined) return given
  const wanted = wantedMemory(draft, read(draft.defaults, 'memory', parsers.memory) ?? MIN_MEMORY_MB)
  return Math.min(size.maxMb, Math.max(size.minMb, Math.ceil(wanted / size.stepMb) * size.stepMb))
}

function wantedMemory(draft: Draft, usual: number): number {
  return Math.max(usual, leastMemory(draft), usesBrowser(draft) ? BROWSER_MEMORY_MB : 0)
}

/** OpenClaw's own, and what the channels' programs want on top. */
function leastMemory(draft: Draft): number {
  const channels = read(draft.given, 'channel', (value) => parseChannels(value, draft.catalog)) ?? []
  return MIN_MEMORY_MB + needsOf(channels, {}).memoryMb
}

function usesBrowser(draft: Draft): boolean {
  return read(draft.given, 'build', parsers.build) === 'image' && read(draft.given, 'variant', parsers.variant) === 'browser'
}

function suggestVolume(draft: Draft): number {
  return read(draft.given, 'volume', parsers.volume) ?? (usesBrowser(draft) ? BROWSER_VOLUME_GB : MIN_VOLUME_GB)
}

function estimate(draft: Draft, size: MachineSize, mb: number): string {
  const month = estimateMonth(size, mb, suggestVolume(draft))
  return month === undefined ? formatEstimate(month) : texts.label.estimate(formatEstimate(month))
}
