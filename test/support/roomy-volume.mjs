// The double's machine has the disk of the computer that tests run on, which may be nearly full: its programs are told of
// a volume that is half empty.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

fs.statfsSync = () => ({ bavail: 400_000, blocks: 800_000, bsize: 4096 })
syncBuiltinESMExports()
