import { isRecord } from '../record.ts'
import type { Schema } from '../releases/schemas.ts'

/** One place where a value breaks its schema. */
export interface SchemaFault {
  /** Keys from the root; a number is an index. */
  readonly path: readonly (string | number)[]
  readonly message: string
}

type Node = Schema | boolean

/**
 * Checks a value against the part of JSON Schema (drafts 7 and 2020-12) that OpenClaw's and our own Fly schemas use.
 * It walks the value, not the schema: a schema of 1 MB costs nothing where the value has no key. A keyword that is not
 * known here is an error of ours, not a pass; `format` is an annotation, as in both drafts.
 */
export function schemaFaults(schema: Schema, value: unknown): readonly SchemaFault[] {
  return check(schema, value, [], schema)
}

function check(node: Node, value: unknown, path: SchemaFault['path'], root: Schema): SchemaFault[] {
  if (node === true) return []
  if (node === false) return [{ path, message: 'is not a known key' }]
  // OpenClaw puts its plugins' schemas into its own as they are: references in one mean that plugin's definitions.
  const scope = node.$defs === undefined ? root : node
  return Object.entries(node).flatMap(([keyword, wanted]) => {
    if (!Object.hasOwn(rules, keyword)) throw new TypeError(`JSON Schema keyword ${keyword} is not supported`)
    return rules[keyword]!(wanted as never, value, path, scope, node)
  })
}

type Rule = (wanted: never, value: unknown, path: SchemaFault['path'], root: Schema, node: Schema) => SchemaFault[]

const annotation: Rule = () => []
const nested = (node: Node, value: unknown, root: Schema): boolean => check(node, value, [], root).length === 0

function rule<T>(fault: (wanted: T, value: unknown, root: Schema) => string | false): Rule {
  return (wanted, value, path, root) => {
    const message = fault(wanted, value, root)
    return message === false ? [] : [{ path, message }]
  }
}

const numeric = (fails: (value: number, limit: number) => boolean, words: string): Rule =>
  rule<number>((limit, value) => typeof value === 'number' && fails(value, limit) && `must be ${words} ${limit}`)
const sized = (size: (value: unknown) => number | undefined, fails: (size: number, limit: number) => boolean, words: string): Rule =>
  rule<number>((limit, value) => {
    const length = size(value)
    return length !== undefined && fails(length, limit) && `must have ${words} ${limit}`
  })

const above = (a: number, b: number): boolean => a > b
const below = (a: number, b: number): boolean => a < b
const characters = (value: unknown): number | undefined => (typeof value === 'string' ? [...value].length : undefined)
const items = (value: unknown): number | undefined => (Array.isArray(value) ? value.length : undefined)
const keys = (value: unknown): number | undefined => (isRecord(value) ? Object.keys(value).length : undefined)

