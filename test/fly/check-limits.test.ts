import { parse } from '@iarna/toml'
import { expect, test } from 'vitest'
import { answersFor, renderAnswers, textOf } from '../support/answers.ts'

interface Check {
  readonly grace_period: string
  readonly interval: string
  readonly timeout: string
}

const seconds = (duration: string): number => {
  const [, amount, unit] = /^(\d+)(s|m)$/.exec(duration)!
  return Number(amount) * (unit === 'm' ? 60 : 1)
}

// flyctl of 2026-08-21, fly config validate --strict: "Service HTTP check has a grace period greater than 1 minute
// (5m0s); this will be lowered to 1 minute". A top-level check may have more.
test('a check of the service asks for no more than Fly grants', () => {
  const config = parse(textOf(renderAnswers(answersFor()), 'fly.toml')) as unknown as { http_service: { checks: readonly Check[] } }
  for (const check of config.http_service.checks)
    for (const value of [check.grace_period, check.interval, check.timeout]) expect(seconds(value)).toBeLessThanOrEqual(60)
})
