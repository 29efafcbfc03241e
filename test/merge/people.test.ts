import { parse } from '@iarna/toml'
import { describe, expect, test } from 'vitest'
import { mergeFile } from '../../src/merge/file.ts'
import { judgeMerge } from './judge.ts'
import { base, people } from './people.ts'
import { pool } from './pool.ts'

const read = (text: string): unknown => parse(text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'))
/** Every third will do: each takes its time. */
const deployments = pool.filter((_, index) => index % 3 === 0).map((files) => files.get('fly.toml')?.text).filter((text) => text !== undefined)

describe.each(people)('fly.toml as in %s', (_, mine) => {
  test('is updated to any other deployment without a loss', () => {
    expect(deployments.length).toBeGreaterThan(9)
    for (const theirs of deployments) expect(() => judgeMerge('fly.toml', read, { base, mine, theirs })).not.toThrow()
  })

  test('keeps every comment that is the person\'s', () => {
    const comments = (mine.match(/# .*$/gm) ?? []).filter((comment) => !base.includes(comment.trim()))
    for (const theirs of deployments) {
      const result = mergeFile('fly.toml', base, mine, theirs)
      expect(comments.filter((comment) => result.kind !== 'merged' || !result.text.includes(comment.trim()))).toEqual([])
    }
  })
})
