// @ts-check
import { usageError } from './flags.mjs'

/**
 * The command line that travels to the machine, and what comes back around its output.
 * flyctl (2026-08-21) hands --command to the server as one string, prints lines of its own on both streams, and ends
 * with 1 whatever the command ended with. So a shell over there marks where the output begins and ends, and the code.
 * @typedef {{ text: string, begun: boolean, code: number | undefined, hasToken: boolean }} Unwrapped  `text` is what the command printed; `code` is missing if its end did not arrive
 */

const begin = 'openclaw-fly:begin'
const end = 'openclaw-fly:end'
const beginMark = new RegExp(`^${begin} (token)?\\r?\\n`, 'm')

/**
 * What the OpenClaw CLI needs to talk to the gateway. Whether Fly gives a session the app's own environment is not
 * documented; where it does not, the boot program's process has it, readable by the user it runs as. The brackets keep
 * this text from finding itself among the processes.
 */
const borrow = [
  '[ -n "$OPENCLAW_GATEWAY_TOKEN" ] || p=$(grep -la "/opt/openclaw-fly/boot[.]mjs" /proc/[0-9]*/cmdline 2>/dev/null)',
  'for n in OPENCLAW_STATE_DIR OPENCLAW_GATEWAY_PORT OPENCLAW_GATEWAY_TOKEN',
  'do eval "v=\\$$n"',
  '[ -n "$v" ] || v=$(for f in $p; do cat "${f%cmdline}environ"; done 2>/dev/null | tr "\\0" "\\n" | sed -n "s/^$n=//p" | head -n 1)',
  '[ -z "$v" ] || export "$n=$v"',
  'done',
].join('; ')

const wrapper = [
  borrow,
  `b="${begin} \${OPENCLAW_GATEWAY_TOKEN:+token}"`,
  'echo "$b"; echo "$b" >&2',
  '"$@"',
  'c=$?',
  `printf "\\n%s\\n" "${end} $c"; printf "\\n%s\\n" "${end} $c" >&2`,
  'exit $c',
].join('; ')

/** The image's own user, `node`, where Fly does not let us in as that user. */
const becomeNode = ['setpriv', '--reuid=1000', '--regid=1000', '--init-groups', 'env', 'HOME=/home/node']

/**
 * One command line for a POSIX shell and for a splitter of words alike: which of the two the server is, is not
 * documented. Single quotes mean the same to both.
 * @param {readonly string[]} words
 * @returns {string}
 */
export function quoteForMachine(words) {
  if (words.some((word) => /[\0\r\n]/.test(word))) {
    throw usageError('A word of this command has a line break in it, which cannot be passed on to the machine.', 'Write it on one line; longer text goes in on standard input or from a file.')
  }
  return words.map((word) => /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`).join(' ')
}

/**
 * As a person would type it: the same command without the marks around it.
 * @param {string} app
 * @param {readonly string[]} words
 */
export function plainSshArgs(app, words) {
  return ['ssh', 'console', '--app', app, '--user', 'node', '--command', quoteForMachine(words)]
}

/**
 * `--quiet` leaves out the progress of WireGuard, and a question to sign in that nobody would see.
 * @param {string} app
 * @param {string} machine
 * @param {{ user: 'node' | 'root', pty?: boolean }} options
 */
export function sshArgs(app, machine, { user, pty = false }) {
  return ['ssh', 'console', '--app', app, '--machine', machine, '--user', user, '--quiet', ...pty ? ['--pty'] : [], '--command']
}

/**
 * @param {readonly string[]} words
 * @param {'node' | 'root'} user
 */
export function asNode(words, user) {
  return user === 'node' ? [...words] : [...becomeNode, ...words]
}

/**
 * For a terminal, where a mark would be seen.
 * @param {readonly string[]} words
 */
export function wrapUnseen(words) {
  return ['sh', '-c', `${borrow}; exec "$@"`, 'sh', ...words]
}

/** @param {readonly string[]} words */
export function wrap(words) {
  return ['sh', '-c', wrapper, 'sh', ...words]
}

/**
 * The same as `unwrap`, for output that is passed on while it comes. What could be the beginning of the end mark is held
 * back until it is known.
 * @param {(text: string) => void} print
 */
export function createUnwrapper(print) {
  let rest = ''
  /** @type {RegExpExecArray | null} */
  let start = null
  /** @param {number} length */
  const pass = (length) => {
    if (length > 0) print(rest.slice(0, length))
    rest = rest.slice(length)
  }
  return {
    /** @param {string} piece */
    feed(piece) {
      rest += piece
      if (!start) {
        start = beginMark.exec(rest)
        if (!start) return
        rest = rest.slice(start.index + start[0].length)
      }
      const mark = rest.lastIndexOf(`\n${end} `)
      const lastLine = rest.lastIndexOf('\n')
      const mayBeMark = lastLine >= 0 && `\n${end} `.startsWith(rest.slice(lastLine))
      pass(mark >= 0 ? mark : mayBeMark ? lastLine : rest.length)
    },
    /** Whether it began and how it ended; `before` is what came instead of a beginning. */
    finish() {
      const code = readEnd(rest)
      if (start && code === undefined) pass(rest.length)
      return { begun: start !== null, code: start ? code : undefined, hasToken: start?.[1] !== undefined, before: start ? '' : rest }
    },
  }
}

/** @param {string} text  that begins with an end mark */
function readEnd(text) {
  const code = text.startsWith(`\n${end} `) ? /^(\d{1,3})\r?\n/.exec(text.slice(end.length + 2))?.[1] : undefined
  return code === undefined ? undefined : Number(code)
}

/**
 * @param {string} output  of one stream, from the first byte
 * @returns {Unwrapped}
 */
export function unwrap(output) {
  const start = beginMark.exec(output)
  if (!start) return { text: '', begun: false, code: undefined, hasToken: false }
  const rest = output.slice(start.index + start[0].length)
  const last = rest.lastIndexOf(`\n${end} `)
  return { text: last < 0 ? rest : rest.slice(0, last), begun: true, code: last < 0 ? undefined : readEnd(rest.slice(last)), hasToken: start[1] !== undefined }
}
