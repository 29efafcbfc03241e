import { appNameFault, suggestAppName } from '../fly/app-name.ts'
import { BROWSER_MEMORY_MB, BROWSER_VOLUME_GB, MIN_VOLUME_GB } from '../fly/constants.ts'
import { regionForTimeZone } from '../fly/time-zone.ts'
import { findProvider, providers, type Provider } from '../models/providers.ts'
import { newestRelease } from '../releases/catalogue.ts'
import type { Given, GivenValue } from './given.ts'
import { questions, type Question } from './questions.ts'
import { looksLikeSecret } from './secret-shapes.ts'

/** What the program knows about where it runs: all that defaults depend on. */
export interface Surroundings {
  /** Name of the target folder, or null where there is none yet. */
  readonly folder: string | null
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string
}

export const DEFAULT_REPOSITORY = 'openclaw/openclaw'

/** The value of every question that has one without asking; the image with a browser in it wants a larger machine. */
export function defaultAnswers({ folder, timeZone }: Surroundings, given: Given = new Map()): Given {
  const app = folder === null ? undefined : appNameOf(folder)
  const browser = given.get('variant')?.value === 'browser'
  const values: Record<string, string | number> = {
    ...(app !== undefined && { app }),
    region: regionForTimeZone(timeZone),
    release: newestRelease,
    build: 'source',
    access: 'public',
    size: 'shared-cpu-2x',
    memory: browser ? BROWSER_MEMORY_MB : 3072,
    volume: browser ? BROWSER_VOLUME_GB : MIN_VOLUME_GB,
    model: defaultModel(providers[0]!),
  }
  return new Map(Object.entries(values).map(([key, value]): [string, GivenValue] => [key, { value, where: `default of --${key}`, layer: 'default' }]))
}

/** The folder's name; where an app cannot have it the nearest one, unless nothing is left of it or it could be a secret. */
function appNameOf(folder: string): string | undefined {
  if (appNameFault(folder) === undefined) return folder
  const name = suggestAppName(folder)
  return name === undefined || looksLikeSecret(name) ? undefined : name
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
