import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findAll } from '../../src/check/find.ts'
import type { Finding } from '../../src/check/rule.ts'
import { readSubject } from '../../src/check/subject/subject.ts'
import { handMadeFiles } from '../../src/commands/subject-files.ts'
import { catalog, schemas } from '../support/answers.ts'

/*
 * Deployments as people make them by hand, after the recipes of the field (2026): each folder with expected.txt, what is
 * found in it, `id file:line` with a question mark where a rule only warns.
 */
const folder = fileURLToPath(new URL('./recipes/', import.meta.url))

test.each(readdirSync(folder))('%s', async (name) => {
  const { findings } = findAll(readSubject(await handMadeFiles(`${folder}${name}`, {}), catalog, schemas))
  await expect(`${findings.map(lineOf).join('\n')}\n`).toMatchFileSnapshot(`${folder}${name}/expected.txt`)
})

function lineOf({ id, severity, where }: Finding): string {
  return `${id}${severity === 'warning' ? '?' : ''} ${where.file}${where.line === undefined ? '' : `:${where.line}`}`
}
