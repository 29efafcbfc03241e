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

/** Each file more is paid by everybody who only asks for help, or waits for the first question. */
test.each([
  ['cli.ts', ['cli.ts', 'commands/io.ts', 'commands/names.ts', 'errors.ts', 'run.ts', 'time-zone.ts']],
  ['commands/command-help.ts', ['commands/command-help.ts']],
  ['commands/help.ts', ['answers/questions.ts', 'commands/help.ts', 'report/wrap.ts']],
  ['commands/begin.ts', ['answers/secret-shapes.ts', 'answers/suggest.ts', 'answers/values.ts', 'ask/ask-folder.ts', 'ask/find-problem.ts', 'ask/io.ts', 'ask/messages.ts', 'ask/prompts/frame.ts', 'ask/prompts/prompt-text.ts', 'ask/prompts/run-prompt.ts', 'ask/prompts/suspend.ts', 'ask/texts.ts', 'commands/begin.ts', 'errors.ts', 'fly/price.ts', 'workspace/propose-folder.ts']],
])('src/%s loads no more than it needs', (path, files) => {
  expect(loadedWith(join(src, path))).toEqual(files)
})
