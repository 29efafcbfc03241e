// @ts-check
import { approve, describeWaiting, listWaiting } from './devices.mjs'
import { describeInMachine, openclawWords } from './in-machine.mjs'
import { exitCodes, indent, note, say, UserError } from './messages.mjs'
import { askLine, canAsk } from './terminal.mjs'

/**
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 * @typedef {import('./devices.mjs').Waiting} Waiting
 */

/**
 * Shows who waits, and approves the one that the person names: never the latest, and never one that changed meanwhile.
 * @param {InMachine} inMachine
 * @param {string | undefined} id  as given on the command line
 * @returns {Promise<number>} exit code
 */
export async function approveBrowser(inMachine, id) {
  note(`$ ${describeInMachine(inMachine, openclawWords(['devices', 'list', '--json']))}`)
  const waiting = await listWaiting(inMachine)
  if (waiting.length === 0) throw new UserError('No browser waits for approval.', 'Open the page and keep it open, paste the gateway token, then run this again: it asks anew by itself.')
  const chosen = id === undefined ? await choose(inMachine, waiting) : findById(waiting, id)
  if (!chosen) return exitCodes.cancelled
  if (id !== undefined) say(describeWaiting(chosen, Date.now()))
  note(`$ ${describeInMachine(inMachine, openclawWords(['devices', 'approve', chosen.id, '--json']))}`)
  await approve(inMachine, chosen)
  say(`Approved: ${chosen.id}. The page goes on by itself, or after a reload.`)
  say('Who is in: npm run openclaw -- devices list   Take it back: npm run openclaw -- devices remove DEVICE')
  return exitCodes.ok
}

/**
 * @param {readonly Waiting[]} waiting
 * @param {string} id
 */
function findById(waiting, id) {
  const found = waiting.find((one) => one.id === id)
  if (found) return found
  throw new UserError('No request of that id waits. A page that asks again may get a new one.', `Waiting now:\n${indent(show(waiting))}`)
}

/** @param {readonly Waiting[]} waiting */
function show(waiting) {
  return waiting.map((one, index) => `${index + 1}.\n${indent(describeWaiting(one, Date.now()))}`).join('\n')
}

/**
 * @param {InMachine} inMachine
 * @param {Waiting[]} waiting
 * @returns {Promise<Waiting | undefined>} undefined if the person takes none
 */
async function choose(inMachine, waiting) {
  say(show(waiting))
  if (!canAsk()) throw new UserError('Which one?', 'Give its id: npm run open -- --approve REQUEST', exitCodes.usage)
  note('Approve only what you recognise: asked for just now, from your own address. Two, although you opened one page? One is not yours.')
  const answer = await askLine('Which one? Its number, or Enter for none:')
  const chosen = /^\d+$/.test(answer) ? waiting[Number(answer) - 1] : undefined
  if (!chosen) {
    note(answer === '' ? 'None was approved.' : 'There is no such number. None was approved.')
    return undefined
  }
  const again = (await listWaiting(inMachine)).find((one) => isSame(one, chosen))
  if (again) return again
  throw new UserError('That request changed or is gone meanwhile, so it was not approved.', 'See who waits now: npm run open -- --approve')
}

/**
 * @param {Waiting} a
 * @param {Waiting} b
 */
function isSame(a, b) {
  return a.id === b.id && a.device === b.device && a.address === b.address && a.access === b.access
}
