import * as fc from 'fast-check'
import type { FileSet } from '../../src/render/file-set.ts'
import { answersFor, renderAnswers } from '../support/answers.ts'
import { legalAnswers } from '../support/arbitrary-answers.ts'

/** Answers that differ in one thing. */
const neighbours: readonly Readonly<Record<string, unknown>>[] = [
  {}, { memory: '4096' }, { release: '2026.9.3' }, { access: 'private' }, { build: 'image', variant: 'browser' }, { domain: 'claw.example.com' }, { fallback: ['openai/gpt-6-sol'] },
  { channel: ['telegram'] }, { channel: ['discord', 'telegram'], 'discord.guild-id': '123456789012345678' },
]

/** Some deployments, rendered once: any answers, and those. */
export const pool: readonly FileSet[] = [...fc.sample(legalAnswers, { numRuns: 21, seed: 4 }), ...neighbours].map((values) => renderAnswers(answersFor(values)))
