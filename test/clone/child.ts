import { clone } from '../../src/clone/clone.ts'

// Run as a process of its own, to be killed or to see what it touches: node --import tsx child.ts <destination> <cache> <origin>
const [destination = '', cacheDir = '', origin = ''] = process.argv.slice(2)
const result = await clone({ repository: 'openclaw/openclaw', ref: 'v2026.9.6' }, {
  destination, cacheDir, origin,
  onProgress: ({ phase }) => process.stdout.write(`${phase}\n`),
})
process.stdout.write(`${JSON.stringify(result)}\n`)
