import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('people/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

/** fly.toml as it was emitted for all of these people. */
export const base = read('base.toml')

/** What people made of it, each in their own way. */
export const people: readonly (readonly [name: string, text: string])[] = readdirSync(folder).filter((name) => name.endsWith('.toml') && name !== 'base.toml').toSorted().map((name) => [name, read(name)])
