import { describe, expect, test } from 'vitest'
import { stableReleases } from '../../../tools/sync-releases/registry.ts'
import { reason } from '../../../tools/sync-releases/run-program.ts'

describe('the stable releases among what npm lists', () => {
  test('are no betas and no candidates, but later builds, newest first', () => {
    const versions = ['0.0.1', '2026.1.29', '2026.2.23-beta.1', '2026.7.1-1', '2026.7.1-2', '2026.7.1', '2026.9.10', '2026.9.9', '2026.9.9-rc.1', '2025.12.1']
    expect(stableReleases(versions)).toEqual(['2026.9.10', '2026.9.9', '2026.7.1-2', '2026.7.1-1', '2026.7.1', '2026.1.29'])
  })

  test('are not read from anything else than a list', () => {
    expect(() => stableReleases({ error: {} })).toThrow('did not print a list')
    expect(stableReleases([1, null, '2026.9.6'])).toEqual(['2026.9.6'])
  })
})

describe('the reason of a failure', () => {
  test.each([
    ['what npm did not find', 'npm warn old\nnpm error code E404\nnpm error 404 Not Found - GET https://registry/@x%2fy\nnpm error A complete log is in /home/somebody/.npm', 'E404: Not Found - GET https://registry/@x%2fy'],
    ['a version that there is not', 'npm error code ETARGET\nnpm error notarget No matching version found for x@1.', 'ETARGET: No matching version found for x@1.'],
    ['what a program says', "error: unknown command 'schema'\n(Did you mean set?)", "error: unknown command 'schema'"],
    ['the error, not the place in the source', 'file:///opt/x.js:3\nimport a from "b"\n^\nError [ERR_MODULE_NOT_FOUND]: Cannot find package b\n    at x', 'Error [ERR_MODULE_NOT_FOUND]: Cannot find package b'],
    ['nothing', '\n', 'it said nothing'],
  ])('is %s', (_, stderr, expected) => {
    expect(reason(stderr)).toBe(expected)
  })
})
