import { migratePresent } from '../merge/migrate-present.ts'
import { planUpdate, type Plan, type Present } from '../merge/plan.ts'
import type { Release } from '../releases/release.ts'
import type { FileSet } from '../render/file-set.ts'

export interface PlanInput {
  /** What is to be there: of `render`. */
  readonly files: FileSet
  /** What was emitted last (`base`), and what is there now (`mine`). */
  readonly present: Present
  /** Where the OpenClaw release changes: openclaw.json is first brought to the form that the new one wants. */
  readonly releases?: { readonly from: Release; readonly to: Release }
}

/**
 * What regenerating would change in a deployment, as a value: nothing that the person changed is lost, and carried out it
 * leaves nothing to do. An empty plan says that everything is as it would be generated now.
 */
export function plan({ files, present, releases }: PlanInput): Plan {
  return planUpdate(files, releases === undefined ? present : migratePresent(present, releases.from, releases.to).present)
}
