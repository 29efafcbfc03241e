import type { Channel, ChannelAnswers } from '../../src/channels/define.ts'
import { holds } from '../../src/channels/questions.ts'
import { channelFault } from '../../src/channels/availability.ts'
import { catalogue, isSince, newestRelease } from '../../src/releases/catalogue.ts'

/** Answers to a channel's own questions, and in words which they are. */
export interface Variant {
  readonly name: string
  readonly answers: ChannelAnswers
}

/** What of a channel's questions is answered, each with its example: as little as it takes, everything, and with each choice everything that goes with it. */
export function variantsOf(channel: Channel): readonly Variant[] {
  const choices = Object.entries(channel.questions).flatMap(([name, question]) => (question.kind === 'choice' ? question.choices.map(({ value }) => ({ name, value })) : []))
  const typed = Object.entries(channel.questions).filter(([, question]) => question.kind !== 'choice').map(([name]) => name)
  const all: readonly Variant[] = [
    { name: 'with everything', answers: answered(channel, {}, () => true) },
    { name: 'with as little as it takes', answers: answered(channel, {}, (name) => channel.questions[name]!.required === true) },
    ...choices.flatMap(({ name, value }) => [
      { name: `with ${name} ${value}`, answers: answered(channel, { [name]: value }, () => true) },
      { name: `with ${name} ${value} and no more`, answers: answered(channel, { [name]: value }, (other) => channel.questions[other]!.required === true) },
    ]),
    ...typed.map((name) => ({ name: `without ${name}`, answers: answered(channel, {}, (other) => other !== name || channel.questions[other]!.required === true) })),
  ]
  return all.filter(({ answers }, index) => all.findIndex((other) => JSON.stringify(other.answers) === JSON.stringify(answers)) === index)
}

/** The examples of the questions that are wanted, as far as their conditions hold; a choice that another hangs on is made so. */
function answered(channel: Channel, chosen: ChannelAnswers, wanted: (name: string) => boolean): ChannelAnswers {
  let answers: ChannelAnswers = withConditions(channel, chosen)
  for (const [name, question] of Object.entries(channel.questions))
    if (question.kind !== 'choice' && wanted(name) && holds(question.when, channel.questions, answers)) answers = { ...answers, [name]: question.kind === 'list' ? [question.example] : question.example }
  return answers
}

function withConditions(channel: Channel, chosen: ChannelAnswers): ChannelAnswers {
  return Object.keys(chosen).reduce<ChannelAnswers>((answers, name) => {
    const { when } = channel.questions[name]!
    return when?.is === undefined || answers[when.question] !== undefined ? answers : withConditions(channel, { [when.question]: when.is[0]!, ...answers })
  }, chosen)
}

/** A release of each era in which the channel works, and the newest. */
export function releasesOf(channel: Channel): readonly string[] {
  const working = catalogue.map(({ release }) => release).filter((release) => channelFault(channel, release) === undefined)
  const firsts = channel.eraStarts.flatMap((since) => working.find((release) => isSince(release, since)) ?? [])
  return [...new Set([...firsts, ...(working.includes(newestRelease) ? [newestRelease] : [])])]
}

/** The flags that give these answers, public. */
export function flagsFor(channel: Channel, answers: ChannelAnswers): Readonly<Record<string, unknown>> {
  return { channel: [channel.id], ...Object.fromEntries(Object.entries(answers).map(([name, value]) => [`${channel.id}.${name}`, value])) }
}

/** What the runbook says of one channel. */
export function sectionOf(runbook: string, { label }: Channel): string {
  const start = runbook.indexOf(`\n### ${label.replace(/[\\`*_{}[\]<>#+!|~$]/g, String.raw`\$&`)}\n`)
  if (start === -1) throw new Error(`the runbook has no section of ${label}`)
  return runbook.slice(start, runbook.indexOf('\n## ', start + 1))
}
