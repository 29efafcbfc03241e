import type { ChannelAnswers } from '../channels/define.ts'
import type { Release } from '../releases/release.ts'

/** Everything that was asked, checked. The only input of rendering besides the templates; never a secret. */
export interface Answers {
  /** Fly app, and host name: `https://<app>.fly.dev`. */
  readonly app: string
  /** Slug of the Fly organisation; null: the person's own. */
  readonly org: string | null
  /** Three-letter Fly region. */
  readonly region: string
  readonly release: Release
  readonly image: ImageAnswer
  readonly access: AccessAnswer
  readonly machine: MachineAnswer
  readonly model: ModelAnswer
  /** By channel id, in the order of the ids. */
  readonly channels: Readonly<Record<string, ChannelAnswers>>
  /** Further accounts by channel id and account name, each with answers of its own; absent where there are none. */
  readonly accounts?: Readonly<Record<string, Readonly<Record<string, ChannelAnswers>>>>
  /** Which agent answers, by channel (`discord`) or account (`telegram.work`); absent where it is main everywhere. */
  readonly agents?: Readonly<Record<string, string>>
}

export type ImageAnswer =
  | { readonly build: 'source'; readonly repository: string }
  | { readonly build: 'image'; readonly variant: ImageVariant }

export const imageVariants = ['default', 'slim', 'browser'] as const
export type ImageVariant = (typeof imageVariants)[number]

export type AccessAnswer = { readonly mode: 'public'; readonly domain: string | null } | { readonly mode: 'private' }

export interface MachineAnswer {
  /** Fly machine preset, such as `shared-cpu-2x`. */
  readonly size: string
  readonly memoryMb: number
  /** Old-space limit of Node; null: derived from the memory. */
  readonly heapMb: number | null
  readonly volumeGb: number
}

export interface ModelAnswer {
  /** `provider/model` */
  readonly primary: string
  /** Tried in order when the primary fails. */
  readonly fallbacks: readonly string[]
}

/** Every model that may be asked, the primary first. */
export function modelsOf({ primary, fallbacks }: ModelAnswer): readonly string[] {
  return [primary, ...fallbacks]
}

/** Whether the image has a browser in it, which wants memory of its own. */
export function hasBrowser(image: ImageAnswer | undefined): boolean {
  return image?.build === 'image' && image.variant === 'browser'
}

/** The file in a deployment that holds its answers. */
export const ANSWERS_FILE = 'openclaw-fly.toml'
