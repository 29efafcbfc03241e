import Handlebars from 'handlebars'
import { printToml, printTomlKey } from '../answers/toml.ts'

/** A template's text, or what the build made of it: the output is the same, sooner. */
export type Template = string | CompiledTemplate

/** What Handlebars' `precompile` gives, and nobody else looks into. */
export interface CompiledTemplate {
  readonly main: unknown
}

/** Templates by path below `templates/`, such as `deployment/fly.toml.hbs`. */
export type TemplateSet = ReadonlyMap<string, Template>

export interface Renderer {
  /** Fills in one template of the set. */
  readonly render: (path: string, view: object) => string
  /** Fills in a template that is not in the set, such as a channel's runbook section. */
  readonly renderText: (text: string, view: object) => string
}

/**
 * Handlebars with escaping off (we do not write HTML) and strict: a name that the view does not have is an error, not
 * an empty string. Every value goes through the helper of the language it lands in; a test holds the templates to that.
 */
export function createRenderer(templates: TemplateSet): Renderer {
  const handlebars = Handlebars.create()
  handlebars.registerHelper(Object.fromEntries(Object.entries(helpers).map(([name, helper]) => [name, strictly(helper)])))
  const ready = new Map<string, Handlebars.TemplateDelegate>()
  const once = (key: string, make: () => Handlebars.TemplateDelegate): Handlebars.TemplateDelegate => {
    const template = ready.get(key) ?? make()
    ready.set(key, template)
    return template
  }
  const prepare = (path: string): Handlebars.TemplateDelegate => {
    const template = templates.get(path)
    if (template === undefined) throw new TypeError(`no template ${path}`)
    return typeof template === 'string' ? handlebars.compile(template, compileOptions) : handlebars.template(template as TemplateSpecification)
  }
  for (const path of templates.keys()) {
    const name = /^partials\/(.+)\.hbs$/.exec(path)?.[1]
    if (name !== undefined) handlebars.registerPartial(name, prepare(path))
  }
  return {
    renderText: (text, view) => once(text, () => handlebars.compile(text, compileOptions))(view),
    render: (path, view) => once(path, () => prepare(path))(view),
  }
}

const renderers = new WeakMap<TemplateSet, Renderer>()

/** The renderer of these templates; each template is compiled once, however many deployments are rendered. */
export function rendererOf(templates: TemplateSet): Renderer {
  const renderer = renderers.get(templates) ?? createRenderer(templates)
  renderers.set(templates, renderer)
  return renderer
}

const helpers: Record<string, Handlebars.HelperDelegate> = {
  toml: (value: unknown) => tomlLiteral(value),
  key: (value: unknown) => printTomlKey(String(value)),
  json: (value: unknown) => JSON.stringify(value),
  md: (value: unknown) => escapeMarkdown(String(value)),
  code: (value: unknown) => codeSpan(String(value)),
  word: (value: unknown) => shellWord(String(value)),
  gb: (megabytes: unknown) => String(Number(megabytes) / 1024),
  oc: (words: unknown) => openclawCommand(String(words)),
  eq: (a: unknown, b: unknown) => a === b,
}

/** Strict mode does not reach a helper's arguments: a misspelt name there would print `undefined`. */
function strictly(helper: Handlebars.HelperDelegate): Handlebars.HelperDelegate {
  return (...args: unknown[]) => {
    if (args.includes(undefined)) throw new TypeError('a helper was given a name that the view does not have')
    return helper(...args) as unknown
  }
}

/** How every template is compiled, here and by the build. */
export const compileOptions: CompileOptions & { readonly knownHelpersOnly: true } = {
  noEscape: true,
  strict: true,
  knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
  knownHelpersOnly: true,
}

/** Runs OpenClaw's own CLI in the machine; scripts/openclaw.mjs sees to it that it never runs as root. */
function openclawCommand(words: string): string {
  return `npm run openclaw -- ${words}`
}

/** A TOML value of the kinds that templates need; anything else there is a mistake of ours. */
function tomlLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(tomlLiteral).join(', ')}]`
  if (typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value))) return printToml(value)
  throw new TypeError(`no TOML literal for ${typeof value}`)
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~$&]/g, String.raw`\$&`)
}

/** A code span with a fence longer than any run of backticks in it (CommonMark 6.1). */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? fence + text + fence : `${fence} ${text} ${fence}`
}

/** One word for a POSIX shell, quoted only where it must be. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
