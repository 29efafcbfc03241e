// @ts-check
import { usageError } from './flags.mjs'
import { announceFly, changeByFly, readFlyJson, unreadableAnswer } from './fly.mjs'
import { indent, note, say, UserError } from './messages.mjs'
import { isRecord, toRecord } from './shape.mjs'
import { askLine, canAsk } from './terminal.mjs'

/** @typedef {import('./fly.mjs').FlyContext} FlyContext */

/**
 * @param {FlyContext} context
 * @returns {Promise<string>} whom fly works for
 */
export async function readAccount(context) {
  const args = ['auth', 'whoami', '--json']
  announceFly(context, args)
  const answer = await readFlyJson(context, args)
  const { email } = toRecord(answer)
  if (typeof email !== 'string') throw unreadableAnswer(context.fly, args, JSON.stringify(answer))
  return email
}

/** Without an app's name: only the list tells an app that is not there from one of another account. */
export const listAppsArgs = ['apps', 'list', '--json']

/**
 * @param {FlyContext} context
 * @returns {Promise<string | undefined>} the organisation of the app, if this account has the app
 */
export async function findApp(context) {
  const args = listAppsArgs
  const rows = await readFlyJson(context, args) ?? []
  if (!Array.isArray(rows) || !rows.every((row) => isRecord(row) && typeof row.Name === 'string')) throw unreadableAnswer(context.fly, args, JSON.stringify(rows))
  const app = rows.find(({ Name }) => Name === context.deployment.app)
  if (!app) return undefined
  const { Slug: slug } = toRecord(app.Organization)
  return typeof slug === 'string' ? slug : 'unknown'
}

/**
 * @param {FlyContext} context
 * @returns {Promise<Map<string, string>>} name by slug
 */
async function listOrganisations(context) {
  const args = ['orgs', 'list', '--json']
  announceFly(context, args)
  const answer = await readFlyJson(context, args)
  const entries = Object.entries(toRecord(answer))
  if (entries.length === 0 || !entries.every(([slug]) => /^[\w-]+$/.test(slug))) throw unreadableAnswer(context.fly, args, JSON.stringify(answer))
  return new Map(entries.map(([slug, name]) => [slug, String(name)]))
}

/**
 * The answers', else the only one there is, else what the person says.
 * @param {FlyContext} context
 * @param {string | undefined} given
 */
async function chooseOrganisation(context, given) {
  const wanted = given ?? context.deployment.org
  if (wanted) return wanted
  const organisations = await listOrganisations(context)
  const [first = ''] = organisations.keys()
  if (organisations.size === 1) return first
  const list = indent([...organisations].map(([slug, name]) => `${slug}   ${name}`).join('\n'))
  if (!canAsk() || context.dryRun) throw usageError(`Your account has several organisations, and which one shall pay for the app is yours to say:\n${list}`, 'Name it: npm run deploy -- --org NAME')
  note(`Your account has several organisations:\n${list}`)
  const answer = await askLine('Which one shall own the app?')
  if (!organisations.has(answer)) throw usageError('There is no such organisation; nothing was made.', `It is one of:\n${list}`)
  return answer
}

/**
 * @param {FlyContext} context
 * @param {string | undefined} givenOrg
 * @returns {Promise<string>} the organisation that it then belongs to
 */
export async function createApp(context, givenOrg) {
  const { app } = context.deployment
  const org = await chooseOrganisation(context, givenOrg)
  try {
    await changeByFly(context, ['apps', 'create', app, '--org', org], { ifStopped: 'Run this again: it looks at what is there, and goes on.' })
  } catch (error) {
    throw isTaken(error) ? explainTaken(app) : error
  }
  if (!context.dryRun) say(`  made ${app} in ${org}`)
  return org
}

/** @param {unknown} error */
function isTaken(error) {
  return error instanceof UserError && /already (?:been taken|exists)|is taken/i.test(error.hint)
}

/** @param {string} app */
function explainTaken(app) {
  return new UserError(
    `The name ${app} is taken by somebody else; names of apps are one list for all of Fly.`,
    'If it is yours, it is in another account: sign in to that one (fly auth login), or ask its organisation to invite you.\nElse choose another name and make the deployment anew beside this one: npm create openclaw-fly@latest -- ../anew --answers openclaw-fly.toml --app ANOTHER-NAME',
  )
}
