// @ts-check
import { describeInMachine, runInMachine } from './in-machine.mjs'
import { UserError } from './messages.mjs'
import { stateDir } from './places.mjs'
import { redact } from './redact.mjs'

/** @typedef {import('./in-machine.mjs').InMachine} InMachine */

const writeScript = [
  'umask 077; t="$1.half-$$"',
  'cat > "$t" && [ "$(wc -c < "$t")" -eq "$2" ] && sync "$t" && mv "$t" "$1" && exit 0',
  'rm -f "$t"; exit 1',
].join('; ')

/**
 * @param {string} path
 * @param {number} length  bytes that come on standard input
 */
export function writeWords(path, length) {
  return ['sh', '-c', writeScript, 'sh', path, String(length)]
}

/**
 * Puts a file into the machine, whole or not at all and readable by the gateway's user alone. The text goes in on
 * standard input; its length goes along, because a connection that breaks looks like the end of the text.
 * @param {InMachine} inMachine
 * @param {string} path
 * @param {string} text
 */
export async function writeInMachine(inMachine, path, text) {
  const { code, stderr } = await runInMachine(inMachine, writeWords(path, Buffer.byteLength(text)), { input: text })
  if (code !== 0) throw explainFile(inMachine, `${path} could not be written in the machine`, stderr || 'it did not arrive whole')
}

/**
 * @param {InMachine} inMachine
 * @param {string} path
 * @returns {Promise<string | undefined>} undefined if there is no such file
 */
export async function readInMachine(inMachine, path) {
  const { code, stdout, stderr } = await runInMachine(inMachine, ['sh', '-c', '[ -e "$1" ] || exit 44; cat "$1"', 'sh', path])
  if (code === 44) return undefined
  if (code !== 0) throw explainFile(inMachine, `${path} could not be read in the machine`, stderr)
  return stdout
}

/**
 * Mostly a file that root left there, or a full volume.
 * @param {InMachine} inMachine
 * @param {string} message
 * @param {string} said
 */
function explainFile(inMachine, message, said) {
  const look = describeInMachine(inMachine, ['df', '-h', stateDir])
  return new UserError(`${message}: ${redact(said.trim())}`, `Is the volume full? ${look}\nDo files there belong to root? npm run doctor`)
}
