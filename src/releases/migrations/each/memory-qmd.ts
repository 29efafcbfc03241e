import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import { child, isList, type Json, type KeyPath } from '../json.ts'
import { EACH_AGENT, inside } from '../places.ts'

export default defineMigration({
  id: 'memory-qmd',
  since: '2026.8.1',
  title: 'QMD is gone as a memory; its folders are searched as `memory.search.extraPaths`.',
  up: (draft) => {
    keepSessions(draft, ['memory', 'qmd'], ['memory', 'search'])
    keepSessions(draft, ['memory', 'search', 'qmd'], ['memory', 'search'])
    keepFolders(draft, [draft.at(['memory', 'qmd', 'paths']), draft.at(['memory', 'search', 'qmd', 'extraCollections'])], ['memory', 'search'])
    for (const key of [['backend'], ['qmd'], ['search', 'qmd']]) draft.remove(['memory', ...key], 'OpenClaw has one memory of its own')
    for (const path of draft.find(...inside(EACH_AGENT, 'memory.search.qmd'))) {
      keepSessions(draft, path, path.slice(0, -1))
      keepFolders(draft, [draft.at([...path, 'extraCollections'])], path.slice(0, -1))
      draft.remove(path, 'OpenClaw has one memory of its own')
    }
    draft.prune(['memory', 'search'], ['memory'])
  },
})

function keepSessions(draft: Draft, qmd: KeyPath, search: KeyPath): void {
  if (draft.at([...qmd, 'sessions', 'enabled']) !== true) return
  if (!draft.has([...search, 'experimental', 'sessionMemory'])) draft.set([...search, 'experimental', 'sessionMemory'], true)
  const sources = draft.at([...search, 'sources'])
  if (sources === undefined || (isList(sources) && sources.length === 0)) draft.set([...search, 'sources'], ['memory', 'sessions'])
  else if (isList(sources) && !sources.includes('sessions')) draft.set([...search, 'sources'], [...sources, 'sessions'])
}

function keepFolders(draft: Draft, lists: readonly (Json | undefined)[], search: KeyPath): void {
  const folders = lists.flatMap((list) => (isList(list) ? list : [])).flatMap((folder): readonly Json[] => {
    const [path, pattern] = [textOf(child(folder, 'path')), textOf(child(folder, 'pattern'))]
    return path === '' ? [] : [pattern === '' ? path : { path, pattern }]
  })
  const own = draft.at([...search, 'extraPaths'])
  const kept = isList(own) ? own : []
  const added = folders.filter((folder, index) => ![...kept, ...folders.slice(0, index)].some((other) => JSON.stringify(other) === JSON.stringify(folder)))
  if (added.length > 0) draft.set([...search, 'extraPaths'], [...kept, ...added])
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value.trim() : ''
}
