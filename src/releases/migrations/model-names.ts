/*
 * Models that OpenClaw no longer knows, and the one that it takes instead (seen in what the doctor of 2026.9.6 makes of
 * them). Only providers that are likely in a deployment.
 */

const openai: Readonly<Record<string, string>> = {
  'gpt-4': 'gpt-5.5', 'gpt-4-turbo': 'gpt-5.5', 'gpt-4.1': 'gpt-5.5', 'gpt-4o': 'gpt-5.5', 'gpt-4o-2024-05-13': 'gpt-5.5', 'gpt-4o-2024-08-06': 'gpt-5.5', 'gpt-4o-2024-11-20': 'gpt-5.5',
  'gpt-5': 'gpt-5.5', 'gpt-5-chat-latest': 'gpt-5.5', 'gpt-5.1': 'gpt-5.5', 'gpt-5.1-chat-latest': 'gpt-5.5', 'gpt-5.1-codex-max': 'gpt-5.5', 'gpt-5.2': 'gpt-5.5', 'gpt-5.2-chat-latest': 'gpt-5.5',
  'gpt-5-pro': 'gpt-5.5-pro', 'gpt-5.2-pro': 'gpt-5.5-pro', 'gpt-5.6': 'gpt-5.6-sol',
  'gpt-4.1-nano': 'gpt-5.4-nano', 'gpt-5-nano': 'gpt-5.4-nano',
  'gpt-4.1-mini': 'gpt-5.4-mini', 'gpt-4o-mini': 'gpt-5.4-mini', 'gpt-5-mini': 'gpt-5.4-mini', 'gpt-5.1-codex-mini': 'gpt-5.4-mini',
  'gpt-5-codex': 'gpt-5.3-codex', 'gpt-5.1-codex': 'gpt-5.3-codex', 'gpt-5.2-codex': 'gpt-5.3-codex',
}

const xai: Readonly<Record<string, string>> = {
  'grok-code-fast': 'grok-build-0.1', 'grok-code-fast-1': 'grok-build-0.1', 'grok-code-fast-1-0825': 'grok-build-0.1',
  'grok-4-fast-reasoning': 'grok-4.3', 'grok-4-1-fast-reasoning': 'grok-4.3', 'grok-4-0709': 'grok-4.3', 'grok-imagine-image-pro': 'grok-imagine-image-quality',
}

const groq: Readonly<Record<string, string>> = {
  'deepseek-r1-distill-llama-70b': 'llama-3.3-70b-versatile', 'llama3-70b-8192': 'llama-3.3-70b-versatile', 'gemma2-9b-it': 'llama-3.1-8b-instant', 'llama3-8b-8192': 'llama-3.1-8b-instant',
  'meta-llama/llama-4-maverick-17b-128e-instruct': 'openai/gpt-oss-120b', 'moonshotai/kimi-k2-instruct': 'openai/gpt-oss-120b', 'moonshotai/kimi-k2-instruct-0905': 'openai/gpt-oss-120b',
  'mistral-saba-24b': 'qwen/qwen3-32b', 'qwen-qwq-32b': 'qwen/qwen3-32b',
}

const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = { openai, xai, groq }

/** The name that stands for a retired one; undefined for every other. A login behind `@` stays. */
export function modelToday(name: string): string | undefined {
  const [, provider, model, login = ''] = /^([^/@\s]+)\/([^@\s]+)(@\D.*)?$/.exec(name) ?? []
  if (provider === undefined || model === undefined) return undefined
  const table = Object.hasOwn(tables, provider) ? tables[provider]! : {}
  const today = provider === 'anthropic' ? claudeToday(model) : Object.hasOwn(table, model.toLowerCase()) ? table[model.toLowerCase()] : undefined
  return today === undefined ? undefined : `${provider}/${today}${login}`
}

/** Before the dash or the dot that a date or a build may follow. */
const opus = /^claude-(?:opus-4(?:[-.][015])?(?:$|[-.:@])|3(?:[-.]\d)?-opus)/
const sonnet = /^claude-(?:sonnet-4(?:[-.][015])?(?:$|[-.:@])|3(?:[-.]\d)?-(?:sonnet|haiku))/
const current = /^claude-(?:opus|sonnet)-4[-.][67]/

function claudeToday(model: string): string | undefined {
  const name = model.toLowerCase()
  if (current.test(name)) return undefined
  return opus.test(name) ? 'claude-opus-4-7' : sonnet.test(name) ? 'claude-sonnet-4-6' : undefined
}
