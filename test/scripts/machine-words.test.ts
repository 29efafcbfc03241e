import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, it } from 'vitest'
import { GUEST_DIR } from '../../src/fly/constants.ts'
import { load } from './sandbox.ts'

interface Unwrapped { text: string, begun: boolean, code: number | undefined, hasToken: boolean }
interface Lib {
  quoteForMachine: (words: readonly string[]) => string
  wrap: (words: readonly string[]) => string[]
  asNode: (words: readonly string[], user: 'node' | 'root') => string[]
  unwrap: (output: string) => Unwrapped
}
const { asNode, quoteForMachine, unwrap, wrap } = await load<Lib>('machine-words.mjs')

const hostile = ['', ' ', 'a b', '\'', '"', 'it\'s "so"', '$HOME', '$(id)', '`id`', '\\', '\\n', '*', '~', ';rm -rf x', '&&', '#x', '!1', '--flag=a b', 'ü日', '\t', '{"a":"b\'c"}']

/** How a server without a shell cuts a command line into words: quotes and backslashes as in POSIX, nothing expanded. */
function split(line: string): string[] {
  const words: string[] = []
  const word = /(?:'[^']*'|\\.|[^\s'\\"])+/gy
  for (let match = word.exec(line); match; match = word.exec(line)) {
    words.push(match[0].replace(/'([^']*)'|\\(.)/g, (_, quoted?: string, escaped?: string) => quoted ?? escaped ?? ''))
    word.lastIndex += / */y.exec(line.slice(word.lastIndex))?.[0].length ?? 0
  }
  return words
}

function run(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number, stdout: string, stderr: string }> {
  return new Promise((resolve) => {
    const { PATH = '' } = process.env
    const child = execFile(file, args, { env: { PATH, ...env }, timeout: 20_000 }, (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }))
    child.stdin?.end()
  })
}

const printWords = ['node', '-p', 'JSON.stringify(process.argv.slice(1))', '--', ...hostile]

describe.concurrent('the command line for the machine', () => {
  it('means the same words to a shell', async ({ expect }) => {
    const { stdout } = await run('sh', ['-c', quoteForMachine(printWords)])
    expect(JSON.parse(stdout)).toEqual(hostile)
  })

  it('means the same words to a server that only splits it', ({ expect }) => {
    expect(split(quoteForMachine(wrap(hostile)))).toEqual(wrap(hostile))
  })

  it.for(['a\nb', 'a\rb', 'a\0b'])('does not take %j', (word, { expect }) => {
    expect(() => quoteForMachine(['node', word])).toThrow('line break')
  })

  it('becomes the gateway\'s user itself where Fly lets in root alone', ({ expect }) => {
    expect(quoteForMachine(asNode(['id', '-u'], 'root'))).toBe('setpriv --reuid=1000 --regid=1000 --init-groups env HOME=/home/node id -u')
    expect(asNode(['id', '-u'], 'node')).toEqual(['id', '-u'])
  })
})

describe.concurrent('the marks around the output', () => {
  it.for([
    ['', 0], ['text', 3], ['text\n', 0], ['\n\n', 255], ['openclaw-fly:end 9\n', 1], ['a\nopenclaw-fly:begin \nb', 0],
  ] as const)('give back %j and exit code %i, whatever fly prints around them', async ([text, status], { expect }) => {
    const [file = '', ...args] = wrap(['node', '-e', `process.stdout.write(${JSON.stringify(text)}); console.error('trouble'); process.exitCode = ${status}`])
    const { code, stdout, stderr } = await run(file, args)
    expect(code).toBe(status)
    expect(unwrap(`No machine specified, using 17 in region iad\n${stdout}`)).toEqual({ text, begun: true, code: status, hasToken: false })
    expect(unwrap(`Connecting to fdaa::3...\n${stderr}Error: ssh shell: Process exited with status ${status}\n`)).toMatchObject({ text: 'trouble\n', code: status })
  })

  it('pass on standard input and the environment', async ({ expect }) => {
    const [file = '', ...args] = wrap(['sh', '-c', 'cat; echo "$OPENCLAW_STATE_DIR $OPENCLAW_GATEWAY_TOKEN"'])
    const { stdout } = await run(file, args, { OPENCLAW_STATE_DIR: '/data', OPENCLAW_GATEWAY_PORT: '3000', OPENCLAW_GATEWAY_TOKEN: 'a1b2' })
    expect(unwrap(stdout)).toEqual({ text: '/data a1b2\n', begun: true, code: 0, hasToken: true })
  })

  it('tell output that was cut off from output that ended', ({ expect }) => {
    expect(unwrap('openclaw-fly:begin token\n{"half":')).toEqual({ text: '{"half":', begun: true, code: undefined, hasToken: true })
    expect(unwrap('openclaw-fly:begin token\nx\nopenclaw-fly:end 1')).toMatchObject({ code: undefined })
  })

  it('tell that the command never began', ({ expect }) => {
    expect(unwrap('Error: app x has no started VMs.\n')).toMatchObject({ begun: false, code: undefined, text: '' })
  })
})

describe.runIf(process.platform === 'linux')('a session without the environment of the app', () => {
  it('takes what the CLI needs from the process of the boot program', async ({ expect }) => {
    const env = { OPENCLAW_STATE_DIR: '/data', NOT_OPENCLAW_GATEWAY_PORT: '7', OPENCLAW_GATEWAY_TOKEN: 'a1b2' }
    const boot = spawn('sh', ['-c', 'echo started; read -r _', `${GUEST_DIR}/boot.mjs`], { env, stdio: ['pipe', 'pipe', 'ignore'] })
    await once(boot.stdout, 'data')
    const [file = '', ...args] = wrap(['sh', '-c', 'echo "$OPENCLAW_STATE_DIR $OPENCLAW_GATEWAY_PORT $OPENCLAW_GATEWAY_TOKEN"'])
    const { stdout } = await run(file, args)
    boot.stdin.end()
    expect(unwrap(stdout)).toEqual({ text: '/data  a1b2\n', begun: true, code: 0, hasToken: true })
  })
})
