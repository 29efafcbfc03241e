import type { Answers } from '../answers/answers.ts'
import { pluginOf } from '../channels/availability.ts'
import { secretName, type Channel, type ChannelAnswers } from '../channels/define.ts'
import { STATE_DIR } from '../fly/constants.ts'
import { neededSecrets, secretsOf } from '../render/needed-secrets.ts'
import { siteOf } from '../render/webhooks.ts'
import type { SecretSpec } from '../secret.ts'
import { hanging, wrapWords } from './wrap.ts'

/** The secrets that came with these channels, or with one account of one of them. */
function newSecrets(answers: Answers, chosen: readonly Channel[], added: readonly Channel[], account: string | undefined): readonly SecretSpec[] {
  const names = added.flatMap((channel) => secretsOf(channel, answersIn(answers, channel, account)).map(({ name }) => secretName(name, account)))
  return neededSecrets(answers, chosen).filter(({ name }) => names.includes(name))
}

function answersIn({ channels, accounts }: Answers, { id }: Channel, account: string | undefined): ChannelAnswers {
  return (account === undefined ? channels[id] : accounts?.[id]?.[account]) ?? {}
}

/** What to set after a channel was added, and with which command. */
export function secretLines(answers: Answers, chosen: readonly Channel[], added: readonly Channel[], account: string | undefined, width: number): readonly string[] {
  const secrets = newSecrets(answers, chosen, added, account)
  const asked = secrets.filter(({ generate }) => generate === undefined)
  const intro = `npm run secrets asks for ${asked.length === 1 ? 'this secret' : 'these secrets'}, and sends ${asked.length === 1 ? 'it' : 'them'} to Fly alone:`
  const notes = [...added.flatMap((channel) => channelNotes(answers, channel, account)), `RUNBOOK.md says how ${added.map(({ label }) => label).join(', ')} ${added.length === 1 ? 'is' : 'are'} set up.`]
  return [
    ...(asked.length === 0 ? [] : ['', ...wrapWords(intro, width), ...asked.flatMap((secret) => askedLines(secret, width))]),
    '',
    ...notes.flatMap((note) => wrapWords(note, width)),
  ]
}

function askedLines({ name, label, where, optional }: SecretSpec, width: number): readonly string[] {
  return [...hanging('  ', `${name}${label === name ? '' : `  ${label}`}${optional === true ? ' (optional)' : ''}`, width), ...hanging('    ', where, width)]
}

function channelNotes(answers: Answers, channel: Channel, account: string | undefined): readonly string[] {
  const { webhook } = siteOf(answers, channel, answersIn(answers, channel, account))
  const maker = pluginOf(channel, answers.release)?.maker
  const byHand = channel.plugin?.fetch === 'by-hand' ? ' OpenClaw does not fetch it: RUNBOOK.md has the command that installs it.' : ''
  return [
    ...(webhook === null ? [] : [`${channel.label} is to call ${webhook}`]),
    ...(maker === undefined ? [] : [`${channel.label} is a plugin by ${maker}, which runs with the gateway's rights.${byHand}`]),
  ]
}

export function secretsJson(answers: Answers, chosen: readonly Channel[], added: readonly Channel[], account: string | undefined): readonly object[] {
  return newSecrets(answers, chosen, added, account).map(({ name, label, where, optional }) => ({ name, label, where, optional: optional ?? false }))
}

/** What is left after a channel was removed: secrets that nothing needs, and what the volume keeps. */
export function leftLines(answers: Answers, unneeded: readonly string[], removed: readonly Channel[], width: number): readonly string[] {
  const folders = removed.flatMap(({ fly }) => fly?.state?.map(({ place }) => `${STATE_DIR}/${place}`) ?? [])
  const labels = removed.map(({ label }) => label).join(', ')
  const intro = `Nothing needs ${unneeded.length === 1 ? 'this secret' : 'these secrets'} any more. To take ${unneeded.length === 1 ? 'it' : 'them'} away from Fly:`
  return [
    ...(unneeded.length === 0 ? [] : ['', ...wrapWords(intro, width), `  fly secrets unset ${unneeded.join(' ')} --stage --app ${answers.app}`]),
    '',
    ...wrapWords(`What the volume has of ${labels} stays there (pairings and logins, below ${[STATE_DIR, ...folders].join(', ')}), for the day you add ${removed.length === 1 ? 'it' : 'them'} again.`, width),
  ]
}
