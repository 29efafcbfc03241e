import type { Rule } from '../rule.ts'
import type { FlyToml } from '../subject/fly-toml.ts'
import { isPublic, type Subject } from '../subject/subject.ts'

export const e04: Rule = {
  id: 'E04',
  title: 'A private gateway gets a public address',
  why: 'The first deploy of an app with a service and no address allocates public ones, and from then on the whole internet reaches the gateway.',
  needs: ['fly'],
  unseen: (subject) => (isPublic(subject) ? undefined : `which addresses the app has: ${!subject.isOurs ? `fly ips list --app ${subject.fly!.app ?? 'APP'}` : 'npm run doctor'}`),
  look: (subject) => privateFiles(subject).flatMap((fly) => fly.services.map(({ path }) => ({
    what: `${fly.name} is the private one, and it has a service`,
    where: fly.place(...path),
    cure: [`take [${String(path[0])}] out of ${fly.name}`, 'if it is meant for Flycast alone: fly ips allocate-v6 --private before the first deploy, and fly deploy --flycast'],
    // Whoever deploys with --flycast, and made the address before, is right.
    ...(!subject.isOurs && { severity: 'warning' as const }),
  }))),
}

function privateFiles({ fly, otherFly, answers }: Subject): readonly FlyToml[] {
  return [fly, otherFly].filter((file): file is FlyToml => file !== undefined && (file.name.endsWith('fly.private.toml') || (file === fly && answers?.access.mode === 'private')))
}
