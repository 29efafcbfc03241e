import type { Answers } from '../answers/answers.ts'
import type { Needs } from '../channels/needs.ts'

/** What channels need in the machine, as the templates put it there. */
export interface NeedsView {
  /** Debian packages, with spaces between them; empty: none. */
  readonly apt: string
  /** What the emitted Dockerfile puts on top of the official image besides; null: there is no Dockerfile. */
  readonly baked: readonly { readonly url: string; readonly sha256: string; readonly to: string; readonly folder: string; readonly archive: boolean }[] | null
  /** What runtime/needs.mjs sees to in the machine; null: nothing. */
  readonly runtime: { readonly programs: readonly { readonly url: string; readonly sha256: string; readonly to: string }[]; readonly folders: readonly { readonly home: string; readonly place: string }[] } | null
}

export function needsView({ image }: Answers, { apt, programs, state }: Needs): NeedsView {
  const baked = programs.filter((program) => isBaked(image, program))
  const fetched = programs.filter((program) => !baked.includes(program))
  return {
    apt: apt.join(' '),
    baked: image.build === 'image' && (apt.length > 0 || baked.length > 0) ? baked.map((program) => ({ ...program, folder: folderOf(program.to), archive: /\.t(?:ar\.)?gz$/.test(program.url) })) : null,
    runtime: fetched.length > 0 || state.length > 0 ? { programs: fetched, folders: state } : null,
  }
}

/** Whether the program is put into the image by its Dockerfile. Where OpenClaw's own builds it, it is fetched onto the volume, as a zip is. */
export function isBaked({ build }: Answers['image'], { url }: Needs['programs'][number]): boolean {
  return build === 'image' && !url.endsWith('.zip')
}

function folderOf(path: string): string {
  return path.replace(/\/[^/]*$/, '')
}
