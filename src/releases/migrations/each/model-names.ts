import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import { isList, isTable, type KeyPath } from '../json.ts'
import { modelToday } from '../model-names.ts'

/** Keys under which the name of one model stands, of several, or of which each key is one. */
const one = ['model', 'primary', 'summaryModel', 'imageModel', 'utilityModel', 'voiceModel', 'imageGenerationModel', 'musicGenerationModel', 'pdfModel', 'videoGenerationModel', 'preferredModel']
const several = ['fallback', 'fallbacks', 'allowedModels', 'modelFallbacks', 'imageModelFallbacks']

export default defineMigration({
  id: 'model-names',
  // Nothing refuses an old name; the doctor of 2026.8.2 is the first seen to warn of all of these.
  since: '2026.8.1',
  title: 'Models that their makers retired are called by the one that came in their place.',
  up: (draft) => visit(draft, []),
})

function visit(draft: Draft, path: KeyPath): void {
  const value = draft.at(path)
  const [key, parent] = [String(path.at(-1)), path.at(-2)]
  if (typeof value === 'string') {
    const isName = one.includes(key) || parent === 'mediaModels' || path.includes('modelByChannel')
    const today = isName ? modelToday(value) : undefined
    if (today !== undefined) draft.replace(path, today)
  } else if (isList(value)) {
    for (const index of value.keys()) visitItem(draft, [...path, index], several.includes(key) || (key === 'allow' && parent === 'modelPolicy'))
  } else if (isTable(value)) {
    if (typeof value.provider === 'string' && typeof value.model === 'string') return renamePair(draft, path, value.provider, value.model)
    if (key === 'models') for (const name of Object.keys(value)) renameKey(draft, path, name)
    for (const inner of Object.keys(draft.table(path) ?? {})) visit(draft, [...path, inner])
  }
}

function visitItem(draft: Draft, path: KeyPath, isName: boolean): void {
  const value = draft.at(path)
  const today = isName && typeof value === 'string' ? modelToday(value) : undefined
  if (today !== undefined) draft.replace(path, today)
  else if (typeof value !== 'string') visit(draft, path)
}

function renameKey(draft: Draft, path: KeyPath, name: string): void {
  const today = modelToday(name)
  if (today !== undefined) draft.move([...path, name], [...path, today])
}

function renamePair(draft: Draft, path: KeyPath, provider: string, model: string): void {
  const today = modelToday(`${provider}/${model}`)
  if (today?.startsWith(`${provider}/`)) draft.replace([...path, 'model'], today.slice(provider.length + 1))
}
