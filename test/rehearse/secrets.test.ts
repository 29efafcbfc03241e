import { expect, test } from 'vitest'
import { providers } from '../../src/models/providers.ts'
import { gatherSecrets, secretNamesIn, withoutSecrets } from '../../src/rehearse/secrets.ts'
import { standIn } from '../../src/rehearse/stand-ins.ts'
import { gatewayToken } from '../../src/secret.ts'
import { catalog } from '../support/answers.ts'

const specs = [...providers.map(({ secret }) => secret), ...catalog.flatMap(({ secrets }) => secrets)]
  // A file whose pattern says what must be somewhere in it: what is in place of it has no shape.
  .filter(({ pattern }) => !pattern!.includes('(?='))

test.each(specs)('the stand-in for $name has the shape of a real one', (spec) => {
  expect(spec.pattern).toBeDefined()
  expect(standIn(spec)).toMatch(new RegExp(spec.pattern!))
})

test('a pattern that is beyond us gets a stand-in all the same', () => {
  expect(standIn({ name: 'ODD', pattern: '^(?=.*7)(a|b)+$' })).toBe('stand-in-odd')
})

test('a value from .env wins over a stand-in; the gateway token is never a real one; what is optional stays away', () => {
  const wanted = [gatewayToken, { name: 'A', label: '', where: '' }, { name: 'B', label: '', where: '' }, { name: 'C', label: '', where: '', optional: true }]
  const { values, real, standIns } = gatherSecrets(wanted, ['B', 'D'], new Map([['A', 'mine'], [gatewayToken.name, 'real-gateway-token']]))
  expect([...values.keys()]).toEqual([gatewayToken.name, 'A', 'B', 'D'])
  expect(values.get('A')).toBe('mine')
  expect(values.get(gatewayToken.name)).toMatch(/^[0-9a-f]{64}$/)
  expect({ real, standIns }).toEqual({ real: ['A'], standIns: ['B', 'D'] })
})

test('names of secrets are found in JSON5 as in JSON', () => {
  expect(secretNamesIn(`{ "a": { "source": "env", "id": "ONE_KEY" }, b: { id: 'TWO_KEY' }, c: "\${THREE_KEY}", d: { id: "main" } }`)).toEqual(['ONE_KEY', 'TWO_KEY', 'THREE_KEY'])
})

test('no value of a secret is shown', () => {
  expect(withoutSecrets('refused sk-12345678', { values: new Map([['KEY', 'sk-12345678']]) })).toBe('refused (KEY)')
})
