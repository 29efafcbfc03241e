import type { Programs } from './openclaw.ts'
import type { Stage } from './stage.ts'
import type { Deployment } from './tools.ts'

/** What of a rehearsal is not as on Fly, in sentences, so that nobody takes it for more than it is. */
export function differencesOf({ repository, secrets, fly, release }: Deployment, { openclaw, node }: Programs, stage: Stage, trusted: readonly string[]): readonly string[] {
  const ports = [...stage.translation.ports].map(([guest, local]) => `${guest} was ${local}`)
  return [
    `OpenClaw came from npm (openclaw@${release}), not from ${repository === null ? 'the image' : `a build of ${repository}`}, and ran on Node ${node.version}${openclaw.node === '*' ? '' : `; it wants ${openclaw.node}`}.`,
    `A folder stood for the volume; ${ports.length > 0 ? `port ${ports.join(', ')}; ` : ''}the processor and the network are this computer's, and on that network it could be called meanwhile, with a token that nobody knows.`,
    `In the copy of openclaw.json ${trusted.join(' and ')} ${trusted.length === 1 ? 'is' : 'are'} trusted wherever the range that Fly calls from is: what called stood on this computer. The log went to a file of its own.`,
    ...(secrets.standIns.length > 0 ? [`Stand-ins for ${secrets.standIns.join(', ')}: no channel or model was really reached with them.`] : []),
    ...(fly.command.includes('--relay=fly-local-6pn') ? ['The private network was ::1.'] : []),
    ...stage.left.map((file) => `${file} was not there: its secret is not here.`),
  ]
}
