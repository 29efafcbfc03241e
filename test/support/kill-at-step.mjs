// Loaded into a program with --import: kills it in the middle of its step number KILL_AT, a step being whatever changes the disk.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

const last = Number(process.env.KILL_AT)
const { readdirSync, rmSync, writeFileSync } = fs
let step = 0

/** What may be there already of a step that is not done in one go. */
const begin = {
  writeFileSync: (path, _text, options) => writeFileSync(path, 'half', options),
  writeFile: (path, _text, options) => writeFileSync(path, 'half', options),
  rm: (path) => {
    const [first] = fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path) : []
    if (first !== undefined) rmSync(join(path, first), { recursive: true })
  },
}

for (const [owner, names] of [[fs, ['writeFileSync', 'mkdirSync', 'chmodSync']], [fs.promises, ['mkdir', 'rename', 'rm', 'rmdir', 'unlink', 'open', 'writeFile', 'chmod', 'chown']]])
  for (const name of names) {
    const real = owner[name]
    owner[name] = (...words) => {
      if (++step === last) {
        begin[name]?.(...words)
        process.kill(process.pid, 'SIGKILL')
      }
      return real(...words)
    }
  }
syncBuiltinESMExports()
