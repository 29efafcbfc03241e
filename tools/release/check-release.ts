import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { releaseFaults } from './release-faults.ts'

/* `npm run check:release -- [TAG]`: whether this may be published. */

const root = join(import.meta.dirname, '..', '..')
const read = (name: string): string => readFileSync(join(root, name), 'utf8')
const faults = releaseFaults({ ...(JSON.parse(read('package.json')) as { version: string }), changelog: read('CHANGELOG.md'), tag: process.argv[2] })
for (const fault of faults) console.error(`- ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1
