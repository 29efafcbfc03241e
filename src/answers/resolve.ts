import type { ChannelCatalog } from '../channels/catalog.ts'
import { needsOf } from '../channels/needs.ts'
import type { Problem } from '../errors.ts'
import { MIN_MEMORY_MB } from '../fly/constants.ts'
import { findSize, fittingMemory, heapFor, memoryFault } from '../fly/sizes.ts'
import { findProvider, providerOf, type Provider } from '../models/providers.ts'
import { hasBrowser, type AccessAnswer, type Answers, type ImageAnswer, type MachineAnswer, type ModelAnswer } from './answers.ts'
import { resolveAccounts } from './account-answers.ts'
import { parseChannels, recognisedChannels, resolveChannelAnswers } from './channel-answers.ts'
import { needsProblems } from './channel-needs.ts'
import { DEFAULT_REPOSITORY, defaultModel } from './defaults.ts'
import { outranks, type Given, type GivenValue } from './given.ts'
import { parsers } from './parsers.ts'
import { problemsIn, type Parsed, type Parser } from './values.ts'

/** Checked answers, or everything that is wrong with them. */
export type Resolved =
  | { readonly ok: true; readonly answers: Answers }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Checks what was given, all of it: each answer by itself, then what must fit together.
 * `given` must hold every answer that is not optional; `missingAnswers` tells which it does not.
 */
export function resolveAnswers(given: Given, catalog: ChannelCatalog): Resolved {
  const reader = new Reader(given)
  const app = reader.read('app', parsers.app)
  const org = reader.read('org', parsers.org) ?? null
  const region = reader.read('region', parsers.region)
  const release = reader.read('release', parsers.release)
  const image = resolveImage(reader)
  const access = resolveAccess(reader)
  const named = given.get('channel') && parseChannels(given.get('channel')!, catalog)
  const chosen = named?.ok ? named.value : recognisedChannels(given, catalog)
  const channels = resolveChannelAnswers(chosen, catalog, release, given)
  const { problems: accountProblems, ...more } = resolveAccounts(chosen, release, given)
  const needs = needsOf(chosen, channels.answers, more.accounts)
  const machine = resolveMachine(reader, image, needs.memoryMb)
  const model = resolveModel(reader)
  reader.problems.push(...(named === undefined ? [] : problemsIn(named)), ...channels.problems, ...accountProblems, ...needsProblems(chosen, needs, more.accounts ?? {}, access?.mode === 'private', given))
  if (reader.problems.length === 0 && app && region && release && image && access && machine && model)
    return { ok: true, answers: { app, org, region, release, image, access, machine, model, channels: channels.answers, ...more } }
  return { ok: false, problems: reader.problems }
}

/** Reads one answer after the other and keeps every problem. */
class Reader {
  readonly problems: Problem[] = []
  readonly given: Given

  constructor(given: Given) {
    this.given = given
  }

  read<T>(key: string, parser: Parser<T>): T | undefined {
    const value = this.given.get(key)
    if (value === undefined) return undefined
    const parsed: Parsed<T> = parser(value)
    if (parsed.ok) return parsed.value
    this.problems.push(...problemsIn(parsed))
    return undefined
  }

  /**
   * Says that an answer contradicts another one, unless it was not given at all, or the other one has more say: with
   * `--access private` the domain of the answers file is out of the way, not in it.
   */
  reject(key: string, message: string, otherKey?: string): void {
    const value = this.given.get(key)
    const other = otherKey === undefined ? undefined : this.given.get(otherKey)
    if (value === undefined || (other !== undefined && outranks(other, value))) return
    this.problems.push({ where: value.where, message })
  }

  isDefault(key: string): boolean {
    return this.given.get(key)?.layer === 'default'
  }
}

function resolveImage(reader: Reader): ImageAnswer | undefined {
  const build = reader.read('build', parsers.build)
  const repository = reader.read('repository', parsers.repository)
  const variant = reader.read('variant', parsers.variant)
  if (build === 'image') reader.reject('repository', 'a repository goes with a build from source, and the build is image', 'build')
  if (build === 'source') reader.reject('variant', 'a variant goes with the official image, and the build is source', 'build')
  if (build === undefined) return undefined
  return build === 'source' ? { build, repository: repository ?? DEFAULT_REPOSITORY } : { build, variant: variant ?? 'default' }
}

function resolveAccess(reader: Reader): AccessAnswer | undefined {
  const mode = reader.read('access', parsers.access)
  const domain = reader.read('domain', parsers.domain) ?? null
  if (mode === 'private') {
    reader.reject('domain', 'a domain needs public access, and the access is private', 'access')
    return { mode }
  }
  return mode && { mode, domain }
}

/** @param channelsMb what the channels want on top of OpenClaw's own */
function resolveMachine(reader: Reader, image: ImageAnswer | undefined, channelsMb: number): MachineAnswer | undefined {
  const name = reader.read('size', parsers.size)
  const memory = reader.read('memory', parsers.memory)
  const heap = reader.read('heap', parsers.heap) ?? null
  const volumeGb = reader.read('volume', parsers.volume)
  const size = name && findSize(name)
  if (!size || memory === undefined) return undefined
  const least = MIN_MEMORY_MB + channelsMb
  const memoryMb = reader.isDefault('memory') ? fittingMemory(size, Math.max(memory, least)) : memory
  const fault = memoryFault(size, memoryMb)
  if (fault !== undefined) reader.reject('memory', fault)
  else if (memoryMb < least) reader.reject(reader.isDefault('memory') ? 'size' : 'memory', `the channels want ${channelsMb} MB on top of OpenClaw's ${MIN_MEMORY_MB}: give ${least} MB or more`)
  const tooMuch = heap !== null && heap > memoryMb - 512
  if (tooMuch) reader.reject('heap', `the heap must leave 512 MB of the ${memoryMb} MB to the rest; leave it out to get ${heapFor(memoryMb, hasBrowser(image), channelsMb)}`, 'memory')
  return volumeGb === undefined ? undefined : { size: size.name, memoryMb, heapMb: tooMuch ? null : heap, volumeGb }
}

/** Where provider and model do not go together, the one given with more say stays (a flag over a file). */
function resolveModel(reader: Reader): ModelAnswer | undefined {
  const provider = reader.read('provider', parsers.provider)
  const given = { provider: reader.given.get('provider'), model: reader.given.get('model') }
  const model = reader.read('model', parsers.model)
  const fallbacks = reader.read('fallback', parsers.fallback) ?? []
  const chosen = provider && findProvider(provider)
  const primary = chosen && givenModelYields(chosen, given.provider, given.model, model) ? defaultModel(chosen) : model
  if (chosen && primary !== undefined && providerOf(primary) !== chosen.id && !outranks(given.model!, given.provider!))
    reader.reject('model', `this model is not one of the provider ${chosen.id}`)
  return primary === undefined ? undefined : { primary, fallbacks: fallbacks.filter((fallback) => fallback !== primary) }
}

/** Whether the provider brings its own first model: none was given, or one of another provider with less say. */
function givenModelYields(provider: Provider, givenProvider: GivenValue | undefined, givenModel: GivenValue | undefined, model: string | undefined): boolean {
  if (givenModel === undefined) return true
  return model !== undefined && providerOf(model) !== provider.id && outranks(givenProvider!, givenModel)
}
