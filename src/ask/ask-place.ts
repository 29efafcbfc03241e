import { parsers } from '../answers/parsers.ts'
import { describeRegion, regions, type Region } from '../fly/regions.ts'
import { askText, put, read, type Draft } from './draft.ts'
import type { Option } from './prompts/options.ts'
import { promptSearch } from './prompts/prompt-search.ts'
import { texts } from './texts.ts'

export async function askApp(draft: Draft): Promise<void> {
  if (draft.given.has('app')) return
  await askText(draft, 'app', parsers.app, { ...texts.app, suggestion: read(draft.defaults, 'app', parsers.app) })
}

export async function askOrg(draft: Draft): Promise<void> {
  if (!draft.given.has('org')) await askText(draft, 'org', parsers.org, { ...texts.org, optional: true })
}

export async function askRegion(draft: Draft): Promise<void> {
  if (draft.given.has('region')) return
  const suggestion = read(draft.defaults, 'region', parsers.region) ?? ''
  put(draft, 'region', await promptSearch(draft.io, { ...texts.region, suggestion, options: regions.map(describeOption) }))
}

function describeOption(region: Region): Option<string> {
  return { value: region.code, label: `${region.code}  ${describeRegion(region)}`, words: texts.countryWords[region.country] }
}
