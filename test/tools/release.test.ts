import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { releaseFaults } from '../../tools/release/release-faults.ts'

const root = join(import.meta.dirname, '..', '..')
const whole = { version: '0.2.0', repository: { type: 'git' }, changelog: '# Changelog\n\nAbout it.\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- It is better.\n\n## 0.1.0 (2026-11-01)\n\n- It is there.\n', tag: 'v0.2.0' }

describe('a release', () => {
  test('may be published where everything says the same', () => expect(releaseFaults(whole)).toEqual([]))

  test.each([
    ['the tag is v0.2.1, and package.json says 0.2.0', { tag: 'v0.2.1' }],
    ['CHANGELOG.md has no section "## 0.3.0 (YYYY-MM-DD)"', { version: '0.3.0', tag: undefined }],
    ['CHANGELOG.md: "## 0.2.0" has no date', { changelog: '## 0.2.0\n\n- better\n' }],
    ['CHANGELOG.md says nothing below "## 0.2.0 (2026-12-01)"', { changelog: '## 0.2.0 (2026-12-01)\n\n## 0.1.0 (2026-11-01)\n\n- there\n' }],
    ['CHANGELOG.md still has lines under "## Unreleased"', { changelog: whole.changelog.replace('## Unreleased\n', '## Unreleased\n\n- Not yet.\n') }],
    ['package.json has no "repository"', { repository: undefined }],
  ])('may not: %s', (fault, wrong) => {
    const faults = releaseFaults({ ...whole, ...wrong })
    expect(faults).toEqual([expect.stringContaining(fault)])
  })

  test('that is begun has a place for the next lines in the changelog', () => {
    const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')
    expect([...changelog.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(expect.arrayContaining([expect.stringMatching(/^Unreleased$|^\d+\.\d+\.\d+ \(\d{4}-\d{2}-\d{2}\)$/)]))
  })
})

describe('workflows', () => {
  const folder = join(root, '.github', 'workflows')
  const workflows = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const)

  test.each(workflows)('%s runs only actions that are pinned to a commit', (_, text) => {
    const uses = [...text.matchAll(/uses: *(.+)/g)].map(([, action]) => action)
    expect(uses.length).toBeGreaterThan(0)
    expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action!))).toEqual([])
  })

  test('publishing comes after .ci/run and the check of the release, and only what publishes can sign', () => {
    const publish = workflows.find(([name]) => name === 'publish.yml')![1]
    const [verify, sign] = publish.split(/^ {2}publish:/m) as [string, string]
    expect(verify).toContain('.ci/run')
    expect(verify).toContain('npm run check:release -- "$GITHUB_REF_NAME"')
    expect(verify).not.toContain('id-token')
    expect(sign).toContain('needs: verify')
    expect(sign).toContain('id-token: write')
    expect(sign).toContain('npm publish --provenance')
  })
})
