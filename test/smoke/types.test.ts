import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'

const run = promisify(execFile)
const tsc = join(import.meta.dirname, '..', '..', 'node_modules', 'typescript', 'bin', 'tsc')

/** What somebody writes who has our package and no types of Node, plop or Handlebars. */
const program = `
import plopPack, { check, plan, readAnswers, render, type Answers, type FileSet, type Plan } from 'create-openclaw-fly'
import { load, type LoadedPackage } from 'create-openclaw-fly/load'

const shipped: LoadedPackage = await load()
const read = readAnswers({ region: 'fra' }, { catalog: shipped.catalog, defaults: { folder: null, timeZone: 'Europe/Berlin' } })
if (!read.ok) throw new Error(read.problems.map(({ where }): string => where).join())
const answers: Answers = read.answers
const files: FileSet = render({ ...shipped, answers })
check(files, { ...shipped, answers })
const changes: Plan = plan({ files, present: { base: files, mine: new Map() }, releases: { from: '2026.9.3', to: answers.release } })
for (const change of changes) if (change.kind === 'merge') change.conflicts.map(({ place }): string => place.kind)
const pack: (plop: { setGenerator(name: string, config: object): unknown; getDestBasePath(): string }) => Promise<void> = plopPack

// @ts-expect-error: what is missing is said
render({ answers })
// @ts-expect-error: answers are typed
answers.regoin
// @ts-expect-error: values are not to be changed
answers.region = 'ams'
// @ts-expect-error: a plan is a list of known kinds
changes.some(({ kind }) => kind === 'overwrite')
// @ts-expect-error: nothing else can be imported
await import('create-openclaw-fly/dist/cli.cjs')
export { pack }
`

/** The settings of the two ways in which packages are found today; none that would overlook a mistake in our own types. */
const ways = [
  { module: 'NodeNext', moduleResolution: 'NodeNext' },
  { module: 'ESNext', moduleResolution: 'Bundler' },
]

test.each(ways)('the types are whole and judge with moduleResolution $moduleResolution', async (way) => {
  const folder = join(inject('home'), `types ${way.moduleResolution}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'program.mts'), program)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...way, target: 'ES2022', lib: ['ES2022'], types: [], strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true }, include: ['program.mts'] }))
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error: unknown) => error as { stdout: string })
  expect(stdout).toBe('')
})
