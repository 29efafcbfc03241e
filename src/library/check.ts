import type { Answers } from '../answers/answers.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { checkEmitted } from '../check/emitted.ts'
import type { SchemaSet } from '../releases/schemas.ts'
import type { FileSet } from '../render/file-set.ts'

export interface CheckInput {
  /** Those that the files were rendered from. */
  readonly answers: Answers
  readonly catalog: ChannelCatalog
  readonly schemas: SchemaSet
}

/**
 * Holds rendered files to the schemas of Fly and of OpenClaw's release, as the program does before it writes them.
 * @throws Error named EmittedFault, which is a bug of create-openclaw-fly, or of templates that are not its own
 */
export function check(files: FileSet, { answers, catalog, schemas }: CheckInput): void {
  checkEmitted(files, answers, catalog, schemas)
}
