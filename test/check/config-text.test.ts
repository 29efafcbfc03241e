import { describe, expect, it } from 'vitest'
import { judgeConfig } from '../../src/check/config-text.ts'
import { loadSchemas } from '../../src/load.ts'

const schemas = loadSchemas()
const judge = (text: string, release = '2026.9.6', from = release) => judgeConfig(text, release, schemas, from)

describe('a configuration held against a release', () => {
  it('is valid as JSON5, as OpenClaw reads it', () => {
    expect(judge("// mine\n{ gateway: { mode: 'local', bind: 'lan', }, }")).toEqual({ release: '2026.9.6', schemaOf: '2026.9.6', faults: [], migrated: [] })
  })

  it('is at fault at each key that the release does not know, with the place and never the value', () => {
    const { faults } = judge('{"gateway":{"bind":"0.0.0.0-my-secret"},"multiAgent":{"token":"my-secret"}}')
    expect(faults.map(({ path }) => path)).toEqual(['gateway.bind', 'multiAgent'])
    expect(JSON.stringify(faults)).not.toContain('my-secret')
  })

  it('is looked at in the shape that the newer release repairs it to, which is told', () => {
    const old = '{"agents":{"list":[{"id":"main","default":true}]}}'
    expect(judge(old, '2026.9.6', '2026.3.31')).toMatchObject({ faults: [], migrated: expect.arrayContaining([expect.stringContaining('`agents.entries`')]) as unknown })
  })

  it('that is no JSON5 says where reading stopped', () => {
    expect(judge('{"gateway": ').faults).toMatchObject([{ path: '', message: expect.stringMatching(/^this is not JSON5: .+ \(character \d+\)$/) as string }])
  })

  it('is held against the nearest older schema where the release has none, and says whose', () => {
    expect(judge('{}', '2026.9.99').schemaOf).toBe('2026.9.6')
    expect(judge('{}', '2026.1.29')).toMatchObject({ schemaOf: null })
  })
})
