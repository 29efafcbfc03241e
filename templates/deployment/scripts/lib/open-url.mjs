// @ts-check
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { findOnPath } from './find-program.mjs'

/**
 * The program of this platform that opens an address in the browser; never a shell, for which an address may mean more.
 * @returns {{ file: string, args: string[] } | undefined}
 */
export function findOpener(env = process.env, platform = process.platform) {
  if (platform === 'win32') return { file: join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'rundll32.exe'), args: ['url.dll,FileProtocolHandler'] }
  const file = findOnPath(platform === 'darwin' ? 'open' : 'xdg-open', env, platform)
  const hasDesktop = platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME)
  return file && hasDesktop ? { file, args: [] } : undefined
}

/**
 * @param {string} url  without a secret: other programs of this computer see the words of a command
 * @returns {Promise<boolean>} whether a browser was asked
 */
export function openUrl(url) {
  const opener = findOpener()
  if (!opener) return Promise.resolve(false)
  return new Promise((resolve) => {
    const child = spawn(opener.file, [...opener.args, url], { detached: true, stdio: 'ignore' })
    child.on('error', () => resolve(false)).on('spawn', () => resolve(true))
    child.unref()
  })
}
