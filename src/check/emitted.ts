import { parse } from '@iarna/toml'
import type { Answers } from '../answers/answers.ts'
import { readAnswersFile } from '../answers/read-file.ts'
import { resolveAnswers } from '../answers/resolve.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import flySchema from '../fly/flytoml-schema.json' with { type: 'json' }
import { schemaSource } from '../releases/catalogue.ts'
import type { SchemaSet } from '../releases/schemas.ts'
import { ANSWERS_FILE } from '../answers/answers.ts'
import type { FileSet } from '../render/file-set.ts'
import { eraFaults } from './eras.ts'
import { schemaFaults, type SchemaFault } from './json-schema.ts'

/** A file that we rendered and that its own format refuses: our bug, so nothing is written. */
export class EmittedFault extends Error {
  override readonly name = 'EmittedFault'
}

/**
 * Checks what is about to be written: both Fly files against the Fly schema, openclaw.json against the schema that stands
 * for its release and against the eras (alone, before the first schema), and that the answers file gives these answers
 * again.
 * @throws EmittedFault
 */
export function checkEmitted(files: FileSet, answers: Answers, catalog: ChannelCatalog, schemas: SchemaSet): void {
  for (const name of ['fly.toml', 'fly.private.toml']) expectNone(name, schemaFaults(flySchema, parseToml(name, textOf(files, name))))
  const [config, source] = [JSON.parse(textOf(files, 'openclaw.json')) as unknown, schemaSource(answers.release)]
  expectNone('openclaw.json', [...(source === undefined ? [] : schemaFaults(schemas.get(source.release), config)), ...eraFaults(config, answers.release)])
  const read = readAnswersFile(textOf(files, ANSWERS_FILE), ANSWERS_FILE, catalog)
  const again = resolveAnswers(read.given, catalog)
  if (!again.ok || read.problems.length > 0 || JSON.stringify(again.answers) !== JSON.stringify(answers))
    throw new EmittedFault(`${ANSWERS_FILE} does not give the same answers again`)
}

function textOf(files: FileSet, name: string): string {
  const file = files.get(name)
  if (file === undefined) throw new EmittedFault(`${name} was not rendered`)
  return file.text
}

function parseToml(name: string, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new EmittedFault(`${name} is not TOML`, { cause: error })
  }
}

function expectNone(name: string, faults: readonly SchemaFault[]): void {
  if (faults.length > 0) throw new EmittedFault(`${name}: ${faults.map(({ path, message }) => `${path.join('.') || 'the whole file'} ${message}`).join('; ')}`)
}
