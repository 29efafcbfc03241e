import type { Given } from '../../answers/given.ts'
import { heapFor } from '../../fly/sizes.ts'
import { isList, isTable, type Value } from '../../merge/value.ts'
import { isReleaseForm } from '../../releases/release.ts'
import { heapIn, memoryOf, sizeOf } from '../rules/e12-memory.ts'
import type { Place } from '../rule.ts'
import { stringOf } from '../subject/fly-toml.ts'
import { variable } from '../subject/gateway.ts'
import type { Located } from '../subject/located.ts'
import { dockerfileRelease, imageRelease, touchedRelease, type Subject } from '../subject/subject.ts'
import { readGigabytes } from '../subject/units.ts'
import { combine, firstFit, givenOf, placeWords, type FoundAnswer, type ReadAnswers } from './found-answer.ts'
import { readChannels } from './read-channel.ts'

/** What `adopt` reads the answers out of. */
export interface AdoptFiles {
  readonly subject: Subject
  /** `scripts/deployment.json`, where somebody took ours over before. */
  readonly record: Located | undefined
  /** `version` of a clone in `openclaw/`. */
  readonly cloned: string | undefined
}

/** Every answer that the files give, each with its place. Nothing in them is trusted: each is checked as a flag would be. */
export function readAnswersFrom(files: AdoptFiles): ReadAnswers {
  const { subject } = files
  const { catalog } = subject
  const read = combine([
    ...[appAnswers, orgAnswers, regionAnswers, releaseAnswers, accessAnswers, sizeAnswers, memoryAnswers, volumeAnswers, modelAnswers].map((answers) => firstFit(answers(files), catalog)),
    readBuild(files),
    firstFit(fallbackAnswers(files), catalog),
  ])
  const byKey = (key: string): unknown => read.answers.find((answer) => answer.key === key)?.value
  const release = typeof byKey('release') === 'string' ? String(byKey('release')) : subject.release.release
  return combine([
    read,
    byKey('access') === 'public' ? firstFit(domainAnswers(files), catalog) : combine([]),
    firstFit(heapAnswers(files, byKey('memory'), byKey('variant') === 'browser'), catalog),
    subject.config === undefined ? combine([]) : readChannels(subject.config, release, catalog),
  ])
}

export function givenFrom({ answers }: ReadAnswers): Given {
  return new Map(answers.map((answer) => [answer.key, givenOf(answer)]))
}

function answerAt(key: string, value: Value | undefined, where: Place | undefined): readonly FoundAnswer[] {
  return value === undefined || value === null || where === undefined ? [] : [{ key, value, where }]
}

function fromRecord({ record }: AdoptFiles, key: string, name = key): readonly FoundAnswer[] {
  return answerAt(key, record?.at(name), record?.place(name))
}

function appAnswers(files: AdoptFiles): readonly FoundAnswer[] {
  const { fly } = files.subject
  return [...answerAt('app', fly?.at('app'), fly?.place('app')), ...fromRecord(files, 'app')]
}

function orgAnswers(files: AdoptFiles): readonly FoundAnswer[] {
  return fromRecord(files, 'org')
}

function regionAnswers(files: AdoptFiles): readonly FoundAnswer[] {
  const { fly } = files.subject
  return [...answerAt('region', fly?.at('primary_region'), fly?.place('primary_region')), ...fromRecord(files, 'region')]
}

/** The image's tag, the Dockerfile, what we wrote, the clone; what OpenClaw wrote into its configuration. */
function releaseAnswers(files: AdoptFiles): readonly FoundAnswer[] {
  const { fly, dockerfile, config } = files.subject
  const image = fly?.image === undefined ? undefined : imageRelease(fly.image)
  return [
    ...answerAt('release', image, fly?.place('build', 'image')),
    ...answerAt('release', fly?.image === undefined && dockerfile !== undefined ? dockerfileRelease(dockerfile) : undefined, dockerfile && { file: dockerfile.name }),
    ...fromRecord(files, 'release'),
    ...answerAt('release', files.cloned !== undefined && isReleaseForm(files.cloned) ? files.cloned : undefined, { file: 'openclaw/package.json' }),
    ...answerAt('release', touchedRelease(config), config?.place('meta', 'lastTouchedVersion')),
  ]
}

const official = /(?:^|\/)openclaw\/openclaw(?::[^/]*?(?:-(slim|browser))?(?:-r?\d{8})?)?(?:@sha256:[0-9a-f]+)?$/

