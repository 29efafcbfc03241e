import { describe, expect, test } from 'vitest'
import { catalogue, releases, schemaSource } from '../../src/releases/catalogue.ts'
import { checkedLine, releaseNotes } from '../../src/report/release-notes.ts'

describe('what is said of a release', () => {
  test('with a schema of its own is only that it was checked with it', () => {
    for (const { release } of releases) expect([checkedLine(release), ...releaseNotes(release)]).toEqual([`Checked against the schemas of Fly and of OpenClaw ${release}.`])
  })

  test('that is newer than all that are known is a plain warning', () => {
    expect(checkedLine('2099.1.1')).toBe('Checked against the schemas of Fly and of OpenClaw 2026.9.6.')
    expect(releaseNotes('2099.1.1')).toEqual([
      'Careful: OpenClaw 2099.1.1 is newer than this version of create-openclaw-fly knows. openclaw.json was checked against the schema of 2026.9.6, the newest that is known; a newer create-openclaw-fly may know better.',
    ])
  })

  test('from before the schemas is that there was none', () => {
    expect(checkedLine('2026.1.29')).toBe('Checked against the schema of Fly, and against what is known of OpenClaw 2026.1.29.')
    expect(releaseNotes('2026.1.29')).toEqual([
      'OpenClaw 2026.1.29 cannot print a schema of its configuration (2026.3.28 was the first): openclaw.json has the shape that releases of that time were seen to take.',
    ])
  })

  test('is something whenever another schema stood in', () => {
    expect(catalogue.filter(({ release }) => (schemaSource(release)?.own === true) !== (releaseNotes(release).length === 0))).toEqual([])
  })
})
