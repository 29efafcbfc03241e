import type { ChannelAnswers } from '../channels/define.ts'
import type { Answers } from './answers.ts'
import { DEFAULT_REPOSITORY } from './defaults.ts'

/** A flag with its value, as argv words. */
export type FlagWords = readonly [flag: string, value: string]

/** The flags that give these answers again, in the order of asking; defaults that may change later are spelt out. */
export function answerFlags(answers: Answers): readonly FlagWords[] {
  const { image, access, machine, model } = answers
  return [
    ['--app', answers.app],
    ...optional('--org', answers.org),
    ['--region', answers.region],
    ['--release', answers.release],
    ['--build', image.build],
    ...(image.build === 'source' ? optional('--repository', image.repository, DEFAULT_REPOSITORY) : optional('--variant', image.variant, 'default')),
    ['--access', access.mode],
    ...(access.mode === 'public' ? optional('--domain', access.domain) : []),
    ['--size', machine.size],
    ['--memory', String(machine.memoryMb)],
    ...optional('--heap', machine.heapMb === null ? null : String(machine.heapMb)),
    ['--volume', String(machine.volumeGb)],
    ['--model', model.primary],
    ...model.fallbacks.map((fallback): FlagWords => ['--fallback', fallback]),
    ...Object.entries(answers.channels).flatMap(([id, channel]): FlagWords[] => [
      ['--channel', id],
      ...answerWords(id, channel),
      ...agentWords(id, answers.agents?.[id]),
      ...Object.entries(answers.accounts?.[id] ?? {}).flatMap(([account, own]): FlagWords[] => [
        [`--${id}.accounts`, account],
        ...answerWords(`${id}.accounts.${account}`, own),
        ...agentWords(`${id}.accounts.${account}`, answers.agents?.[`${id}.${account}`]),
      ]),
    ]),
  ]
}

function answerWords(at: string, answers: ChannelAnswers): readonly FlagWords[] {
  return Object.entries(answers).flatMap(([name, value]) => [value].flat().map((item): FlagWords => [`--${at}.${name}`, item]))
}

function agentWords(at: string, agent: string | undefined): readonly FlagWords[] {
  return agent === undefined ? [] : [[`--${at}.agent`, agent]]
}

function optional(flag: string, value: string | null, leftOut?: string): FlagWords[] {
  return value === null || value === leftOut ? [] : [[flag, value]]
}
