import { findMisfits } from '../answers/misfits.ts'
import type { Draft } from './draft.ts'
import { Back } from './io.ts'
import { showWarning } from './messages.ts'
import { promptChoice } from './prompts/prompt-choice.ts'
import { texts } from './texts.ts'

/**
 * Says at once what of the channels cannot be, and goes back to where it can be changed: at the end of all questions every
 * answer would be lost with it. What was given on the command line is left to the report of all mistakes.
 * @throws Back, Cancelled
 */
export async function mendChannels(draft: Draft): Promise<void> {
  const { io, given, catalog } = draft
  const misfits = findMisfits(given, catalog)
  const marks = io.tape?.marks ?? new Map<string, number>()
  const places = (['channels', 'access'] as const).filter((name) => marks.has(name))
  const [first, second] = places
  if (misfits.length === 0 || first === undefined) return
  for (const { message, hint } of misfits) showWarning(io, [message, hint].flatMap((text) => (text === undefined ? [] : `${text[0]!.toUpperCase()}${text.slice(1)}.`)).join(' '))
  const options = places.map((value) => ({ value, label: texts.misfit[value] }))
  const place = second === undefined ? first : await promptChoice(io, { title: texts.misfit.title, options, suggestion: first })
  // What is wrong of the channels may be one answer of many: the list is proposed as it was chosen.
  throw new Back(marks.get(place)!, place === 'access')
}

/** Where one goes back to for the access, or for the channels: the first prompt about them. */
export function mark({ io: { tape } }: Draft, name: 'channels' | 'access'): void {
  if (tape !== undefined && !tape.marks.has(name)) tape.marks.set(name, tape.played)
}
