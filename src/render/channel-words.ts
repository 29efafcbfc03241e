import { codeSpan } from './markdown.ts'
import { shellWord } from './shell-word.ts'

/** What the commands in a channel's texts are made of: the view of the channel that is written about. */
export interface ChannelWords {
  readonly app: string
  readonly id: string
  readonly answers: Readonly<Record<string, string | readonly string[] | null>>
  readonly secrets: readonly { readonly name: string }[]
}

/**
 * How an answer is given later, as Markdown. A list given as flags replaces the one that is there, so what is in it comes
 * along. The gateway keeps its configuration on the volume: no deploy changes it there, but `config -- push` does.
 */
export function answerCommand({ id, answers }: ChannelWords, name: string, value: string): string {
  if (!Object.hasOwn(answers, name)) throw new TypeError(`${id} has no question ${name}`)
  const present = answers[name]
  const values = [...(Array.isArray(present) ? (present as readonly string[]) : []), value]
  return `${codeSpan(`npm run update -- ${values.map((each) => `--${id}.${name} ${shellWord(each)}`).join(' ')}`)}, then \`npm run config -- push\``
}

/** How secrets that are at Fly already are replaced, as Markdown: without `--rotate` they are kept. */
export function rotateCommand({ id, app, secrets }: ChannelWords, names: readonly string[]): string {
  const unknown = names.filter((name) => !secrets.some((secret) => secret.name === name))
  if (unknown.length > 0) throw new TypeError(`${id} wants no secret ${unknown.join(', ')} with these answers`)
  return `\`npm run secrets -- ${names.map((name) => `--rotate ${name}`).join(' ')}\`, then \`fly secrets deploy --app ${app}\``
}
