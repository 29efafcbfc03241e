import { fileURLToPath } from 'node:url'
import type { NodePlopAPI } from 'plop'
import { ID } from './src/channels/field-reader.ts'
import { SECRET_NAME } from './src/channels/preset-reader.ts'
import { UserError } from './src/errors.ts'
import { loadChannels } from './src/load.ts'
import { addDeploymentGenerators, type Answers } from './src/plop/generators.ts'
import { newChannel } from './tools/new-channel/new-channel.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** For people who know plop: `npm run plop`, or `npm run plop -- deployment`. The package has a plopfile of its own (src/plop/pack.ts). */
export default async function plopfile(plop: NodePlopAPI): Promise<void> {
  await addDeploymentGenerators(plop)

  const isPartOfOpenClaw = (answers: Answers): boolean => String(answers.package ?? '').trim() === ''
  plop.setGenerator('preset', {
    description: 'begin a preset for a channel that is not known yet, from the manifest of its plugin',
    prompts: [
      { type: 'input', name: 'package', message: 'The npm package of its plugin, or a folder or .tgz of it (empty: part of OpenClaw)', default: '' },
      { type: 'input', name: 'id', message: "The channel's id in OpenClaw", when: isPartOfOpenClaw, validate: (id: string) => ID.pattern.test(id) || ID.words },
      { type: 'input', name: 'label', message: 'Its name, as people write it', when: isPartOfOpenClaw, validate: (label: string) => label.trim() !== '' || 'this is empty' },
      { type: 'input', name: 'secret', message: 'The variable that holds its token', when: isPartOfOpenClaw, default: (answers: Answers) => `${String(answers.id).replaceAll('-', '_').toUpperCase()}_BOT_TOKEN`, validate: (name: string) => SECRET_NAME.test(name) || 'capitals, digits and underscores' },
    ],
    actions: [async (answers) => {
      const { package: name, id, label, secret } = answers as Answers
      return newChannel(isPartOfOpenClaw(answers as Answers) ? { id: String(id), label: String(label), secret: String(secret) } : String(name).trim(), await loadChannels(), root).catch(explain)
    }],
  })
}

/** plop shows the message alone. */
function explain(error: unknown): never {
  throw error instanceof UserError ? new Error(`${error.message}\n${error.hint}`) : error
}