const rules: Readonly<Record<string, Rule>> = {
  $schema: annotation, $id: annotation, $comment: annotation, $defs: annotation, title: annotation, description: annotation, default: annotation, format: annotation,
  // Handled by their partners: additionalProperties, if, and items as a list.
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema; nobody awaits this table
  then: annotation, else: annotation, additionalItems: annotation,
  $ref: (wanted: string, value, path, root) => check(resolve(root, wanted), value, path, root),
  type: rule<string | readonly string[]>((types, value) => ![types].flat().some((type) => isType(value, type)) && `must be ${[types].flat().join(' or ')}`),
  const: rule<unknown>((wanted, value) => !equal(wanted, value) && `must be ${JSON.stringify(wanted)}`),
  enum: rule<readonly unknown[]>((choices, value) => !choices.some((choice) => equal(choice, value)) && `must be one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`),
  pattern: rule<string>((pattern, value) => typeof value === 'string' && !expression(pattern).test(value) && `must match ${pattern}`),
  minLength: sized(characters, below, 'at least as many characters as'), maxLength: sized(characters, above, 'no more characters than'),
  minItems: sized(items, below, 'at least as many items as'), maxItems: sized(items, above, 'no more items than'),
  minProperties: sized(keys, below, 'at least as many keys as'), maxProperties: sized(keys, above, 'no more keys than'),
  minimum: numeric(below, 'at least'), maximum: numeric(above, 'at most'), exclusiveMinimum: numeric((value, limit) => value <= limit, 'more than'),
  uniqueItems: rule<boolean>((wanted, value) => wanted && Array.isArray(value) && value.some((item, index) => value.slice(0, index).some((other) => equal(item, other))) && 'must not repeat an item'),
  required: (names: readonly string[], value, path, _root, node) =>
    isRecord(value) ? names.filter((name) => !Object.hasOwn(value, name) && !hasDefault(node, name)).map((name) => ({ path, message: `must have ${name}` })) : [],
  dependentRequired: (wanted: Readonly<Record<string, readonly string[]>>, value, path) =>
    isRecord(value)
      ? Object.entries(wanted).flatMap(([name, others]) => (Object.hasOwn(value, name) ? others.filter((other) => !Object.hasOwn(value, other)).map((other) => ({ path, message: `must have ${other} beside ${name}` })) : []))
      : [],
  properties: (wanted: Readonly<Record<string, Node>>, value, path, root) =>
    isRecord(value) ? Object.keys(value).flatMap((key) => (Object.hasOwn(wanted, key) ? check(wanted[key]!, value[key], [...path, key], root) : [])) : [],
  additionalProperties: (wanted: Node, value, path, root, node) => {
    const known = (node.properties ?? {}) as object
    return isRecord(value) ? Object.keys(value).flatMap((key) => (Object.hasOwn(known, key) ? [] : check(wanted, value[key], [...path, key], root))) : []
  },
  propertyNames: (wanted: Node, value, path, root) =>
    isRecord(value) ? Object.keys(value).flatMap((key) => (nested(wanted, key, root) ? [] : [{ path: [...path, key], message: 'is not an allowed key' }])) : [],
  items: (wanted: Node | readonly Node[], value, path, root, node) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => check(itemNode(wanted, index, node), item, [...path, index], root))
      : [],
  allOf: (wanted: readonly Node[], value, path, root) => wanted.flatMap((node) => check(node, value, path, root)),
  anyOf: (wanted: readonly Node[], value, path, root) => bestOf(wanted, value, path, root, false),
  oneOf: (wanted: readonly Node[], value, path, root) => bestOf(wanted, value, path, root, true),
  not: rule<Node>((wanted, value, root) => nested(wanted, value, root) && 'is not allowed here'),
  if: (wanted: Node, value, path, root, node) => check(((nested(wanted, value, root) ? node.then : node.else) ?? true) as Node, value, path, root),
}

/**
 * OpenClaw prints the schema of a configuration that was filled in: keys with a default are "required" in it, while
 * `config validate` of 2026.9.6 takes a file without them.
 */
function hasDefault(node: Schema, name: string): boolean {
  const property = (node.properties as Readonly<Record<string, unknown>> | undefined)?.[name]
  return isRecord(property) && Object.hasOwn(property, 'default')
}

function itemNode(wanted: Node | readonly Node[], index: number, node: Schema): Node {
  if (!Array.isArray(wanted)) return wanted as Node
  return (wanted[index] ?? node.additionalItems ?? true) as Node
}

/** Of the branches that fail, the one that got furthest into the value says what is wrong: the others were not meant. */
function bestOf(branches: readonly Node[], value: unknown, path: SchemaFault['path'], root: Schema, exactlyOne: boolean): SchemaFault[] {
  const results = branches.map((branch) => check(branch, value, path, root))
  const passed = results.filter((faults) => faults.length === 0).length
  if (passed === 1 || (passed > 1 && !exactlyOne)) return []
  if (passed > 1) return [{ path, message: 'matches more than one of the allowed forms' }]
  const depth = (faults: readonly SchemaFault[]): number => Math.max(...faults.map((fault) => fault.path.length))
  return results.reduce((best, faults) => (depth(faults) > depth(best) || (depth(faults) === depth(best) && faults.length < best.length) ? faults : best))
}

function resolve(root: Schema, ref: string): Node {
  const name = /^#\/\$defs\/([^/]+)$/.exec(ref)?.[1]
  const definitions = (root.$defs ?? {}) as Readonly<Record<string, Node>>
  if (name === undefined || !Object.hasOwn(definitions, name)) throw new TypeError(`JSON Schema reference ${ref} is not supported`)
  return definitions[name]!
}

const expressions = new Map<string, RegExp>()

function expression(pattern: string): RegExp {
  const known = expressions.get(pattern) ?? new RegExp(pattern, 'u')
  expressions.set(pattern, known)
  return known
}

function isType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object': return isRecord(value)
    case 'array': return Array.isArray(value)
    case 'null': return value === null
    case 'integer': return Number.isInteger(value)
    case 'number': return typeof value === 'number' && Number.isFinite(value)
    default: return typeof value === type
  }
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]))
  if (!isRecord(a) || !isRecord(b)) return false
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]))
}
