// @ts-check
import { readFlags, suggest, timeLimitFlag, usageError } from './flags.mjs'
import { formatHelp } from './format-help.mjs'

/**
 * @typedef {import('./deployment.mjs').Deployment} Deployment
 * @typedef {import('./deployment.mjs').SecretSpec} SecretSpec
 * @typedef {import('./flags.mjs').Flags} Flags
 */

const flagSpec = {
  list: { help: 'show where each secret is set, never a value' },
  rotate: { value: 'NAME', multiple: true, help: 'replace this one even if it is set: asked for, or made anew; repeatable' },
  only: { value: 'NAME', multiple: true, help: 'leave all others alone; repeatable' },
  'dry-run': { help: 'show the command and the names it would be given; send nothing' },
  'time-limit': timeLimitFlag,
  help: { help: 'show this' },
}

const help = formatHelp(`npm run secrets [-- flags]

Gives the app at Fly the secrets that this deployment needs. Each is taken from the environment, else from .env, else asked for without being shown. They are sent in one call, on the standard input of fly, and wait there (staged) for the next deploy. No value is printed, logged or written to a file; only a token made here is shown, once, if you ask for it.

Exit codes: 0 done, 1 failed, 2 wrong flag or missing secret, 130 cancelled`, flagSpec, ['npm run secrets', 'npm run secrets -- --list', 'npm run secrets -- --rotate OPENCLAW_GATEWAY_TOKEN'])

/**
 * @param {string[]} argv
 * @returns {Flags}
 */
export function readSecretsFlags(argv) {
  const flags = readFlags(argv, flagSpec, help)
  const changing = ['rotate', 'dry-run'].find(flags.has)
  if (flags.has('list') && changing) throw usageError(`--list and --${changing} do not go together.`)
  return flags
}

/**
 * What was given as a name may be a secret pasted in the wrong place, so it is not repeated.
 * @param {Flags} flags
 * @param {string} flag
 * @param {readonly string[]} known
 */
function readNames(flags, flag, known) {
  const names = flags.values(flag)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return names
  const close = suggest(unknown, known)
  throw usageError(`--${flag}: this deployment has no secret of that name.`, close ? `Did you mean ${close}?` : `It has: ${known.join(', ')}`)
}

/**
 * @param {Flags} flags
 * @param {Deployment} deployment
 * @returns {{ wanted: SecretSpec[], rotate: string[] }}
 */
export function chooseSecrets(flags, { secrets }) {
  const known = secrets.map(({ name }) => name)
  const rotate = readNames(flags, 'rotate', known)
  const chosen = [...rotate, ...readNames(flags, 'only', known)]
  return { rotate, wanted: secrets.filter(({ name }) => chosen.length === 0 || chosen.includes(name)) }
}
