import type { Release } from '../releases/release.ts'
import type { SecretSpec } from '../secret.ts'

/** A service that runs language models, reached with an API key. */
export interface Provider {
  /** As in `provider/model`. */
  readonly id: string
  readonly label: string
  readonly secret: SecretSpec
  /** Model ids without the provider, the recommended one first; any other id is accepted too. */
  readonly models: readonly [ModelChoice, ...ModelChoice[]]
  /** Settings that openclaw.json wants under `models.providers.<id>`, from a release on. */
  readonly settings?: { readonly since: Release; readonly value: Readonly<Record<string, unknown>> }
}

export interface ModelChoice {
  readonly id: string
  readonly label: string
}

/**
 * Providers that are part of OpenClaw 2026.9.6 itself (dist/extensions/<id>/openclaw.plugin.json: models and the
 * names of the variables); others are plugins fetched at the first start, and OpenRouter reaches their models without one.
 */
export const providers: readonly Provider[] = [
  {
    id: 'anthropic',
    label: 'Anthropic (Claude)',
    secret: {
      name: 'ANTHROPIC_API_KEY',
      label: 'Anthropic API key',
      where: 'https://console.anthropic.com/settings/keys',
      pattern: '^sk-ant-[A-Za-z0-9_-]{20,}$',
      example: 'sk-ant-api03-…',
    },
    models: [
      { id: 'claude-opus-5', label: 'Claude Opus 5' },
      { id: 'claude-opus-5-5', label: 'Claude Opus 5.5' },
      { id: 'claude-sonnet-5', label: 'Claude Sonnet 5' },
      { id: 'claude-haiku-4-5', label: 'Claude Haiku 4.5' },
    ],
  },
  {
    id: 'openai',
    label: 'OpenAI (GPT)',
    secret: {
      name: 'OPENAI_API_KEY',
      label: 'OpenAI API key',
      where: 'https://platform.openai.com/api-keys',
      pattern: '^sk-[A-Za-z0-9_-]{20,}$',
      example: 'sk-proj-…',
    },
    models: [
      { id: 'gpt-6-astra', label: 'GPT-6 Astra' },
      { id: 'gpt-6-sol', label: 'GPT-6 Sol' },
      { id: 'gpt-6-luna', label: 'GPT-6 Luna' },
      { id: 'gpt-5.5', label: 'GPT-5.5' },
    ],
    // Without it 2026.9.6 fetches the Codex plugin at start and runs degraded when it cannot (measured 2026-11-23);
    // an API key needs only the built-in runtime. Before 2026.7.1 nothing else was wanted, and up to 2026.5.12 the
    // schema refuses settings without `baseUrl` and `models`.
    settings: { since: '2026.7.1', value: { agentRuntime: { id: 'openclaw' } } },
  },
  {
    id: 'google',
    label: 'Google (Gemini)',
    secret: {
      name: 'GEMINI_API_KEY',
      label: 'Gemini API key',
      where: 'https://aistudio.google.com/apikey',
      pattern: '^[A-Za-z0-9_.-]{30,}$',
      example: 'AIza…',
    },
    models: [
      { id: 'gemini-3.1-pro-preview', label: 'Gemini 3.1 Pro' },
      { id: 'gemini-3.7-flash', label: 'Gemini 3.7 Flash' },
      { id: 'gemini-3.5-flash', label: 'Gemini 3.5 Flash' },
    ],
  },
  {
    id: 'openrouter',
    label: 'OpenRouter (many models, one key)',
    secret: {
      name: 'OPENROUTER_API_KEY',
      label: 'OpenRouter API key',
      where: 'https://openrouter.ai/settings/keys',
      pattern: '^sk-or-[A-Za-z0-9_-]{20,}$',
      example: 'sk-or-v1-…',
    },
    models: [{ id: 'auto', label: 'Auto (OpenRouter chooses)' }],
  },
  {
    id: 'xai',
    label: 'xAI (Grok)',
    secret: {
      name: 'XAI_API_KEY',
      label: 'xAI API key',
      where: 'https://console.x.ai',
      pattern: '^xai-[A-Za-z0-9_-]{20,}$',
      example: 'xai-…',
    },
    models: [
      { id: 'grok-4.7', label: 'Grok 4.7' },
      { id: 'grok-4.6', label: 'Grok 4.6' },
    ],
  },
]

export function findProvider(id: string): Provider | undefined {
  return providers.find((provider) => provider.id === id)
}

/** `anthropic` of `anthropic/claude-opus-5`. */
export function providerOf(model: string): string {
  return model.slice(0, Math.max(0, model.indexOf('/')))
}

/** The providers of these models, each once, in the order in which they first occur. All must be known ones. */
export function providersOf(models: readonly string[]): readonly Provider[] {
  return [...new Set(models.map(providerOf))].map((id) => findProvider(id)!)
}

/** `provider/model`, where the model id may have slashes of its own (`openrouter/moonshotai/kimi-k2.6`). */
const modelForm = /^[a-z0-9][a-z0-9-]*(?:\/[A-Za-z0-9][A-Za-z0-9._:@+~-]*)+$/

/** What is wrong with a model reference, or undefined. */
export function modelFault(model: string): string | undefined {
  if (!modelForm.test(model) || model.length > 120) return 'a model is written provider/model, such as anthropic/claude-opus-5'
  if (findProvider(providerOf(model)) === undefined)
    return `the provider ${providerOf(model)} is not one of ${providers.map((provider) => provider.id).join(', ')}`
  return undefined
}
