import type { Rule, Sighting } from '../rule.ts'
import type { Subject } from '../subject/subject.ts'

export const w08: Rule = {
  id: 'W08',
  title: "The configuration may not be the gateway's own",
  why: 'The gateway runs as the user node (1000): a file that root wrote it cannot read or save, and one that everybody may read fails its security audit.',
  needs: ['fly'],
  unseen: ({ isOurs, fly }) => `owner and rights of openclaw.json on the volume: ${!isOurs ? `fly ssh console --app ${fly!.app ?? 'APP'} -C "ls -ln ${fly!.mounts[0]?.destination ?? '/data'}"` : 'npm run doctor'}`,
  look: (subject) => [...lookAtCopy(subject), ...lookAtUser(subject)],
}

/** A start command that copies the configuration with the rights that it happens to have. */
function lookAtCopy({ fly }: Subject): readonly Sighting[] {
  const { gatewayProcess } = fly!
  if (gatewayProcess === undefined || !/\b(?:cp|tee|cat)\b[^;&|]*openclaw\S*\.json/.test(gatewayProcess.command) || /chmod\s+0?600|umask\s+0?077|install\s+.*-m\s*0?600/.test(gatewayProcess.command)) return []
  return [{ what: 'the start command copies openclaw.json, and others may read the copy', where: fly!.place(...gatewayProcess.path), cure: ['umask 077 before it, in the same command'] }]
}

function lookAtUser({ fly, dockerfile }: Subject): readonly Sighting[] {
  if (dockerfile === undefined || fly!.image !== undefined) return []
  const last = dockerfile.instructions.findLast(({ name }) => name === 'USER' || name === 'FROM')
  if (last?.name !== 'USER' || !/^(?:root|0)(?::|$)/.test(last.text)) return []
  return [{ what: 'the image runs as root, and so does what is written to the volume', where: dockerfile.place(last), cure: ['USER node as the last one in the Dockerfile', 'once, for a volume that root has written: fly ssh console -C "chown -R 1000:1000 /data"'] }]
}
