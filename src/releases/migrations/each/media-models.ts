import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import { child, isList, isTable, type Json, type Table } from '../json.ts'

const media = ['tools', 'media']
const kinds = ['image', 'audio', 'video']

export default defineMigration({
  id: 'media-models',
  since: '2026.8.1',
  title: 'Models that read pictures, sound and film are one list, `tools.media.models`; those that make them are `agents.defaults.mediaModels`.',
  up: (draft) => {
    for (const [from, to] of [['imageGenerationModel', 'image'], ['videoGenerationModel', 'video'], ['musicGenerationModel', 'music']] as const) draft.move(['agents', 'defaults', from], ['agents', 'defaults', 'mediaModels', to])
    draft.move(['agents', 'defaults', 'pdfMaxBytesMb'], ['agents', 'defaults', 'pdfMaxMb'])
    moveTranscription(draft)
    gatherModels(draft)
  },
})

/** The command that wrote down what was said becomes a model of its own kind. */
function moveTranscription(draft: Draft): void {
  const old = draft.at(['audio', 'transcription'])
  if (old === undefined) return
  const [command, ...args] = wordsOf(child(old, 'command'))
  const own = draft.at([...media, 'models'])
  const models = isList(own) ? own : []
  const isSetUp = [...models, ...modelsOf(draft.at([...media, 'audio']))].some((model) => canDo(model, 'audio'))
  if (command !== undefined && !isSetUp) {
    const seconds = child(old, 'timeoutSeconds')
    draft.set([...media, 'audio', 'enabled'], true)
    draft.set([...media, 'audio', 'preferredModel'], `cli:${command}`)
    draft.set([...media, 'models'], [...models, { command, type: 'cli', ...(args.length > 0 && { args }), ...(typeof seconds === 'number' && { timeoutSeconds: seconds }), capabilities: ['audio'] }])
  }
  draft.remove(['audio', 'transcription'], command === undefined ? 'it names no command' : 'tools.media.models stands for it')
  draft.prune(['audio'])
}

function gatherModels(draft: Draft): void {
  const lists = kinds.filter((kind) => isList(draft.at([...media, kind, 'models'])))
  if (lists.length === 0) return
  const shared = draft.at([...media, 'models'])
  const gathered = lists.flatMap((kind) => modelsOf(draft.at([...media, kind])).flatMap((model) => (canDo(model, kind) ? [{ ...model, capabilities: [kind] }] : [])))
  const all = [...gathered, ...(isList(shared) ? shared.filter(isTable) : [])]
  if (all.length > 0) draft.set([...media, 'models'], all)
  for (const kind of lists) {
    draft.remove([...media, kind, 'models'], 'they stand in tools.media.models')
    draft.prune([...media, kind])
  }
}

function modelsOf(value: Json | undefined): readonly Table[] {
  const models = child(value, 'models')
  return isList(models) ? models.filter(isTable) : []
}

function canDo(model: Json, kind: string): boolean {
  const capabilities = child(model, 'capabilities')
  return isTable(model) && (!isList(capabilities) || capabilities.includes(kind))
}

function wordsOf(value: Json | undefined): readonly string[] {
  return isList(value) ? value.filter((word) => typeof word === 'string') : []
}
