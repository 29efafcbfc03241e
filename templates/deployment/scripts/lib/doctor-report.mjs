// @ts-check
import { indent } from './messages.mjs'

/** @typedef {import('./doctor-rule.mjs').Finding} Finding */

/** @param {Finding} finding */
function describeFound({ title, evidence, cure }) {
  return `✖ ${title}\n${indent([...evidence.map((line) => `Seen: ${line}`), ...cure.map((line, index) => `${index === 0 ? 'Cure: ' : '      '}${line}`)].join('\n'))}`
}

/** @param {readonly Finding[]} findings */
export function describeFindings(findings) {
  const of = (/** @type {Finding['status']} */ status) => findings.filter((finding) => finding.status === status)
  const [found, unchecked, gone] = [of('found'), of('could not be checked'), of('not found')]
  return [
    ...found.map(describeFound),
    ...unchecked.length > 0 ? [`Could not be checked:\n${indent(unchecked.map(({ title, reason }) => `? ${title}: ${reason}`).join('\n'))}`] : [],
    ...gone.length > 0 ? [`Not found:\n${indent(gone.map(({ title }) => `✓ ${title}`).join('\n'))}`] : [],
    summarize(found.length, unchecked.length),
  ].join('\n\n')
}

/**
 * @param {number} found
 * @param {number} unchecked
 */
function summarize(found, unchecked) {
  if (found > 0) return `${found} found${unchecked > 0 ? `, ${unchecked} could not be checked` : ''}. Mend the first one first: others often go with it.`
  if (unchecked > 0) return `Nothing found, but ${unchecked} could not be checked.`
  return 'Nothing found. If something is wrong all the same, RUNBOOK.md has more, and OpenClaw\'s own doctor knows the gateway: npm run openclaw -- doctor --lint'
}
