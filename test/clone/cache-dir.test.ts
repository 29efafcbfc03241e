import { expect, test } from 'vitest'
import { defaultCacheDir } from '../../src/clone/clone.ts'

test.each<[string, Record<string, string>, NodeJS.Platform, string, string]>([
  ['the XDG folder', { XDG_CACHE_HOME: '/xdg' }, 'linux', '/home/me', '/xdg/create-openclaw-fly'],
  ['~/.cache without XDG_CACHE_HOME', {}, 'linux', '/home/me', '/home/me/.cache/create-openclaw-fly'],
  ['~/.cache when XDG_CACHE_HOME is relative', { XDG_CACHE_HOME: 'xdg' }, 'linux', '/home/me', '/home/me/.cache/create-openclaw-fly'],
  ['~/Library/Caches on macOS', {}, 'darwin', '/Users/me', '/Users/me/Library/Caches/create-openclaw-fly'],
  ['LOCALAPPDATA on Windows', { LOCALAPPDATA: 'D:\\Local' }, 'win32', 'C:\\Users\\me', 'D:\\Local\\create-openclaw-fly\\Cache'],
  ['AppData\\Local on Windows without it', {}, 'win32', 'C:\\Users\\me', 'C:\\Users\\me\\AppData\\Local\\create-openclaw-fly\\Cache'],
])('the cache is in %s', (_, env, platform, home, expected) => {
  expect(defaultCacheDir(env, platform, home)).toBe(expected)
})
