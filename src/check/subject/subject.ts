import type { Answers } from '../../answers/answers.ts'
import type { ChannelCatalog } from '../../channels/catalog.ts'
import { isTable, type Table } from '../../merge/value.ts'
import { isReleaseForm, type Release } from '../../releases/release.ts'
import { newestRelease, schemaSource } from '../../releases/catalogue.ts'
import type { Schema, SchemaSet } from '../../releases/schemas.ts'
import type { Finding } from '../rule.ts'
import { readDockerfile, variableIn, type Dockerfile } from './dockerfile.ts'
import { flyTomlOf, stringOf, type FlyToml } from './fly-toml.ts'
import { isUnreadable, readJson5File, readTomlFile, type Located, type Unreadable } from './located.ts'

/** A file as it was found: its text, or why there is none. */
export type FoundFile = { readonly name: string; readonly text: string } | { readonly name: string; readonly fault: string }

/** The fault of a file that there has to be in a deployment of ours. */
export const NOT_THERE = 'it is not there'

/** Everything that is known before the rules look. */
export interface SubjectFiles {
  /** The Fly file that is deployed. */
  readonly fly?: FoundFile | undefined
  /** The one that is there for the day the access changes. */
  readonly otherFly?: FoundFile | undefined
  readonly config?: FoundFile | undefined
  readonly dockerfile?: FoundFile | undefined
  /** What the person says that runs. */
  readonly said?: Release | undefined
  /** `version` of the package.json of a clone of OpenClaw. */
  readonly cloned?: Release | undefined
  /** The release that the volume's data was last opened by, as far as is known. */
  readonly volume?: Release | undefined
  /** Whether it is a deployment of ours, whose scripts see to some things. */
  readonly isOurs: boolean
  /** Those of the deployment, if they could be read. */
  readonly answers?: Answers | undefined
}

export interface SubjectRelease {
  readonly release: Release
  /** Where it stands; undefined: nowhere, and the newest known one is assumed. */
  readonly from: string | undefined
  /** That of the release, or of the nearest older one; undefined before the first recorded schema. */
  readonly schema: { readonly schema: Schema; readonly release: Release; readonly own: boolean } | undefined
}

/** What the rules look at. */
export interface Subject {
  readonly fly: FlyToml | undefined
  readonly otherFly: FlyToml | undefined
  readonly config: Located | undefined
  readonly dockerfile: Dockerfile | undefined
  readonly release: SubjectRelease
  readonly volume: Release | undefined
  readonly isOurs: boolean
  readonly answers: Answers | undefined
  readonly catalog: ChannelCatalog
}

export interface Read {
  readonly subject: Subject
  /** A finding for each file that cannot be read. */
  readonly unreadable: readonly Finding[]
}

/** Reads the files; what cannot be read is a finding, and missing in the subject. */
export function readSubject(files: SubjectFiles, catalog: ChannelCatalog, schemas: SchemaSet): Read {
  const unreadable: Finding[] = []
  const read = (found: FoundFile | undefined, parse: (name: string, text: string) => Located | Unreadable): Located | undefined => {
    if (found === undefined) return undefined
    const file = 'fault' in found ? { place: { file: found.name }, message: found.fault } : parse(found.name, found.text)
    if (!isUnreadable(file)) return file
    unreadable.push(unreadableFinding(file))
    return undefined
  }
  const [fly, otherFly, config] = [read(files.fly, readTomlFile), read(files.otherFly, readTomlFile), read(files.config, readObject)]
  const dockerfile = files.dockerfile !== undefined && 'text' in files.dockerfile ? readDockerfile(files.dockerfile.name, files.dockerfile.text) : undefined
  const parts = { fly: fly && flyTomlOf(fly), config, dockerfile }
  return { unreadable, subject: { ...parts, otherFly: otherFly && flyTomlOf(otherFly), release: releaseOf(parts, files, schemas), volume: files.volume, isOurs: files.isOurs, answers: files.answers, catalog } }
}

function readObject(name: string, text: string): Located | Unreadable {
  const file = readJson5File(name, text)
  return isUnreadable(file) || isTable(file.value) ? file : { place: { file: name, line: 1, column: 1 }, message: 'this is no object: it must begin with {' }
}

