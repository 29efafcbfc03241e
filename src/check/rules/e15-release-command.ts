import type { Rule } from '../rule.ts'
import { onMachine } from '../subject/commands.ts'
import { stringOf } from '../subject/fly-toml.ts'

export const e15: Rule = {
  id: 'E15',
  title: 'The release command cannot reach the state',
  why: 'Fly runs it in a machine of its own without the volume: what it mends there is gone, and if it fails, nothing is deployed.',
  needs: ['fly'],
  look(subject) {
    const { fly } = subject
    const command = stringOf(fly!.at('deploy', 'release_command'))
    const state = fly!.mounts.map(({ destination }) => destination)
    if (command === undefined || !(/openclaw|doctor|migrat/i.test(command) || state.some((folder) => command.includes(folder)))) return []
    return [{
      what: 'release_command works on state that it does not see',
      where: fly!.place('deploy', 'release_command'),
      cure: ['take it out: the gateway migrates its state itself when it starts', `by hand: ${onMachine(subject, 'doctor', '--fix', '--non-interactive')}`],
      ...(/\bdoctor\b/.test(command) && { fix: { file: fly!.name, edits: [{ kind: 'delete' as const, path: ['deploy', 'release_command'] }] } }),
    }]
  },
}
