// Loaded into the real program with --import: sends it the signal SIGNAL_NAME while it writes its file number SIGNAL_AT.
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

const { open } = fs
let written = 0
fs.open = async (path, flags, mode) => {
  const file = await open(path, flags, mode)
  if (flags === 'wx' && ++written === Number(process.env.SIGNAL_AT)) {
    await file.write('half')
    process.kill(process.pid, process.env.SIGNAL_NAME)
    await new Promise((resolve) => setTimeout(resolve, 50)) // until the signal has arrived
  }
  return file
}
syncBuiltinESMExports()
