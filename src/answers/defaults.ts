import { appNameFault } from '../fly/app-name.ts'
import { regionForTimeZone } from '../fly/time-zone.ts'
import { findProvider, providers, type Provider } from '../models/providers.ts'
import { newestRelease } from '../releases/catalogue.ts'
import type { Given, GivenValue } from './given.ts'
import { questions, type Question } from './questions.ts'

/** What the program knows about where it runs: all that defaults depend on. */
export interface Surroundings {
  /** Name of the target folder, or null where there is none yet. */
  readonly folder: string | null
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string
}

export const DEFAULT_REPOSITORY = 'openclaw/openclaw'

/** The value of every question that has one without asking. */
export function defaultAnswers(surroundings: Surroundings): Given {
  const { folder } = surroundings
  const values: Record<string, string | number> = {
    ...(folder !== null && appNameFault(folder) === undefined && { app: folder }),
    region: regionForTimeZone(surroundings.timeZone),
    release: newestRelease,
    build: 'source',
    access: 'public',
    size: 'shared-cpu-2x',
    memory: 3072,
    volume: 3,
    model: defaultModel(providers[0]!),
  }
  return new Map(Object.entries(values).map(([key, value]): [string, GivenValue] => [key, { value, where: `default of --${key}`, layer: 'default' }]))
}

/** `provider/model`: the one we recommend of a provider. */
export function defaultModel(provider: Provider): string {
  return `${provider.id}/${provider.models[0].id}`
}

/** The questions that must be answered and are not, in the order of asking. */
export function missingAnswers(given: Given): readonly Question[] {
  return questions.filter((question) => !question.optional && !given.has(question.key) && !(question.key === 'model' && knownProvider(given)))
}

function knownProvider(given: Given): boolean {
  const provider = given.get('provider')?.value
  return typeof provider === 'string' && findProvider(provider) !== undefined
}
