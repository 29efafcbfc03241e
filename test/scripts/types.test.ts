import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scriptsFolder } from './sandbox.ts'

const files = readdirSync(scriptsFolder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mjs'))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const options = '--noEmit --allowJs --checkJs --target es2022 --module nodenext --strict --skipLibCheck --types node'.split(' ')

describe('the emitted scripts', () => {
  it('pass the type checker', () => {
    expect(() => execFileSync(process.execPath, [tsc, ...options, ...files.map((file) => join(scriptsFolder, file))], { encoding: 'utf8' })).not.toThrow()
  })

  it.each(files)('%s has type checking on and imports nothing but Node and its neighbours', (file) => {
    const text = readFileSync(join(scriptsFolder, file), 'utf8')
    const imports = [...text.matchAll(/^import .* from '(.*)'$/gm)].map((match) => match[1] ?? '')
    expect(text).toMatch(/^\/\/ @ts-check\n/)
    expect(imports.filter((from) => !/^(node:|\.\/)/.test(from))).toEqual([])
  })
})
