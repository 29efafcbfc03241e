// Loaded into the real program with --import: sends it the signal SIGNAL_NAME while it writes its file number SIGNAL_AT.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { writeFileSync } = fs
let written = 0
fs.writeFileSync = (path, text, options) => {
  if (options?.flag === 'wx' && ++written === Number(process.env.SIGNAL_AT)) {
    writeFileSync(path, 'half', options)
    process.kill(process.pid, process.env.SIGNAL_NAME)
    fs.rmSync(path)
  }
  writeFileSync(path, text, options)
}
syncBuiltinESMExports()
