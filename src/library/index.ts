import type { PlopApi } from '../plop/api.ts'

/*
 * The library: answers in, files and plans out. Nothing here reads, writes, asks or looks at a clock: what the package
 * ships comes in as values, which `create-openclaw-fly/load` reads. docs/library.md shows how.
 */

export { readAnswers, type AnswersTable, type ReadAnswersOptions } from './read-answers.ts'
export { check, type CheckInput } from './check.ts'
export { plan, type PlanInput } from './plan.ts'
export { render, type RenderInput } from '../render/render.ts'

export type { Answers } from '../answers/answers.ts'
export type { Surroundings } from '../answers/defaults.ts'
export type { Resolved } from '../answers/resolve.ts'
export type { ChannelCatalog } from '../channels/catalog.ts'
export type { Channel } from '../channels/define.ts'
export type { Problem } from '../errors.ts'
export type { Conflict } from '../merge/conflict.ts'
export type { Change, OwnFile, Plan, Present } from '../merge/plan.ts'
export type { Release } from '../releases/release.ts'
export type { SchemaSet } from '../releases/schemas.ts'
export type { EmittedFile, FileSet } from '../render/file-set.ts'
export type { TemplateSet } from '../render/templates.ts'

/** The plop pack: `await plop.load('create-openclaw-fly')` in a plopfile. Loaded only then, as it reads and writes. */
export default async function plopPack(plop: PlopApi): Promise<void> {
  await (await import('../plop/pack.ts')).addGenerators(plop)
}
