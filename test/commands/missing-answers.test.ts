import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { namesIn, temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'

const newFolder = temporaryFolders()

describe('without a terminal', () => {
  test('all missing answers are listed at once, with their flags and what is proposed', async () => {
    const cwd = newFolder()
    const { code, stdout, stderr } = await runCli(['Größe Eins'], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.split('\n')).toEqual([
      'Some answers are missing, and there is no terminal to ask at.',
      '  --app NAME: Fly app name, also https://NAME.fly.dev (proposed: gro-e-eins)',
      '  --region CODE: Fly region, such as fra (proposed: fra)',
      '  --release RELEASE: OpenClaw release, or latest (asks npm) (proposed: 2026.9.6)',
      '  --build source|image: build OpenClaw from source, or take its image (proposed: source)',
      '  --access public|private: reachable by HTTPS, or by fly proxy alone (proposed: public)',
      '  --size SIZE: machine size, such as shared-cpu-2x (proposed: shared-cpu-2x)',
      '  --memory MB: memory in MB, at least 2048 (proposed: 3072)',
      '  --volume GB: size of the volume in GB (proposed: 3)',
      '  --model PROVIDER/MODEL: the model to use (proposed: anthropic/claude-opus-5)',
      'give these flags, or --yes to take what is proposed',
      '',
    ])
    expect(namesIn(cwd)).toEqual([])
  })

  test('a dumb terminal is asked nothing: it could not show the questions', async () => {
    const cwd = newFolder()
    const { code, stdout, stderr } = await runCli(['dep'], { cwd, tty: true, env: { TERM: 'dumb' } })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^Some answers are missing, and this terminal \(TERM=dumb\) cannot show questions\.\n/)
  })

  test('mistakes are listed together with what is missing', async () => {
    const cwd = newFolder()
    writeFileSync(join(cwd, 'a.toml'), 'memory = 512\nreleese = "2026.9.6"\n')
    const { code, stderr } = await runCli(['dep', '--answers', 'a.toml', '--region', 'mad'], { cwd })
    expect(code).toBe(2)
    for (const part of ['a.toml: releese: there is no such answer (did you mean release?)', 'a.toml: memory: OpenClaw needs at least 2048 MB', '--region: Fly has retired the region mad', '--app NAME', '--model PROVIDER/MODEL'])
      expect(stderr).toContain(part)
  })

  test('a missing folder is listed with the missing answers, and one is proposed for it', async () => {
    const { code, stderr } = await runCli(['--region', 'fra'], { cwd: newFolder() })
    expect(code).toBe(2)
    expect(stderr.split('\n').slice(0, 3)).toEqual([
      'Some answers are missing, and there is no terminal to ask at.',
      '  DIR: the folder to make, the first word of the command (proposed: my-openclaw)',
      '  --app NAME: Fly app name, also https://NAME.fly.dev (proposed: my-openclaw)',
    ])
  })

  test('a folder that is taken, a wrong flag and wrong answers are told together', async () => {
    const cwd = newFolder()
    writeFileSync(join(cwd, 'dep'), '')
    const { code, stderr } = await runCli(['dep', '--memory', '5', '--regoin', 'fra', '--yes'], { cwd })
    expect(code).toBe(2)
    expect(stderr.split('\n')).toEqual([
      'There are 3 mistakes.',
      '  --regoin: there is no such flag (did you mean --region?)',
      `  DIR: ${join(cwd, 'dep')} is a file (give another name)`,
      '  --memory: OpenClaw needs at least 2048 MB; with less it is killed while it works (give 2048 or more)',
      'mend them and run the same command again; nothing was written',
      '',
    ])
  })

  test('--yes still wants an app name where the folder gives none', async () => {
    const { code, stderr } = await runCli(['日本語', '--yes'], { cwd: newFolder() })
    expect(code).toBe(2)
    expect(stderr).toContain('--app NAME')
  })
})
