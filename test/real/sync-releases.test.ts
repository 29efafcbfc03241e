import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { findRelease, newestRelease } from '../../src/releases/catalogue.ts'
import { packageFacts, type PackageContent } from '../../tools/sync-releases/package-facts.ts'
import { recordSchema } from '../../tools/sync-releases/record-schema.ts'
import { schemas } from '../support/answers.ts'
import { node24, openclaw } from './programs.ts'

const scratch = mkdtempSync(join(tmpdir(), 'openclaw-record-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** An installed package as the sync sees it in its tarball. */
function installed(folder: string): PackageContent {
  const extensions = readdirSync(join(folder, 'dist', 'extensions')).map((name) => `dist/extensions/${name}/openclaw.plugin.json`)
  const telling = ['package.json', 'dist/build-info.json', 'dist/channel-catalog.json', ...extensions].filter((path) => existsSync(join(folder, path)))
  return { texts: new Map(telling.map((path) => [path, readFileSync(join(folder, path), 'utf8')])), paths: new Set(readdirSync(folder)) }
}

describe(`OpenClaw ${newestRelease}, recorded anew`, () => {
  test('prints the configuration schema that is recorded, to the byte', async () => {
    const program = { node: await node24(), entry: await openclaw(newestRelease) }
    const recorded = await recordSchema(program, scratch, AbortSignal.timeout(240_000))
    expect(JSON.stringify(recorded)).toBe(JSON.stringify(schemas.get(newestRelease)))
  })

  test('says of itself what the catalogue says', async () => {
    expect(packageFacts(newestRelease, installed(dirname(await openclaw(newestRelease))))).toEqual(findRelease(newestRelease))
  })
})
