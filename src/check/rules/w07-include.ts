import { isList, isTable, type KeyPath, type Value } from '../../merge/value.ts'
import type { Rule } from '../rule.ts'

export const w07: Rule = {
  id: 'W07',
  title: 'The configuration includes other files',
  why: 'With $include OpenClaw does not migrate the configuration at start and cannot save into it: plugins, Control UI and doctor fail to write, and an upgrade stops at the first retired key.',
  needs: ['config'],
  look: ({ config }) => includesIn(config!.value, []).map((path) => ({ what: `${path.length === 1 ? 'the configuration' : path.slice(0, -1).join('.')} uses $include, and the file it names was not looked at`, where: config!.place(...path), cure: ['write its content here'] })),
}

function includesIn(value: Value, path: KeyPath): readonly KeyPath[] {
  if (isList(value)) return value.flatMap((item, index) => includesIn(item, [...path, index]))
  if (!isTable(value)) return []
  return Object.entries(value).flatMap(([key, item]) => (key === '$include' ? [[...path, key]] : includesIn(item, [...path, key])))
}
