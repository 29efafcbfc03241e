import { isList, isTable, type KeyPath, type Table } from '../../merge/value.ts'
import type { Rule } from '../rule.ts'
import { tableOf } from '../subject/fly-toml.ts'
import type { Located } from '../subject/located.ts'

export const e18: Rule = {
  id: 'E18',
  title: 'The sandbox has nothing to run in',
  why: 'A Fly machine has no Docker: every tool that should run in the sandbox fails.',
  needs: ['config'],
  look({ config }) {
    const shared = tableOf(config!.at('agents', 'defaults', 'sandbox'))
    return sandboxes(config!).flatMap(([path, sandbox]) => {
      const mode = sandbox.mode
      const backend = sandbox.backend ?? shared.backend ?? 'docker'
      if (typeof mode !== 'string' || mode === 'off' || backend !== 'docker') return []
      return [{ what: `${path.join('.')}.mode is ${JSON.stringify(mode)}, with Docker as its backend`, where: config!.place(...path, 'mode'), cure: ['sandbox.mode: "off"; limit the tools instead: tools.profile: "messaging", or tools.exec.security: "deny"', 'or sandbox.backend: "ssh", with a host of yours'] }]
    })
  },
}

function sandboxes(config: Located): readonly (readonly [KeyPath, Table])[] {
  const list = config.at('agents', 'list')
  const paths: readonly KeyPath[] = [
    ['agents', 'defaults'],
    ...Object.keys(tableOf(config.at('agents', 'entries'))).map((id) => ['agents', 'entries', id]),
    ...(isList(list) ? [...list.keys()].map((index) => ['agents', 'list', index]) : []),
  ]
  return paths.flatMap((path) => {
    const sandbox = config.at(...path, 'sandbox')
    return isTable(sandbox) ? [[[...path, 'sandbox'], sandbox] as const] : []
  })
}
