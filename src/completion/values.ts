import { imageVariants } from '../answers/answers.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { describeRegion, regions } from '../fly/regions.ts'
import { machineSizes } from '../fly/sizes.ts'
import { providers } from '../models/providers.ts'
import { catalogue } from '../releases/catalogue.ts'
import { LATEST } from '../releases/release.ts'

/** One thing that can be written next, and what it is. */
export interface Candidate {
  readonly value: string
  readonly about?: string
}

/** What can be written next: words, or a path that the shell looks for itself. */
export interface Completion {
  readonly candidates: readonly Candidate[]
  readonly paths?: 'files' | 'folders'
}

const nothing: Completion = { candidates: [] }

/** What a flag takes, as far as it is one of a few things; `name` is without its dashes. */
export function valuesOf(name: string, catalog: ChannelCatalog): Completion {
  const of = values[name]
  if (of !== undefined) return of(catalog)
  const [, id, question] = /^([a-z0-9-]+)[.](?:accounts[.][a-z0-9]+[.])?([a-z0-9-]+)$/.exec(name) ?? []
  const asked = catalog.find((channel) => channel.id === id)?.questions[question ?? '']
  return asked?.kind === 'choice' ? { candidates: asked.choices.map(({ value, label }) => ({ value, about: label })) } : nothing
}

/** The channels that there are. */
export function channelsOf(catalog: ChannelCatalog): readonly Candidate[] {
  return catalog.map(({ id, label }) => ({ value: id, about: label }))
}

type Values = (catalog: ChannelCatalog) => Completion

const few = (...words: readonly string[]): Values => () => ({ candidates: words.map((value) => ({ value })) })
const files: Values = () => ({ ...nothing, paths: 'files' })
const folders: Values = () => ({ ...nothing, paths: 'folders' })
/** The newest come first: hardly anybody wants another one. */
const releases: Values = () => ({ candidates: [{ value: LATEST, about: 'ask npm' }, ...catalogue.map(({ release, built }) => ({ value: release, about: built })).toReversed()] })
const models: Values = () => ({ candidates: providers.flatMap(({ id, models: offered }) => offered.map((model) => ({ value: `${id}/${model.id}`, about: model.label }))) })

const values: Readonly<Record<string, Values>> = {
  region: () => ({ candidates: regions.map((region) => ({ value: region.code, about: describeRegion(region) })) }),
  release: releases,
  to: releases,
  from: releases,
  build: few('source', 'image'),
  variant: few(...imageVariants),
  access: few('public', 'private'),
  size: few(...machineSizes.map(({ name }) => name)),
  provider: () => ({ candidates: providers.map(({ id, label }) => ({ value: id, about: label })) }),
  model: models,
  fallback: models,
  channel: (catalog) => ({ candidates: channelsOf(catalog) }),
  conflicts: few('mine', 'new'),
  answers: files,
  preset: files,
  config: files,
  openclaw: files,
  restore: files,
  C: folders,
  'from-scratch': folders,
}
