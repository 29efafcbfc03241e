import type { FixEdit, Rule } from '../rule.ts'
import { readSeconds } from '../subject/units.ts'

export const w01: Rule = {
  id: 'W01',
  title: 'The gateway is cut off when it ends',
  why: 'It may need five minutes to finish the answers under way; Fly sends SIGINT and waits five seconds unless the file says otherwise.',
  needs: ['fly'],
  look({ fly }) {
    const seconds = readSeconds(fly!.at('kill_timeout'))
    const signal = fly!.at('kill_signal')
    const faults = [
      ...(fly!.at('kill_timeout') === undefined ? ['kill_timeout is missing (5 s)'] : seconds !== undefined && seconds < 60 ? [`kill_timeout is ${seconds} s`] : []),
      ...(signal === undefined ? ['kill_signal is missing (SIGINT)'] : signal !== 'SIGTERM' ? [`kill_signal is ${String(signal)}`] : []),
    ]
    if (faults.length === 0) return []
    const edits: FixEdit[] = [{ kind: 'set', path: ['kill_signal'], value: 'SIGTERM' }]
    if (seconds === undefined || seconds < 60) edits.push({ kind: 'set', path: ['kill_timeout'], value: '300s' })
    return [{ what: faults.join(', '), where: fly!.place(faults[0]!.startsWith('kill_timeout') ? 'kill_timeout' : 'kill_signal'), cure: ['kill_signal = "SIGTERM"', 'kill_timeout = "300s"'], fix: { file: fly!.name, edits } }]
  },
}