function unreadableFinding({ place, message }: Unreadable): Finding {
  const config = place.file.endsWith('.json')
  const way = message === NOT_THERE ? `npx create-openclaw-fly@latest update --restore ${place.file} brings it back` : 'put a readable file there: from git, or from your backup'
  return {
    id: 'E00',
    severity: 'error',
    what: message,
    where: place,
    why: config ? 'The gateway ends with exit code 78 where it cannot read its configuration, and what is in it could not be looked at.' : 'fly deploy refuses it, and what is in it could not be looked at.',
    cure: [message.includes('UTF-8') ? 'save it in the encoding UTF-8, as OpenClaw and Fly read it' : place.line === undefined ? way : `mend the text at that place${config ? '' : '; fly config validate says more'}`],
  }
}

const STAMP = 'meta.lastTouchedVersion'

/** Whether a file decides which release runs: the stamp alone may be a guide's. */
export function isReleaseSure({ from }: SubjectRelease): boolean {
  return from !== undefined && !from.endsWith(STAMP)
}

type Parts = Pick<Subject, 'fly' | 'config' | 'dockerfile'>

/** The release that runs: the image's tag first, for it decides. */
function releaseOf({ fly, config, dockerfile }: Parts, { answers, cloned, said }: SubjectFiles, schemas: SchemaSet): SubjectRelease {
  const image = fly?.image === undefined ? undefined : imageRelease(fly.image)
  const places: readonly (readonly [Release | undefined, string])[] = [
    [said, '--release'],
    [image, `${fly?.name}: the image's tag`],
    [fly?.image === undefined ? dockerfile && dockerfileRelease(dockerfile) : undefined, `${dockerfile?.name}`],
    [answers?.release, 'openclaw-fly.toml'],
    [cloned, 'openclaw/package.json'],
    [touchedRelease(config), `${config?.name}: ${STAMP}`],
  ]
  const [release, from] = places.find(([one]) => one !== undefined) ?? [undefined, undefined]
  const chosen = release ?? newestRelease
  const source = schemaSource(chosen)
  return { release: chosen, from: release === undefined ? undefined : from, schema: source && { ...source, schema: schemas.get(source.release) } }
}

/** `2026.9.6` of `ghcr.io/openclaw/openclaw:2026.9.6-slim`; undefined for a tag that is no release, or another program's. */
export function imageRelease(image: string): Release | undefined {
  const release = /openclaw[^/]*:v?(\d{4}\.\d{1,2}\.\d{1,3}(?:-\d{1,3}(?!\d))?)(?:-[a-z]+)?(?:-r?\d{8})?(?:@sha256:[0-9a-f]+)?$/.exec(image)?.[1]
  return release !== undefined && isReleaseForm(release) ? release : undefined
}

export function dockerfileRelease(dockerfile: Dockerfile): Release | undefined {
  const from = dockerfile.instructions.filter(({ name }) => name === 'FROM').flatMap(({ text }) => imageRelease(text.split(/\s/)[0] ?? '') ?? [])
  const variable = (variableIn(dockerfile, 'OPENCLAW_VERSION') ?? variableIn(dockerfile, 'OPENCLAW_REF'))?.replace(/^v/, '')
  const installed = /\bopenclaw@(\d{4}\.\d{1,2}\.\d{1,3}(?:-\d{1,3})?)\b/.exec(dockerfile.text)?.[1]
  return [from.at(-1), variable, installed].find((one) => one !== undefined && isReleaseForm(one))
}

/** OpenClaw writes into its configuration which release wrote it last. */
export function touchedRelease(config: Located | undefined): Release | undefined {
  const touched = stringOf(config?.at('meta', 'lastTouchedVersion'))
  return touched !== undefined && isReleaseForm(touched) ? touched : undefined
}

/** Whether the subject is reached by Fly's edge; the Fly file decides. */
export function isPublic({ fly }: Subject): boolean {
  return fly !== undefined && fly.services.length > 0
}

/** Whether the relay of runtime/boot.mjs takes connections of the private network. */
export function hasRelay(fly: FlyToml): boolean {
  return /--relay=\S/.test(fly.commands)
}

/** Settings of the configured channels by id; what all channels share is not one of them. */
export function channelsIn(config: Located): readonly (readonly [id: string, settings: Table])[] {
  const channels = config.at('channels')
  if (!isTable(channels)) return []
  return Object.entries(channels).filter((entry): entry is [string, Table] => isTable(entry[1]) && !['defaults', 'modelByChannel'].includes(entry[0]) && entry[1].enabled !== false)
}
