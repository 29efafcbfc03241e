import type { NodePlopAPI } from 'plop'
import { addDeploymentGenerators, type Answers } from './src/plop/generators.ts'
import { newestRelease } from './src/releases/catalogue.ts'

/** For people who know plop: `npm run plop`, or `npm run plop -- deployment`. The package has a plopfile of its own (src/plop/pack.ts). */
export default async function plopfile(plop: NodePlopAPI): Promise<void> {
  await addDeploymentGenerators(plop)

  plop.setHelper('literal', (text: unknown) => `'${String(text).replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`)
  plop.setGenerator('preset', {
    description: 'begin a preset for a channel that is not known yet',
    prompts: [
      { type: 'input', name: 'id', message: "The channel's id in OpenClaw", validate: (id: string) => /^[a-z][a-z0-9-]{1,40}$/.test(id) || 'lowercase letters, digits and dashes' },
      { type: 'input', name: 'label', message: 'Its name, as people write it', validate: (label: string) => label.trim() !== '' || 'this is empty' },
      { type: 'input', name: 'secret', message: 'The variable that holds its token', default: (answers: Answers) => `${String(answers.id).replaceAll('-', '_').toUpperCase()}_BOT_TOKEN`, validate: (name: string) => /^[A-Z][A-Z0-9_]{1,100}$/.test(name) || 'capitals, digits and underscores' },
      { type: 'input', name: 'package', message: 'The npm package of its plugin (empty: part of OpenClaw)', default: '', validate: (name: string) => name === '' || /^(?:@[a-z0-9-]+\/)?[a-z0-9._-]+$/.test(name) || 'this is not the name of an npm package' },
    ],
    actions: (answers) => [{ type: 'add', path: 'src/channels/presets/{{id}}.ts', templateFile: 'templates/preset/channel.ts.hbs', data: presetData((answers ?? {}) as Answers) }],
  })
}

function presetData({ id, label, secret }: Answers): object {
  return {
    release: newestRelease,
    hint: `a bot at ${String(label)}`,
    docs: `https://docs.openclaw.ai/channels/${String(id)}`,
    secretLabel: `${String(label)} token`,
    where: `the page on which ${String(label)} shows it`,
    userLabel: `Your ${String(label)} user id`,
    userForm: `a ${String(label)} user id`,
    runbook: `1. Make a bot at ${String(label)}; its token is \`${String(secret)}\`.\n2. Write to it. It answers with a pairing code; approve exactly that code:\n   \`\`\`sh\n   {{oc "pairing approve ${String(id)} CODE"}}\n   \`\`\``,
  }
}
