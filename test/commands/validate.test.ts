import { describe, expect, it } from 'vitest'
import { runCli } from '../support/run-cli.ts'

const validate = (input: string, ...words: string[]) => runCli(['validate', ...words], { input })

describe('create-openclaw-fly validate', () => {
  it('ends with 0 where the release takes the configuration on standard input', async () => {
    expect(await validate('{}', '--release', '2026.9.6')).toEqual({ code: 0, stdout: 'OpenClaw 2026.9.6 takes it.\n', stderr: '' })
  })

  it('ends with 1 and names each place where it does not', async () => {
    expect(await validate('{"multiAgent":1}', '--release', '2026.9.6')).toEqual({ code: 1, stdout: 'OpenClaw 2026.9.6 refuses it:\n  multiAgent: is not a known key\n', stderr: '' })
  })

  it('tells programs the same', async () => {
    const { code, stdout } = await validate('{"multiAgent":1}', '--release', '2026.9.6', '--json')
    expect([code, JSON.parse(stdout)]).toEqual([1, { release: '2026.9.6', schemaOf: '2026.9.6', faults: [{ path: 'multiAgent', message: 'is not a known key' }], migrated: [], valid: false }])
  })

  it('says nothing of a release that is older than every schema, and does not pass it', async () => {
    expect(await validate('{}', '--release', '2026.1.29')).toMatchObject({ code: 1, stdout: 'No schema is known of 2026.1.29 or an older release, so nothing can be said.\n' })
  })

  it.for([[[]], [['--release', 'latest']], [['--release', '2026.9.6', '--from', 'x']]])('wants a release: %j', async ([words]) => {
    expect(await validate('{}', ...words!)).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a release of OpenClaw') as string })
  })

  it('does not wait at a terminal for somebody to type a configuration', async () => {
    expect(await runCli(['validate', '--release', '2026.9.6'], { tty: true })).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no configuration on standard input.') as string })
  })
})
