import { describeRegion, findRegion, regions, retiredRegions } from '../fly/regions.ts'
import { appNameFault, suggestAppName } from '../fly/app-name.ts'
import { MAX_VOLUME_GB, MIN_MEMORY_MB, MIN_VOLUME_GB } from '../fly/constants.ts'
import { machineSizes } from '../fly/sizes.ts'
import { modelFault, providers } from '../models/providers.ts'
import { findRelease, isNewerThanKnown, nearestKnown, newestRelease } from '../releases/catalogue.ts'
import { isReleaseForm, LATEST, readTestRelease, type Release } from '../releases/release.ts'
import { imageVariants } from './answers.ts'
import { readRepository } from './repository.ts'
import { nearest } from './suggest.ts'
import { accept, parseChoice, parseEach, parseSize, parseText, refuse, type Parsed, type Parser } from './values.ts'

/** Checks each answer by itself; what must fit together is checked by `resolveAnswers`. */
export const parsers = {
  app: checked(appNameFault, (name) => {
    const suggestion = suggestAppName(name)
    return suggestion && `for instance ${suggestion}`
  }),
  org: checked((slug) => (/^[a-z0-9](?:[a-z0-9-]{0,62})$/.test(slug) ? undefined : 'an organisation is given by its slug: lowercase letters, digits and dashes'), () => 'fly orgs list shows yours'),
  region: parseRegion,
  release: parseRelease,
  build: (given) => parseChoice(given, ['source', 'image'] as const),
  repository: checked(repositoryFault, () => 'write owner/name for GitHub, or a git URL without a password'),
  variant: (given) => parseChoice(given, imageVariants),
  access: (given) => parseChoice(given, ['public', 'private'] as const),
  domain: checked(domainFault, () => 'for instance assistant.example.com'),
  size: (given) => parseChoice(given, machineSizes.map((size) => size.name)),
  memory: (given) => atLeast(parseSize(given, 'MB'), MIN_MEMORY_MB, given, `OpenClaw needs at least ${MIN_MEMORY_MB} MB; with less it is killed while it works`),
  heap: (given) => atLeast(parseSize(given, 'MB'), 512, given, "the heap needs at least 512 MB"),
  volume: parseVolume,
  provider: (given) => parseChoice(given, providers.map((provider) => provider.id)),
  model: checked(modelFault),
  fallback: parseFallbacks,
} as const satisfies Record<string, Parser<unknown>>

function checked(fault: (text: string) => string | undefined, hint?: (text: string) => string | undefined): Parser<string> {
  return (given) => {
    const parsed = parseText(given)
    if (!parsed.ok) return parsed
    const message = fault(parsed.value)
    return message === undefined ? parsed : refuse(given, `${JSON.stringify(parsed.value)}: ${message}`, hint?.(parsed.value))
  }
}

function atLeast(parsed: Parsed<number>, least: number, given: Parameters<Parser<number>>[0], message: string): Parsed<number> {
  return parsed.ok && parsed.value < least ? refuse(given, message, `give ${least} or more`) : parsed
}

function parseRegion(given: Parameters<Parser<string>>[0]): Parsed<string> {
  const parsed = parseText(given)
  if (!parsed.ok) return parsed
  const code = parsed.value.toLowerCase()
  if (findRegion(code) !== undefined) return accept(code)
  if (retiredRegions.includes(code)) return refuse(given, `Fly has retired the region ${code}`, 'fly platform regions lists those of today')
  const byCity = regions.find((region) => plain(region.city).startsWith(plain(code)))
  const near = byCity ?? findRegion(nearest(code, regions.map((region) => region.code)) ?? '')
  return refuse(given, `${JSON.stringify(parsed.value)} is not a Fly region`, near ? `did you mean ${near.code} (${describeRegion(near)})?` : `one of ${regions.map((region) => region.code).join(', ')}`)
}

/** For comparing what people type: `São Paulo` and `sao paulo` are one. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Any release of the catalogue, or one that is newer than all of them. */
function parseRelease(given: Parameters<Parser<string>>[0]): Parsed<string> {
  const parsed = parseText(given)
  if (!parsed.ok) return parsed
  const release = parsed.value.replace(/^v(?=\d)/, '')
  if (release.toLowerCase() === LATEST) return refuse(given, 'which release is the latest was not asked', `write the release itself; newest known ${newestRelease}`)
  const trial = readTestRelease(release)
  if (trial !== undefined) return refuse(given, `OpenClaw ${release} is ${trial.kind === 'rc' ? 'a release candidate' : `a ${trial.kind} release`}, and only stable ones are taken`, nearestHint(trial.leadsTo))
  if (!isReleaseForm(release)) return refuse(given, `${JSON.stringify(parsed.value)} is not an OpenClaw release`, `a release is written ${newestRelease}, which is the newest known`)
  if (findRelease(release) === undefined && !isNewerThanKnown(release)) return refuse(given, `there is no OpenClaw ${release}`, nearestHint(release))
  return accept(release)
}

function nearestHint(release: Release): string {
  return `the nearest is ${findRelease(release)?.release ?? nearestKnown(release)}; newest ${newestRelease}`
}

function parseVolume(given: Parameters<Parser<number>>[0]): Parsed<number> {
  const parsed = atLeast(parseSize(given, 'GB'), MIN_VOLUME_GB, given, `OpenClaw with its plugins needs at least ${MIN_VOLUME_GB} GB`)
  if (parsed.ok && parsed.value > MAX_VOLUME_GB) return refuse(given, `a Fly volume has at most ${MAX_VOLUME_GB} GB`, 'a volume can be extended later, never shrunk')
  return parsed
}

function parseFallbacks(given: Parameters<Parser<readonly string[]>>[0]): Parsed<readonly string[]> {
  return parseEach(given, checked(modelFault))
}

/**
 * `owner/name` on GitHub, or a git URL that the clone takes, without a character that a shell acts on; a URL with a
 * password in it is caught as a secret before this.
 */
function repositoryFault(text: string): string | undefined {
  const shorthand = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/
  const url = /^(?:https?|ssh|git|file):\/\/[^\s'"`<>|;&$\\]+$/
  const scp = /^[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\s'"`<>|;&$\\]+$/
  if (!shorthand.test(text) && !url.test(text) && !scp.test(text)) return 'this is not a repository'
  const repository = readRepository(text)
  return repository.kind === 'none' ? repository.fault : undefined
}

function domainFault(host: string): string | undefined {
  if (/^https?:/i.test(host) || /[/:]/.test(host)) return 'give the host name alone, without https:// and without a path'
  if (/\.fly\.dev$/i.test(host)) return 'the fly.dev name comes with the app; leave the domain out'
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
  return host.length <= 253 && new RegExp(`^(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`).test(host) ? undefined : 'this is not a host name in lowercase'
}
