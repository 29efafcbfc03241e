import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import { isTable, type KeyPath } from '../json.ts'

const search = ['tools', 'web', 'search']

/** The plugin that each search service has become. */
const plugins: Readonly<Record<string, string>> = {
  brave: 'brave', duckduckgo: 'duckduckgo', exa: 'exa', firecrawl: 'firecrawl', gemini: 'google', grok: 'xai', kimi: 'moonshot', minimax: 'minimax', ollama: 'ollama', perplexity: 'perplexity', searxng: 'searxng',
}

export default defineMigration({
  id: 'web-search-plugins',
  // The first schema that refuses `tools.web.search.<service>`.
  since: '2026.3.31',
  title: 'Each service that searches the web is a plugin, with its key and settings under `plugins.entries`.',
  up: (draft) => {
    if (draft.has([...search, 'apiKey'])) give(draft, [...search, 'apiKey'], 'brave', ['webSearch', 'apiKey'])
    for (const [service, plugin] of Object.entries(plugins)) if (isTable(draft.at([...search, service]))) give(draft, [...search, service], plugin, ['webSearch'])
    const firecrawl = ['tools', 'web', 'fetch', 'firecrawl']
    if (!isTable(draft.at(firecrawl))) return
    draft.remove([...firecrawl, 'enabled'], 'the plugin is switched on or off')
    if (Object.keys(draft.table(firecrawl) ?? {}).length > 0) give(draft, firecrawl, 'firecrawl', ['webFetch'])
    else draft.remove(firecrawl)
  },
})

function give(draft: Draft, from: KeyPath, plugin: string, to: KeyPath): void {
  const entry = ['plugins', 'entries', plugin]
  draft.move(from, [...entry, 'config', ...to])
  if (draft.table(entry) !== undefined && !draft.has([...entry, 'enabled'])) draft.set([...entry, 'enabled'], true)
}
