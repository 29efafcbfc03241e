import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import type { ChannelCatalog } from '../../src/channels/catalog.ts'
import { UserError } from '../../src/errors.ts'
import { newestRelease } from '../../src/releases/catalogue.ts'
import type { Surroundings } from '../../src/rehearse/find-npm.ts'
import { fetchPackage } from './fetch-package.ts'
import { readManifest, type Manifest, type Setting } from './read-manifest.ts'
import { skeletonOf, type Skeleton } from './skeleton.ts'

/** What somebody says of a channel that is part of OpenClaw, and has no package to look at. */
export interface Said {
  readonly id: string
  readonly label: string
  /** The variable that holds its token. */
  readonly secret: string
}

/**
 * Begins the preset of a channel: `npm run new:channel -- PACKAGE`.
 * @param from a package on npm, a folder or a `.tgz`; or what is to be said where there is none
 * @param root the folder of this project
 * @returns what to do next
 * @throws UserError
 */
export async function newChannel(from: string | Said, catalog: ChannelCatalog, root: string, surroundings?: Surroundings): Promise<string> {
  const manifest = typeof from === 'string' ? readManifest(await fetchPackage(from, surroundings)) : manifestOf(from)
  const skeleton = skeletonOf(manifest, catalog, newestRelease)
  const path = `src/channels/presets/${skeleton.id}.ts`
  if (existsSync(join(root, path))) throw new UserError('preset-there', `${path} is there already`, 'edit it, or delete it first')
  writeFileSync(join(root, path), presetText(skeleton, readFileSync(join(root, 'templates/preset/channel.ts.hbs'), 'utf8')))
  return nextSteps(path, manifest, existsSync(join(root, 'README.md')))
}

/** The preset as a file of ours. */
function presetText(skeleton: Skeleton, template: string): string {
  const handlebars = Handlebars.create()
  handlebars.registerHelper({ literal, key: (name: string) => (/^[a-z]+$/.test(name) ? name : literal(name)) })
  return handlebars.compile(template, { strict: true, noEscape: true })(skeleton)
}

/** A text of JavaScript: whatever a manifest says stays inside of it. */
function literal(value: unknown): string {
  const escaped = JSON.stringify(String(value)).slice(1, -1).replaceAll(String.raw`\"`, '"').replaceAll("'", String.raw`\'`)
  return `'${escaped.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`)}'`
}

function manifestOf({ id, label, secret }: Said): Manifest {
  const setting = (key: string, more: Partial<Setting> = {}): Setting => ({ key, kind: 'text', required: false, secret: false, takesReference: false, variable: undefined, choices: [], default: undefined, about: undefined, ...more })
  const settings = [setting('enabled', { kind: 'switch' }), setting('token', { required: true, secret: true, takesReference: true, variable: secret }), setting('dmPolicy'), setting('allowFrom', { kind: 'list' })]
  return { id, label, hint: `a bot at ${label}`, docs: undefined, aliases: [], plugin: null, variables: [], settings, severalAccounts: false }
}

function nextSteps(path: string, { severalAccounts, plugin }: Manifest, hasReadme: boolean): string {
  return [
    `${path} is written. Now:`,
    '  fill in where its secrets come from and a pattern that every real one matches; the questions that let the bot answer its owner and nobody else; the runbook',
    ...(severalAccounts ? ['  its schema has accounts: set accounts: true if OpenClaw lists two of them beside settings at the top'] : []),
    ...(plugin?.maker === undefined ? [] : ["  fetch: 'by-hand' goes if OpenClaw's own catalogue has the package"]),
    '  npx vitest run test/channels -u    writes its golden folder, and holds it to what every preset keeps',
    ...(hasReadme ? ['  npm run readme:channels            puts it into the table of README.md'] : []),
    '  npm run types && npm run lint && npm run test:real',
  ].join('\n')
}
