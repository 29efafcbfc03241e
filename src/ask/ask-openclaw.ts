import { imageVariants } from '../answers/answers.ts'
import { parsers } from '../answers/parsers.ts'
import { newestRelease, releases } from '../releases/catalogue.ts'
import { askText, put, read, type Draft } from './draft.ts'
import { mark } from './mend-channels.ts'
import { promptChoice } from './prompts/prompt-choice.ts'
import { texts } from './texts.ts'

export async function askRelease(draft: Draft): Promise<void> {
  if (draft.given.has('release')) return
  const options = releases.toReversed().map(({ release }) => ({ value: release, label: release, hint: release === newestRelease ? texts.release.newest : undefined }))
  put(draft, 'release', await promptChoice(draft.io, { title: texts.release.title, options, suggestion: newestRelease }))
}

export async function askBuild(draft: Draft): Promise<void> {
  if (draft.given.has('build')) return
  const { title, source, sourceHint, image, imageHint } = texts.build
  const options = [
    { value: 'source', label: source, hint: sourceHint },
    { value: 'image', label: image, hint: imageHint },
  ]
  put(draft, 'build', await promptChoice(draft.io, { title, options, suggestion: read(draft.defaults, 'build', parsers.build) ?? '' }))
}

export async function askVariant(draft: Draft): Promise<void> {
  if (draft.given.has('variant') || read(draft.given, 'build', parsers.build) !== 'image') return
  const { variant } = texts
  const options = imageVariants.map((value) => ({ value, label: variant[value], hint: variant[`${value}Hint`] }))
  put(draft, 'variant', await promptChoice(draft.io, { title: variant.title, options, suggestion: 'default' }))
}

export async function askAccess(draft: Draft): Promise<void> {
  if (draft.given.has('access')) return
  const { access } = texts
  const options = [
    { value: 'public', label: access.public, hint: access.publicHint },
    { value: 'private', label: access.private, hint: access.privateHint },
  ]
  mark(draft, 'access')
  put(draft, 'access', await promptChoice(draft.io, { title: access.title, options, suggestion: read(draft.defaults, 'access', parsers.access) ?? '' }))
}

export async function askDomain(draft: Draft): Promise<void> {
  if (draft.given.has('domain') || read(draft.given, 'access', parsers.access) !== 'public') return
  await askText(draft, 'domain', parsers.domain, { ...texts.domain, optional: true })
}
