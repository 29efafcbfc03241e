import type { Place } from '../rule.ts'

/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  readonly name: string
  readonly text: string
  readonly line: number
}

export interface Dockerfile {
  readonly name: string
  readonly text: string
  readonly instructions: readonly Instruction[]
  readonly place: (instruction: Instruction) => Place
}

/** Reads a Dockerfile as far as the rules look into one: https://docs.docker.com/reference/dockerfile/ */
export function readDockerfile(name: string, text: string): Dockerfile {
  const instructions: Instruction[] = []
  let open: { name: string; text: string; line: number } | undefined
  for (const [index, raw] of text.replaceAll('\r\n', '\n').split('\n').entries()) {
    if (/^\s*(?:#|$)/.test(raw)) continue
    const line = raw.trim()
    if (open === undefined) {
      const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? []
      open = { name: word.toUpperCase(), text: rest, line: index + 1 }
    } else open.text += ` ${line}`
    if (open.text.endsWith('\\')) open.text = open.text.slice(0, -1).trimEnd()
    else {
      instructions.push(open)
      open = undefined
    }
  }
  if (open !== undefined) instructions.push(open)
  return { name, text, instructions, place: ({ line }) => ({ file: name, line }) }
}

/** The value that `ENV` or `ARG` gives a variable last. */
export function variableIn({ instructions }: Dockerfile, variable: string): string | undefined {
  const pattern = new RegExp(`(?:^|\\s)${variable}(?:=|\\s+)(?:"([^"]*)"|'([^']*)'|(\\S+))`)
  const last = instructions.filter(({ name }) => name === 'ENV' || name === 'ARG').map(({ text }) => pattern.exec(text)).findLast((match) => match !== null)
  return last?.[1] ?? last?.[2] ?? last?.[3]
}

/** What the image starts: its `ENTRYPOINT` and `CMD`, as one text. */
export function commandIn({ instructions }: Dockerfile): string {
  return ['ENTRYPOINT', 'CMD'].flatMap((wanted) => instructions.findLast(({ name }) => name === wanted)?.text.replaceAll(/["[\],]+/g, ' ') ?? []).join(' ')
}
