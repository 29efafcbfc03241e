import { shellWord } from '../../render/shell-word.ts'
import type { Subject } from './subject.ts'

/** OpenClaw's own command in the machine, as its user, as a person types it. */
export function onMachine({ isOurs, fly }: Subject, ...words: readonly string[]): string {
  const command = words.map(shellWord).join(' ')
  return isOurs ? `npm run openclaw -- ${command}` : `fly ssh console --app ${fly?.app ?? 'APP'} --user node -C "node openclaw.mjs ${command}"`
}
