import { readlinkSync } from 'node:fs'

/** Where Linux and macOS say which time zone the computer is in: a link into a folder of that name. */
const LOCAL_TIME = '/etc/localtime'

/**
 * The computer's time zone by its IANA name, such as `Europe/Berlin`. JavaScript's own way to it reads all that it knows
 * of languages first, which takes a tenth of the time that makes a deployment: it is asked where TZ and the link, which
 * it reads too, do not say.
 * @param link the path of that link
 */
export function localTimeZone(env: Readonly<Record<string, string | undefined>>, link = LOCAL_TIME): string {
  const named = env.TZ === undefined || env.TZ === '' ? linkedZone(link) : plainName(env.TZ)
  return named ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

function linkedZone(link: string): string | undefined {
  try {
    return plainName(/\/zoneinfo[^/]*\/(?:posix\/|right\/)?(.+)$/.exec(readlinkSync(link))?.[1] ?? '')
  } catch {
    return undefined
  }
}

/** A name that begins with its continent or ocean, or UTC. Others (`US/Pacific`, `CET`) stand for one, and JavaScript knows which. */
function plainName(name: string): string | undefined {
  // What servers and containers have; JavaScript calls both so.
  if (name === 'Etc/UTC' || name === 'UTC') return 'UTC'
  return /^(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)(?:\/[A-Za-z0-9_+-]+){1,2}$/.test(name) ? name : undefined
}
