import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const src = join(import.meta.dirname, '..', '..', 'src')

/** What is loaded with a module whether it is wanted or not: values that it imports at its top, and what these import. */
function loadedWith(path: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(path)) return []
  seen.add(path)
  for (const [, names, from] of readFileSync(path, 'utf8').matchAll(/^import (?!type )([^']*?) from '(\.[^']+\.ts)'/gm))
    if (!/^\{(?: type \w+,?)+ \}$/.test(names!)) loadedWith(join(dirname(path), from!), seen)
  return [...seen].map((one) => relative(src, one).replaceAll('\\', '/')).toSorted()
}

/** Each file more is paid by everybody who only asks for help. */
test.each([
  ['cli.ts', ['cli.ts', 'commands/names.ts', 'errors.ts', 'run.ts']],
  ['commands/command-help.ts', ['commands/command-help.ts']],
  ['commands/help.ts', ['answers/questions.ts', 'commands/help.ts', 'report/wrap.ts']],
])('src/%s loads no more than it needs to print a help', (path, files) => {
  expect(loadedWith(join(src, path))).toEqual(files)
})
