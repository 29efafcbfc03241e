import Handlebars from 'handlebars'
import { describe, expect, test } from 'vitest'
import { createRenderer } from '../../src/render/templates.ts'
import { viewOf } from '../../src/render/view.ts'
import { answersFor, catalog, generator, templates, renderAnswers } from '../support/answers.ts'
import { goldenNames, readGolden } from '../support/golden.ts'

/** Templates of TOML files: what they say is executed by Fly or read back by us. */
const toml = [...templates].filter(([path]) => /\.toml\.hbs$|^partials\/fly-/.test(path))

/**
 * Values that may stand in TOML as they are, because their alphabet is harmless whatever the answers: numbers, our own
 * constants, and file names that we chose.
 */
const harmless = ['port', 'guestDir', 'filesFrom', 'machine.heapMb', 'machine.memoryMb', 'volume.sizeGb', 'volume.limitGb', 'pluginsToFetch']

interface Mustache { readonly line: number; readonly helper: string | null; readonly path: string; readonly text: string }

/** Every value that a template fills in, with the text of its line before it. */
function mustachesOf(source: string): readonly Mustache[] {
  const lines = source.split('\n')
  const found: Mustache[] = []
  const visitor = new Handlebars.Visitor()
  visitor.MustacheStatement = (node: hbs.AST.MustacheStatement): void => {
    const [first] = node.params
    const path = (node.path as hbs.AST.PathExpression).original
    found.push({ line: node.loc.start.line, helper: first === undefined ? null : path, path: first === undefined ? path : (first as hbs.AST.PathExpression).original, text: lines[node.loc.start.line - 1]!.slice(0, node.loc.start.column) })
  }
  visitor.accept(Handlebars.parse(source))
  return found
}

/** Whether a `#` before the place starts a comment; our templates have none inside quotes. */
const inComment = (text: string): boolean => text.includes('#') && !/\{\{#/.test(text.slice(text.indexOf('#') - 2, text.indexOf('#') + 1))

describe.each(toml)('%s', (path, source) => {
  const mustaches = mustachesOf(source)

  test('is a template that parses', () => expect(() => Handlebars.parse(source)).not.toThrow())

  test('passes every value through the helper of TOML, or it is a harmless one', () => {
    const bare = mustaches.filter(({ helper, path: name, text }) => !inComment(text) && helper !== 'toml' && helper !== 'key' && !harmless.includes(name))
    expect(bare, path).toEqual([])
  })

  test('has a value in quotes only where it is a harmless one', () => {
    const quoted = mustaches.filter(({ text, path: name }) => !inComment(text) && (text.split('"').length - 1) % 2 === 1 && !harmless.includes(name))
    expect(quoted, path).toEqual([])
  })

  test('has in comments only values that cannot end the line', () => {
    const commented = mustaches.filter(({ text }) => inComment(text)).map(({ path: name }) => name)
    expect(commented.filter((name) => !['port', 'app', 'tag', 'label', 'webhook', 'region.description', 'deploy.public', 'deploy.private', ...harmless].includes(name))).toEqual([])
  })
})

test('there are TOML templates to hold to this', () => {
  expect(toml.map(([path]) => path)).toEqual(expect.arrayContaining(['deployment/fly.toml.hbs', 'deployment/fly.private.toml.hbs', 'deployment/openclaw-fly.toml.hbs', 'partials/fly-head.hbs']))
})

test('what counts as harmless is', () => {
  const view = viewOf(answersFor({}), [], generator) as unknown as Record<string, unknown>
  for (const name of harmless) {
    const value = name.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], view)
    expect(String(value), name).toMatch(/^[0-9]+$|^(?:\.\.\/)?$|^\/opt\/openclaw-fly$/)
  }
})

/** The value, noting each name that is asked of it or of what is in it and that it does not have. */
function watched(value: object, missing: Set<string>, path = ''): object {
  return new Proxy(value, {
    get(target, name, receiver) {
      const inner: unknown = Reflect.get(target, name, receiver)
      if (typeof name === 'string' && inner === undefined) missing.add(`${path}${name}`)
      return typeof inner === 'object' && inner !== null ? watched(inner, missing, Array.isArray(target) ? path : `${path}${String(name)}.`) : inner
    },
  })
}

test('no template asks, in a condition or a loop either, for a name that the view does not have', () => {
  const missing = new Set<string>()
  const renderer = createRenderer(templates)
  for (const { answers } of goldenNames().map(readGolden)) {
    const files = renderAnswers(answers)
    const view = watched(viewOf(answers, catalog.filter(({ id }) => Object.hasOwn(answers.channels, id)), generator), missing)
    for (const path of templates.keys()) if (/^deployment\/.*\.hbs$/.test(path) && (path !== 'deployment/Dockerfile.hbs' || files.has('Dockerfile'))) renderer.render(path, view)
  }
  // What a secret may leave out, and what JavaScript itself asks of every object.
  const optional = /(?:^|\.)(?:optional|generate|multiline|example|pattern|settings|toJSON|\d+)$/
  expect([...missing].filter((name) => !optional.test(name))).toEqual([])
})

describe('a renderer', () => {
  const renderer = createRenderer(new Map([['deployment/a.hbs', '{{> part}}'], ['partials/part.hbs', 'part {{name}}']]))
  const view = viewOf(answersFor({}), catalog, generator)

  test('refuses a name that the view does not have', () => {
    expect(() => renderer.renderText('{{regoin}}', view)).toThrow('"regoin" not defined')
    expect(() => renderer.renderText('{{region.cod}}', view)).toThrow('"cod" not defined')
    for (const helper of ['toml', 'key', 'json', 'md', 'code', 'word', 'gb', 'oc']) expect(() => renderer.renderText(`{{${helper} regoin}}`, view), helper).toThrow('a name that the view does not have')
  })

  test('refuses a helper, a partial and a template that there is not', () => {
    expect(() => renderer.renderText('{{tomll app}}', view)).toThrow('knownHelpersOnly')
    expect(() => renderer.renderText('{{> nothing}}', view)).toThrow('nothing')
    expect(() => renderer.render('deployment/b.hbs', view)).toThrow('no template deployment/b.hbs')
  })

  test('reaches nothing of the language below the view', () => {
    for (const text of ['{{constructor.name}}', '{{app.constructor.name}}', '{{__proto__.x}}']) expect(() => renderer.renderText(text, view), text).toThrow('not defined')
  })

  test('escapes nothing: it does not write HTML', () => {
    expect(renderer.render('deployment/a.hbs', { name: '<a href="x">&\'`=' })).toBe('part <a href="x">&\'`=')
  })

  test('takes a value for a value, though it looks like a template', () => {
    expect(renderer.render('deployment/a.hbs', { name: '{{app}} {{> part}}' })).toBe('part {{app}} {{> part}}')
  })
})
