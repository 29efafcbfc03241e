import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { genericPreset } from '../channels/preset-file.ts'
import { PACKAGE, SECRET_NAME } from '../channels/preset-reader.ts'
import { newestRelease } from '../releases/catalogue.ts'
import type { PlopApi } from './api.ts'
import { addDeploymentGenerators, type Answers } from './generators.ts'

/** What somebody's plopfile gets by `plop.load('create-openclaw-fly')`. */
export async function addGenerators(plop: PlopApi): Promise<void> {
  await addDeploymentGenerators(plop)
  plop.setGenerator('preset', {
    description: 'begin a preset for a channel plugin that is not known: a JSON file of yours',
    prompts: [
      { type: 'input', name: 'id', message: "The channel's id in OpenClaw", validate: (id: string) => /^[a-z][a-z0-9-]{0,40}$/.test(id) || 'lowercase letters, digits and dashes' },
      { type: 'input', name: 'package', message: 'The npm package of its plugin', validate: (name: string) => PACKAGE.test(name) || 'this is not the name of an npm package' },
      { type: 'input', name: 'secret', message: 'The variable that holds its token (empty: none)', default: '', validate: (name: string) => name === '' || SECRET_NAME.test(name) || 'capitals, digits and underscores' },
    ],
    actions: [(answers: Answers) => writePreset(answers, plop.getDestBasePath())],
  })
}

/** Never over a file that is there. @returns what plop shows; what is thrown it shows too */
function writePreset({ id, package: name, secret }: Answers, folder: string): string {
  const file = `${String(id)}.json`
  try {
    writeFileSync(join(folder, file), genericPreset(String(id), String(name), secret === '' || secret === undefined ? [] : [String(secret)], newestRelease), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new Error(`${file} is there already: move it away, or take another id`, { cause: error })
    throw error
  }
  return `${file}: fill in its settings, then: npx create-openclaw-fly add --preset ${file} -C DEPLOYMENT`
}
