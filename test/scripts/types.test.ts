import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scriptsFolder } from './sandbox.ts'

const files = readdirSync(scriptsFolder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mjs'))

// That they pass the type checker is seen to by `npm run types`.
describe('the emitted scripts', () => {
  it.each(files)('%s has type checking on and imports nothing but Node and its neighbours', (file) => {
    const text = readFileSync(join(scriptsFolder, file), 'utf8')
    const imports = [...text.matchAll(/^import .* from '(.*)'$/gm)].map((match) => match[1] ?? '')
    expect(text).toMatch(/^\/\/ @ts-check\n/)
    expect(imports.filter((from) => !/^(node:|\.\/)/.test(from))).toEqual([])
  })
})
