import type { Answers } from '../answers/answers.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { checkEmitted } from '../check/emitted.ts'
import { loadSchemas, loadTemplates } from '../load.ts'
import type { FileSet } from '../render/file-set.ts'
import { render } from '../render/render.ts'
import { loadVersion } from '../own-files.ts'

/**
 * Reads what rendering needs, and gives the function that renders and checks. Reading takes longest, so whoever asks
 * questions does it before them.
 */
export async function loadRendering(catalog: ChannelCatalog): Promise<(answers: Answers) => FileSet> {
  const [templates, schemas, generator] = [loadTemplates(), loadSchemas(), loadVersion()]
  return (answers) => {
    const files = render({ answers, catalog, templates, generator })
    checkEmitted(files, answers, catalog, schemas)
    return files
  }
}
