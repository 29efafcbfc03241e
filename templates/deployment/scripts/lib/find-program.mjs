// @ts-check
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import process from 'node:process'
import { UserError } from './messages.mjs'

/** @typedef {{ file: string, args: string[], name: string }} Program  `args` come before those of the call; `name` is what a person types */

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false // absent or not ours to run: the next folder on PATH may have it
  }
}

/**
 * Looks along PATH itself and takes absolute folders only: Windows would otherwise run a `fly.exe` that lies in the
 * current folder, and a `.cmd` cannot be started without a shell.
 * @param {string} name
 * @returns {string | undefined}
 */
export function findOnPath(name, env = process.env, platform = process.platform) {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(isAbsolute)
  const fileName = platform === 'win32' ? `${name}.exe` : name
  return folders.map((folder) => join(folder, fileName)).find(isProgram)
}

/** @returns {Program} */
export function findFly() {
  const fly = findFlyOrName()
  if (!fly.file) throw explainNoFly()
  return fly
}

/**
 * For a dry run, which is of use before fly is installed, too: then it has no file.
 * @returns {Program}
 */
export function findFlyOrName() {
  for (const name of ['fly', 'flyctl']) {
    const file = findOnPath(name)
    if (file) return { file, args: [], name }
  }
  return { file: '', args: [], name: 'fly' }
}

export function explainNoFly() {
  return new UserError(
    'fly, the program of Fly.io, is not on your PATH.',
    [
      'Install it: https://fly.io/docs/flyctl/install/',
      process.platform === 'win32'
        ? '  pwsh -Command "iwr https://fly.io/install.ps1 -useb | iex"'
        : '  curl -L https://fly.io/install.sh | sh   (macOS: brew install flyctl)',
      'Then open a new terminal, so that PATH is read again, and sign in: fly auth login',
    ].join('\n'),
  )
}

/**
 * npx is a script: `npx.cmd` on Windows, which only a shell could start. So Node runs the script behind it.
 * @returns {Program}
 */
export function findNpx(env = process.env, platform = process.platform, node = process.execPath) {
  const onPath = platform === 'win32' ? undefined : findOnPath('npx', env, platform)
  if (onPath) return { file: onPath, args: [], name: 'npx' }
  const besideNpm = /[\\/]npm-cli\.[cm]?js$/.test(env.npm_execpath ?? '') ? [dirname(env.npm_execpath ?? '')] : []
  const besideNode = [join(dirname(node), 'node_modules', 'npm', 'bin'), join(dirname(node), '..', 'lib', 'node_modules', 'npm', 'bin')]
  const script = [...besideNpm, ...besideNode].map((folder) => join(folder, 'npx-cli.js')).find((file) => existsSync(file))
  if (script) return { file: node, args: [script], name: 'npx' }
  throw new UserError('npx, which comes with Node, was not found.', 'Install Node with npm: https://nodejs.org/en/download')
}
