// @ts-check
import { quoteCommand } from './run-command.mjs'

/**
 * @typedef {import('./deployment.mjs').Deployment} Deployment
 * @typedef {import('./doctor-facts.mjs').Facts} Facts
 * @typedef {import('./doctor-facts.mjs').Gathered} Gathered
 * @typedef {import('./doctor-facts.mjs').Source} Source
 * @typedef {{ deployment: Deployment, fly: { name: string }, url: string }} About
 * @typedef {{ evidence: string, cure: string[] }} Seen
 * @typedef {{ from: Source, see: (value: any, about: About) => Seen | undefined }} Sign
 * @typedef {{ id: string, title: string, signs: Sign[] }} Rule  `title` as in RUNBOOK.md
 * @typedef {{ id: string, title: string, status: 'found' | 'not found' | 'could not be checked', evidence: string[], cure: string[], reason?: string }} Finding
 */

/**
 * @template {Source} S
 * @param {S} from
 * @param {(value: Facts[S], about: About) => Seen | undefined} see
 * @returns {Sign}
 */
export function sign(from, see) {
  return { from, see }
}

/**
 * A command of fly on this app, as a person types it.
 * @param {About} about
 * @param {...string} words
 */
export function onApp({ fly, deployment: { app } }, ...words) {
  return quoteCommand([fly.name, ...words, '--app', app])
}

/**
 * One sign is enough. Without any, it is only gone if every place was looked at.
 * @param {Rule} rule
 * @param {Gathered} gathered
 * @param {About} about
 * @returns {Finding}
 */
export function judge({ id, title, signs }, gathered, about) {
  /** @type {Seen[]} */
  const seen = []
  const missing = new Set()
  for (const { from, see } of signs) {
    const source = gathered[from]
    if ('failed' in source) {
      missing.add(source.failed)
      continue
    }
    const one = see(source.found, about)
    if (one) seen.push(one)
  }
  const base = { id, title, evidence: seen.map(({ evidence }) => evidence), cure: [...new Set(seen.flatMap(({ cure }) => cure))] }
  if (seen.length > 0) return { ...base, status: 'found' }
  return missing.size > 0 ? { ...base, status: 'could not be checked', reason: [...missing].join('; ') } : { ...base, status: 'not found' }
}