/** The official image, or a build of one's own; another image says nothing of what it is made of. */
function readBuild(files: AdoptFiles): ReadAnswers {
  const { subject: { fly, dockerfile, catalog }, record } = files
  const from = dockerfile?.instructions.filter(({ name }) => name === 'FROM').map((instruction) => ({ instruction, image: instruction.text.replace(/^--\S+\s+/, '').split(/\s/)[0]! })).findLast(({ image }) => official.test(image))
  const image = fly?.image ?? from?.image
  const where = fly?.image !== undefined ? fly.place('build', 'image') : from && dockerfile!.place(from.instruction)
  if (image !== undefined && official.test(image)) {
    const notes = fly?.image === undefined ? [`build: ${placeWords(where!)} builds on the official image; that Dockerfile stays, and ${fly?.name ?? 'fly.toml'} goes on using it`] : []
    return { answers: [...answerAt('build', 'image', where), ...answerAt('variant', official.exec(image)![1] ?? 'default', where)], notes }
  }
  if (record?.at('build') === 'source' || (fly?.image === undefined && fly?.at('build') !== undefined))
    return combine([{ answers: answerAt('build', 'source', fly?.at('build') === undefined ? record?.place('build') : fly?.place('build')), notes: [] }, firstFit(fromRecord(files, 'repository'), catalog)])
  return { answers: [], notes: fly?.image === undefined ? [] : [`build: ${placeWords(fly.place('build', 'image'))} is an image of somebody else's, so where OpenClaw comes from is not known`] }
}

function accessAnswers(files: AdoptFiles): readonly FoundAnswer[] {
  const { fly } = files.subject
  const [service] = fly?.services ?? []
  return [...fromRecord(files, 'access'), ...answerAt('access', fly && (service === undefined ? 'private' : 'public'), fly?.place(...(service?.path ?? ['app'])))]
}

/** The first origin that is no name of Fly's: what OpenClaw takes for its public address comes first. */
function domainAnswers({ subject: { config } }: AdoptFiles): readonly FoundAnswer[] {
  const origins = config?.at('gateway', 'controlUi', 'allowedOrigins')
  const said = [
    ...answerAt('domain', config?.at('gateway', 'publicOrigin'), config?.place('gateway', 'publicOrigin')),
    ...(isList(origins) ? origins.flatMap((origin, index) => answerAt('domain', origin, config?.place('gateway', 'controlUi', 'allowedOrigins', index))) : []),
  ]
  return said.flatMap(({ value, where }) => {
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
    return url?.protocol !== 'https:' || url.hostname.endsWith('.fly.dev') ? [] : [{ key: 'domain', value: url.hostname, where }]
  })
}

function sizeAnswers({ subject: { fly } }: AdoptFiles): readonly FoundAnswer[] {
  const { vm } = fly ?? {}
  if (vm === undefined) return []
  const isSaid = vm.table.size !== undefined || vm.table.cpus !== undefined || vm.table.cpu_kind !== undefined
  return answerAt('size', isSaid ? (sizeOf(vm.table) ?? stringOf(vm.table.size)) : undefined, fly!.place(...vm.path, vm.table.size === undefined ? 'cpus' : 'size'))
}

function memoryAnswers({ subject: { fly } }: AdoptFiles): readonly FoundAnswer[] {
  const { vm } = fly ?? {}
  return vm === undefined ? [] : answerAt('memory', memoryOf(vm.table), fly!.place(...vm.path, vm.table.memory === undefined ? 'memory_mb' : 'memory'))
}

/** A heap that follows from the memory is no answer: it goes on following it. */
function heapAnswers({ subject }: AdoptFiles, memory: unknown, browser: boolean): readonly FoundAnswer[] {
  const options = variable(subject, 'NODE_OPTIONS')
  const heap = heapIn(options?.value)
  return heap === undefined || (typeof memory === 'number' && heap === heapFor(memory, browser)) ? [] : answerAt('heap', heap, options?.where)
}

function volumeAnswers({ subject: { fly } }: AdoptFiles): readonly FoundAnswer[] {
  const [mount] = fly?.mounts ?? []
  return mount === undefined ? [] : answerAt('volume', readGigabytes(mount.table.initial_size), fly!.place(...mount.path, 'initial_size'))
}

const modelPath = ['agents', 'defaults', 'model'] as const

function modelAnswers({ subject: { config } }: AdoptFiles): readonly FoundAnswer[] {
  const model = config?.at(...modelPath)
  return isTable(model) ? answerAt('model', model.primary, config?.place(...modelPath, 'primary')) : answerAt('model', model, config?.place(...modelPath))
}

function fallbackAnswers({ subject: { config } }: AdoptFiles): readonly FoundAnswer[] {
  const fallbacks = config?.at(...modelPath, 'fallbacks')
  return isList(fallbacks) && fallbacks.length > 0 ? answerAt('fallback', fallbacks, config?.place(...modelPath, 'fallbacks')) : []
}
