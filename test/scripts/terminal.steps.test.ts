import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { gatewayToken } from '../../src/secret.ts'
import { bringBack, converse as converseWith, hasScript, type Exchange } from './converse.ts'
import { importLikeFly } from './fly-import-model.ts'
import { anthropic, goodKey, key, ownToken, Sandbox, slackUser } from './sandbox.ts'

const nothingShown = 'Nothing is shown.'
const paste = (text: string) => `\x1b[200~${text}\x1b[201~`
const withoutSequences = (screen: string) => screen.replaceAll(/\x1b\[[\d;?]*[A-Za-z]/g, '')
const atFly = (...names: string[]) => ({ 'secrets list': { stdout: JSON.stringify(names.map((name) => ({ name, digest: 'd' }))) } })

/** What `npm run secrets` shows, and what is typed in answer. */
const converse = (sandbox: Sandbox, exchanges: readonly Exchange[], args = '') => converseWith(sandbox, 'secrets.mjs', exchanges, args)

describe.skipIf(!hasScript).concurrent('npm run secrets at a terminal (needs script of util-linux)', () => {
  it('asks for what is missing, sends it and shows nothing of it', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic])
    const { code, screen, after } = await converse(sandbox, [[nothingShown, `${goodKey}\r`]])
    expect(code).toBe(0)
    expect(sandbox.imported).toEqual([`ANTHROPIC_API_KEY="${goodKey}"\n`])
    expect(screen).toContain('Anthropic API key (ANTHROPIC_API_KEY)\r\n  Where to get it: https://console.anthropic.com/settings/keys\r\n')
    for (let index = 0; index + 6 <= goodKey.length; index += 3) expect(screen.replaceAll(anthropic.example, '')).not.toContain(goodKey.slice(index, index + 6))
    expect(screen).not.toContain('*')
    expect(after).toMatch(/ icanon /)
    expect(after).toMatch(/ echo /)
  })

  it('knows Backspace, Ctrl-U and arrow keys', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic])
    await converse(sandbox, [[nothingShown, `wrong\x15x\x7f${goodKey}é\x7f\x1b[D\x1bOA\r`]])
    expect(sandbox.imported).toEqual([`ANTHROPIC_API_KEY="${goodKey}"\n`])
  })

  it('takes a bracketed paste with a line end behind it, and only then Enter', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic])
    const { screen } = await converse(sandbox, [[nothingShown, `${paste(`${goodKey}\r\n`)}\r`]])
    expect(sandbox.imported).toEqual([`ANTHROPIC_API_KEY="${goodKey}"\n`])
    expect(screen).toContain('\x1b[?2004h')
    expect(screen).toContain('\x1b[?2004l')
  })

  it('ends on Ctrl-C with 130, sends nothing and leaves the terminal as it was', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic])
    const { code, screen, after } = await converse(sandbox, [[nothingShown, 'sk-ant-half\x03']])
    expect(code).toBe(130)
    expect(screen).toContain('Cancelled. Nothing was sent.')
    expect(screen).not.toContain('half')
    expect(sandbox.imported).toEqual([])
    expect(after).toMatch(/ icanon /)
    expect(after).toMatch(/ echo /)
    expect(screen).toContain('\x1b[?2004l')
  })

  it('asks again after a mistake, says what it is and does not repeat it', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic])
    const { screen, unanswered } = await converse(sandbox, [
      [nothingShown, '\r'],
      ['ANTHROPIC_API_KEY is empty.', `ANTHROPIC_API_KEY=${goodKey}\r`],
      ['starts with ANTHROPIC_API_KEY=', 'one two-lines\rand more'],
      ['more than one line', 'sk-proj-wrong-kind-of-key\r'],
      ['does not have the right form: it looks like sk-ant-api03-…', `${goodKey}\r`],
    ])
    expect(unanswered).toBe(0)
    expect(sandbox.imported).toEqual([`ANTHROPIC_API_KEY="${goodKey}"\n`])
    for (const part of ['AbCdEf', 'two-lines', 'and more', 'wrong-kind']) expect(screen).not.toContain(part)
  })

  it('blots out what was typed in what fly says about a failed import', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic], { 'secrets import': { stderr: 'Error: bad input {stdin}', code: 1 } })
    const { code, screen } = await converse(sandbox, [[nothingShown, `${goodKey}\r`]])
    expect(code).toBe(1)
    expect(screen).toContain('bad input ANTHROPIC_API_KEY="[secret]"')
    expect(screen).not.toContain(goodKey)
  })

  it('keeps with Enter what is set at Fly and skips what is optional', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic, slackUser], atFly('ANTHROPIC_API_KEY'))
    const { code, screen } = await converse(sandbox, [['Enter alone keeps the one at Fly.', '\r'], ['Optional: Enter alone skips it.', '\r']])
    expect(screen).toContain('Nothing to send.')
    expect(code).toBe(0)
    expect(sandbox.imported).toEqual([])
  })

  it('takes a key of several lines, ended by Ctrl-D', async ({ expect }) => {
    using sandbox = new Sandbox([key])
    const lines = '-----BEGIN KEY-----\nfirst/line=\n\nlast/line=\n-----END KEY-----'
    const { screen } = await converse(sandbox, [['press Enter and Ctrl-D.', `${lines.replaceAll('\n', '\r')}\r\x04`]])
    expect(importLikeFly(sandbox.imported[0] ?? '').get('GITHUB_APP_KEY')).toBe(lines)
    expect(screen).not.toContain('line=')
  })

  it('asks for a rotated secret though .env has the old one, and does not take Enter for it', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken, anthropic], atFly('ANTHROPIC_API_KEY'))
    sandbox.writeEnv('ANTHROPIC_API_KEY=sk-ant-the-old-one-0123456789\n')
    await converse(sandbox, [[nothingShown, '\r'], ['is empty', `${goodKey}\r`]], '--rotate ANTHROPIC_API_KEY')
    expect(sandbox.imported).toEqual([`ANTHROPIC_API_KEY="${goodKey}"\n`])
  })

  it('shows a generated token only when asked to, and wipes it on Enter', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken])
    const { code, screen } = await converse(sandbox, [['y/N', 'y\r'], ['wipe it from the screen.', '\r']])
    const value = importLikeFly(sandbox.imported[0] ?? '').get('OPENCLAW_GATEWAY_TOKEN') ?? 'none'
    expect(code).toBe(0)
    expect(screen.split(value)).toHaveLength(2)
    expect(screen.split(value)[1]).toContain('\x1b[5A\r\x1b[0J')
  })

  it.for(['\r', 'n\r', '\x03'])('does not show a generated token after %j', async (answer, { expect }) => {
    using sandbox = new Sandbox([gatewayToken])
    const { code, screen } = await converse(sandbox, [['y/N', answer]])
    const value = importLikeFly(sandbox.imported[0] ?? '').get('OPENCLAW_GATEWAY_TOKEN') ?? 'none'
    expect(code).toBe(0)
    expect(screen).not.toContain(value)
  })

  it('does not offer to show a token that the person gave', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken])
    sandbox.writeEnv(`OPENCLAW_GATEWAY_TOKEN=${ownToken}\n`)
    const { screen } = await converse(sandbox, [])
    expect(sandbox.imported).toEqual([`OPENCLAW_GATEWAY_TOKEN="${ownToken}"\n`])
    expect(screen).not.toContain('y/N')
  })

  it('stops on Ctrl-Z at a question together with whoever started it, and after fg asks it again and hears keys', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken])
    const { code, screen, unanswered } = await converseWith(sandbox, 'secrets.mjs', [['y/N', '\x1a'], ['y/N', 'y\r'], ['wipe it from the screen.', '\r']], '', bringBack)
    expect([code, unanswered]).toEqual([0, 0])
    expect(withoutSequences(screen)).toMatch(/y\/N [^]*\[stopped: 148\][^]*y\/N y\r/)
  })

  it('says after Ctrl-Z, fg and Ctrl-C that nothing was chosen, and ends with 130', async ({ expect }) => {
    using sandbox = new Sandbox([])
    writeFileSync(join(sandbox.folder, 'scripts', 'ask.mjs'), 'import { runScript } from "./lib/messages.mjs"; import { askLine } from "./lib/terminal.mjs"; await runScript(() => askLine("Which one?"))')
    const { code, screen, after } = await converseWith(sandbox, 'ask.mjs', [['one?', '\x1a'], ['one?', 'x\x03']], '', bringBack)
    expect(code).toBe(130)
    expect(withoutSequences(screen)).toContain('Which one? x\r\n✖ Cancelled.')
    expect(after).toMatch(/ icanon /)
  })

  it('hears keys again after Ctrl-Z where nothing can stop it, also after two', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken])
    const { code, unanswered } = await converse(sandbox, [['y/N', '\x1a\x1a'], ['y/N', 'y\r'], ['wipe it from the screen.', '\r']])
    expect([code, unanswered]).toEqual([0, 0])
  })

  it.for(['push(null)', 'destroy()', 'destroy(new Error("gone"))'])('takes for a no an input that goes away by %s', async (how, { expect }) => {
    using sandbox = new Sandbox([])
    writeFileSync(join(sandbox.folder, 'scripts', 'ask.mjs'), `import { askYesNo } from "./lib/terminal.mjs"; setTimeout(() => process.stdin.${how}, 100); console.log("answer:", await askYesNo("Well?"))`)
    const { code, screen } = await converseWith(sandbox, 'ask.mjs', [])
    expect(withoutSequences(screen)).toContain('Well? y/N \r\nanswer: false')
    expect(code).toBe(0)
  })

  it('breaks what it says at words, but no command, no URL and no JSON', async ({ expect }) => {
    using sandbox = new Sandbox([])
    const said = [
      '  This goes on in the column of its text, wherever a terminal of forty columns ends.',
      '  --flag  So does what explains a flag, below it.',
      'Do it like this, then run it again: npm run config -- push --yes --restart',
      '$ fly deploy openclaw --config ../fly.toml --app my-openclaw',
      'See https://github.com/openclaw/openclaw/issues/1234567890',
      '  "trustedProxies": ["172.16.0.0/12", "66.241.124.1"]',
    ]
    writeFileSync(join(sandbox.folder, 'scripts', 'say.mjs'), `import { note, say } from "./lib/messages.mjs"; say(${JSON.stringify(said.slice(0, 3).join('\n'))}); note(${JSON.stringify(said.slice(3).join('\n'))})`)
    const { screen } = await converseWith(sandbox, 'say.mjs', [], '', (command) => `stty cols 40; ${command}`)
    expect(screen.trimEnd().split('\r\n')).toEqual([
      '  This goes on in the column of its', '  text, wherever a terminal of forty', '  columns ends.',
      '  --flag  So does what explains a flag,', '          below it.',
      'Do it like this, then run it again:', 'npm run config -- push --yes --restart',
      said[3],
      'See', 'https://github.com/openclaw/openclaw/issues/1234567890',
      said[5],
    ])
    expect((await sandbox.run('say.mjs')).all.trimEnd()).toBe(said.join('\n'))
  })
})
