import { defaultModel } from '../answers/defaults.ts'
import { parsers } from '../answers/parsers.ts'
import { refuse, type Parser } from '../answers/values.ts'
import { findProvider, providerOf, providers, type Provider } from '../models/providers.ts'
import { askText, put, read, type Draft } from './draft.ts'
import { promptChoice } from './prompts/prompt-choice.ts'
import { promptMany } from './prompts/prompt-search.ts'
import type { Option } from './prompts/options.ts'
import { texts } from './texts.ts'

/** A model says its provider, so with a model given there is nothing to ask. */
export async function askProvider(draft: Draft): Promise<void> {
  if (draft.given.has('provider') || draft.given.has('model')) return
  const options = providers.map(({ id, label, secret }) => ({ value: id, label, hint: texts.provider.key(new URL(secret.where).host) }))
  const suggestion = providerOf(read(draft.defaults, 'model', parsers.model) ?? '')
  put(draft, 'provider', await promptChoice(draft.io, { title: texts.provider.title, help: texts.provider.help, options, suggestion }))
}

export async function askModel(draft: Draft): Promise<void> {
  const provider = findProvider(read(draft.given, 'provider', parsers.provider) ?? '')
  if (draft.given.has('model') || provider === undefined) return
  const suggestion = defaultModel(provider)
  const known = modelOptions(provider).map((option) => ({ ...option, hint: option.value === suggestion ? texts.recommended : undefined }))
  const options: readonly Option<string | null>[] = [...known, { value: null, label: texts.model.another }]
  const model = await promptChoice<string | null>(draft.io, { title: texts.model.title, options, suggestion })
  if (model === null) await askText(draft, 'model', modelOf(provider), { title: texts.model.anotherTitle, help: texts.model.anotherHelp(provider.id) })
  else put(draft, 'model', model)
}

export async function askFallbacks(draft: Draft): Promise<void> {
  if (draft.given.has('fallback')) return
  const primary = read(draft.given, 'model', parsers.model)
  const options = providers.flatMap(modelOptions).filter(({ value }) => value !== primary).map((option) => ({ ...option, hint: option.value }))
  put(draft, 'fallback', await promptMany(draft.io, { ...texts.fallback, options }))
}

/** As the flags have it, a model belongs to the provider that was chosen. */
function modelOf(provider: Provider): Parser<string> {
  return (given) => {
    const parsed = parsers.model(given)
    if (!parsed.ok || providerOf(parsed.value) === provider.id) return parsed
    return refuse(given, texts.model.otherProvider(provider.id), texts.model.otherProviderHint(provider.id))
  }
}

function modelOptions(provider: Provider): Option<string>[] {
  return provider.models.map(({ id, label }) => ({ value: `${provider.id}/${id}`, label, words: provider.label }))
}
