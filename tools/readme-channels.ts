import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ChannelCatalog } from '../src/channels/catalog.ts'
import type { Channel } from '../src/channels/define.ts'
import { loadChannels } from '../src/load.ts'

/*
 * `npm run readme:channels` writes the table of channels into README.md, between the two comments; a test fails where it
 * is stale.
 */
const [begin, end] = ['<!-- channels: npm run readme:channels -->', '<!-- /channels -->']
const readme = fileURLToPath(new URL('../README.md', import.meta.url))

/** The README with the table of these channels in it. */
export function withChannelTable(text: string, catalog: ChannelCatalog): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`README.md has lost ${begin} … ${end}`)
  return `${text.slice(0, from + begin.length)}\n${channelTable(catalog)}\n${text.slice(to)}`
}

function channelTable(catalog: ChannelCatalog): string {
  const rows = catalog.map((channel) => `| [${channel.label}](${channel.docs}) | \`${channel.id}\` | ${channel.secrets.length === 0 ? 'none' : channel.secrets.map(({ name }) => `\`${name}\``).join(', ')} | ${needsWords(channel)} |`)
  return ['| channel | id | secrets | needs |', '|---|---|---|---|', ...rows].join('\n')
}

function needsWords({ fly, notOnFly, plugin }: Channel): string {
  if (notOnFly !== undefined) return 'cannot run on Fly'
  const { webhook, packages, memoryMb } = fly ?? {}
  const needs = [
    ...(webhook === undefined ? [] : [`public access${webhook.when === undefined ? '' : ', in some modes'}${webhook.port === undefined ? '' : `, port ${webhook.port}`}`]),
    ...(packages === undefined ? [] : [`programs in the machine${packages.when === undefined ? '' : ', in some modes'}`]),
    ...(memoryMb === undefined ? [] : [`${memoryMb} MB more`]),
    ...(plugin === undefined ? [] : [`\`${plugin.package}\`${plugin.maker === undefined ? '' : ` by ${plugin.maker}`}`]),
  ]
  return needs.join('; ')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(readme, withChannelTable(readFileSync(readme, 'utf8'), await loadChannels()))
