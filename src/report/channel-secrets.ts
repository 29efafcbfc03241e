import type { Answers } from '../answers/answers.ts'
import { pluginOf } from '../channels/availability.ts'
import { secretName, type Channel, type ChannelAnswers } from '../channels/define.ts'
import { STATE_DIR } from '../fly/constants.ts'
import { neededSecrets, secretsOf } from '../render/needed-secrets.ts'
import { siteOf } from '../render/webhooks.ts'
import type { SecretSpec } from '../secret.ts'

/** The secrets that came with these channels, or with one account of one of them. */
function newSecrets(answers: Answers, chosen: readonly Channel[], added: readonly Channel[], account: string | undefined): readonly SecretSpec[] {
  const names = added.flatMap((channel) => secretsOf(channel, answersIn(answers, channel, account)).map(({ name }) => secretName(name, account)))
  return neededSecrets(answers, chosen).filter(({ name }) => names.includes(name))
}

function answersIn({ channels, accounts }: Answers, { id }: Channel, account: string | undefined): ChannelAnswers {
  return (account === undefined ? channels[id] : accounts?.[id]?.[account]) ?? {}
}

/** What to set after a channel was added, and with which command. */
export function secretLines(answers: Answers, chosen: readonly Channel[], added: readonly Channel[], account: string | undefined): readonly string[] {
  const secrets = newSecrets(answers, chosen, added, account)
  const asked = secrets.filter(({ generate }) => generate === undefined)
  return [
    ...(asked.length === 0 ? [] : ['', `npm run secrets asks for ${asked.length === 1 ? 'this secret' : 'these secrets'}, and sends ${asked.length === 1 ? 'it' : 'them'} to Fly alone:`, ...asked.flatMap(({ name, label, where, optional }) => [`  ${name}${label === name ? '' : `  ${label}`}${optional === true ? ' (optional)' : ''}`, `    ${where}`])]),
    ...added.flatMap((channel) => {
      const { webhook } = siteOf(answers, channel, answersIn(answers, channel, account))
      return [...(webhook === null ? [] : [`  ${channel.label} is to call ${webhook}`]), ...(pluginOf(channel, answers.release)?.maker === undefined ? [] : [`  ${channel.label} is a plugin by ${channel.plugin!.maker}, which runs with the gateway's rights.${channel.plugin!.fetch === 'by-hand' ? ' OpenClaw does not fetch it: RUNBOOK.md has the command that installs it.' : ''}`])]
    }),
    `RUNBOOK.md says how ${added.map(({ label }) => label).join(', ')} ${added.length === 1 ? 'is' : 'are'} set up.`,
  ]
}

export function secretsJson(answers: Answers, chosen: readonly Channel[], added: readonly Channel[], account: string | undefined): readonly object[] {
  return newSecrets(answers, chosen, added, account).map(({ name, label, where, optional }) => ({ name, label, where, optional: optional ?? false }))
}

/** What is left after a channel was removed: secrets that nothing needs, and what the volume keeps. */
export function leftLines(answers: Answers, unneeded: readonly string[], removed: readonly Channel[]): readonly string[] {
  const folders = removed.flatMap(({ fly }) => fly?.state?.map(({ place }) => `${STATE_DIR}/${place}`) ?? [])
  const labels = removed.map(({ label }) => label).join(', ')
  return [
    ...(unneeded.length === 0 ? [] : ['', `Nothing needs ${unneeded.length === 1 ? 'this secret' : 'these secrets'} any more. To take ${unneeded.length === 1 ? 'it' : 'them'} away from Fly:`, `  fly secrets unset ${unneeded.join(' ')} --stage --app ${answers.app}`]),
    `What the volume has of ${labels} stays there (pairings and logins, below ${[STATE_DIR, ...folders].join(', ')}), for the day you add ${removed.length === 1 ? 'it' : 'them'} again.`,
  ]
}
