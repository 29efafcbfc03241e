import type { Answers } from '../answers/answers.ts'
import type { Plan } from '../merge/plan.ts'

/** What the last answers said, as far as it can be read. */
export type FormerAnswers = Readonly<Record<string, unknown>>

/** What changed answers mean for what is at Fly already: a file says it, and no deploy does it by itself. */
export function consequencesOf(before: FormerAnswers, after: Answers, plan: Plan): readonly string[] {
  const changed = (key: string, value: unknown): string | undefined => {
    const was = before[key]
    return (typeof was === 'string' || typeof was === 'number') && was !== value ? String(was) : undefined
  }
  const [app, region, access, volume] = [changed('app', after.app), changed('region', after.region), changed('access', after.access.mode), changed('volume', after.machine.volumeGb)]
  const lines = [
    app && `The app is ${after.app} from now on. npm run deploy makes it anew, without the data of ${app}; that one runs on, and costs, until it is destroyed: fly apps destroy ${app}`,
    region && `A volume cannot move, and yours is in ${region}. To take the data along to ${after.region}: npm run restore -- --help`,
    access && `Deploy with npm run private${access === 'private' ? ' -- --undo' : ''}: it changes the addresses in the right order.`,
    volume && `The size counts for a new volume alone. One that is there grows with: fly volumes extend VOLUME --size ${after.machine.volumeGb}`,
    plan.some(({ kind, path }) => path === 'openclaw.json' && (kind === 'write' || kind === 'merge')) && `A gateway that runs keeps the configuration on its volume. To bring openclaw.json there${changed('release', after.release) === undefined ? '' : ', once the new release runs'}: npm run config -- diff, then npm run config -- push`,
  ]
  return lines.filter((line): line is string => typeof line === 'string' && line !== '')
}
