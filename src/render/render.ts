import type { Answers } from '../answers/answers.ts'
import { chosenChannels, type ChannelCatalog } from '../channels/catalog.ts'
import type { Channel } from '../channels/define.ts'
import { OWN_PRESETS } from '../channels/preset-file.ts'
import { ProblemsError } from '../errors.ts'
import { openclawConfig } from './config.ts'
import { fileSet, type EmittedFile, type FileSet } from './file-set.ts'
import { deploymentJson, packageJson } from './json-files.ts'
import { rendererOf, type Renderer, type TemplateSet } from './templates.ts'
import type { ChannelView } from './channel-view.ts'
import { viewOf, type View } from './view.ts'

export interface RenderInput {
  readonly answers: Answers
  readonly catalog: ChannelCatalog
  readonly templates: TemplateSet
  /** Version of create-openclaw-fly: the deployment calls that one again when it needs it. */
  readonly generator: string
}

/** Answers in, every file of the deployment out: pure, so the same input gives the same bytes. */
export function render({ answers, catalog, templates, generator }: RenderInput): FileSet {
  const channels = chosenChannels(catalog, answers.channels)
  const renderer = rendererOf(templates)
  const view = withRunbooks(renderer, viewOf(answers, channels, generator), channels)
  return fileSet([
    ...fromTemplates(renderer, templates, view),
    ['openclaw.json', json(openclawConfig(answers, channels))],
    ['package.json', json(packageJson(view, scriptsOf(templates)))],
    ...(view.needs.runtime === null ? [] : [['runtime/needs.json', json(view.needs.runtime)] as const]),
    ...channels.flatMap(({ id, source }) => (source === undefined ? [] : [[`${OWN_PRESETS}/${id}.json`, { text: source, mode: 0o644 }] as const])),
    ['scripts/deployment.json', json(deploymentJson(view))],
  ])
}

/** The channels' own runbook sections are templates in their presets; the runbook gets them filled in. */
function withRunbooks(renderer: Renderer, view: View, channels: readonly Channel[]): View {
  return { ...view, channels: view.channels.map((channel, index) => ({ ...channel, ...renderedTexts(channel, fillerFor(renderer, { ...view, ...channel }, channels[index]!)) })) }
}

type Fill = (text: string, key: string) => string

function renderedTexts({ runbook, pairing, troubles }: ChannelView, fill: Fill): Pick<ChannelView, 'runbook' | 'pairing' | 'troubles'> {
  return {
    runbook: fill(runbook, 'runbook'),
    pairing: pairing === null ? null : fill(pairing, 'pairing'),
    troubles: troubles.map(({ see, why, cure }, index) => ({ see: fill(see, `troubles.${index}.see`), why: fill(why, `troubles.${index}.why`), cure: fill(cure, `troubles.${index}.cure`) })),
  }
}

/** A template that cannot be filled in is our mistake, unless the preset is the person's own. */
function fillerFor(renderer: Renderer, view: object, { id, source }: Channel): Fill {
  return (text, key) => {
    try {
      // Where parts of a text are left out, their blank lines meet.
      return renderer.renderText(text, view).replace(/\n{3,}/g, '\n\n').trim()
    } catch (error) {
      if (source === undefined) throw error
      const problem = { where: `${OWN_PRESETS}/${id}.json: ${key}`, message: 'what is in {{ }} cannot be filled in', hint: 'such as {{app}}, {{url}}, {{webhook}}, {{answers.x}}, {{#if webhook}}…{{/if}}, {{oc "pairing list"}}' }
      throw new ProblemsError('preset', 'A channel preset has a mistake.', 'mend it and run the same command again; nothing was changed', [problem])
    }
  }
}

/** Names of what a person starts: the programs directly in scripts/. */
function scriptsOf(templates: TemplateSet): readonly string[] {
  return [...templates.keys()].flatMap((path) => /^deployment\/scripts\/([a-z]+)\.mjs$/.exec(path)?.[1] ?? []).toSorted()
}

const FOLDER = 'deployment/'

/** Parts of those deployments alone that need them. */
const PLUGINS = `${FOLDER}runtime/plugins.mjs`
const NEEDS = `${FOLDER}runtime/needs.mjs`
const DOCKERFILE = `${FOLDER}Dockerfile.hbs`

/** Whether the deployment has the file: what only some channels or releases need is not there for the others. */
function isWanted(path: string, { pluginsToFetch, needs }: View): boolean {
  if (path === PLUGINS) return pluginsToFetch !== ''
  if (path === NEEDS) return needs.runtime !== null
  return path !== DOCKERFILE || needs.baked !== null
}

/** Every other file below templates/deployment is always emitted: `.hbs` files filled in, all others as they are. */
function fromTemplates(renderer: Renderer, templates: TemplateSet, view: View): readonly (readonly [string, EmittedFile])[] {
  return [...templates].flatMap(([path, template]) => {
    if (!path.startsWith(FOLDER) || !isWanted(path, view)) return []
    const name = emittedPath(path.slice(FOLDER.length))
    return [[name, { text: typeof template === 'string' && !path.endsWith('.hbs') ? template : renderer.render(path, view), mode: modeOf(name) }] as const]
  })
}

/** npm leaves files such as .gitignore out of packages, so their templates have no dot. */
function emittedPath(path: string): string {
  return path.replace(/\.hbs$/, '').replace(/^(gitignore|dockerignore|env\.example)$/, '.$1')
}

/** What a person starts by hand is executable. */
function modeOf(path: string): EmittedFile['mode'] {
  return /^scripts\/[^/]+\.mjs$/.test(path) ? 0o755 : 0o644
}

function json(value: unknown): EmittedFile {
  return { text: `${JSON.stringify(value, null, 2)}\n`, mode: 0o644 }
}
