import { readFile, stat } from 'node:fs/promises'
import { ANSWERS_FILE } from '../answers/answers.ts'
import { exitCodes, UserError } from '../errors.ts'

const MAX_BYTES = 1_000_000

/**
 * Reads an answers file; only an ordinary one of a sensible size is opened at all, for a pipe or a device would be
 * waited for, and a disk image given by mistake would fill the memory.
 * @param shown the path as messages may repeat it
 * @throws UserError (exit code 2)
 */
export async function readAnswersText(path: string, shown: string): Promise<string> {
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) throw fault('answers-folder', `${shown} is a folder`, `give the file in it, ${ANSWERS_FILE}`)
    if (!stats.isFile()) throw fault('answers-special', `${shown} is a pipe or a device, not a file`, 'write the answers to a file, and give that')
    if (stats.size > MAX_BYTES) throw fault('answers-too-big', `${shown} has ${stats.size} bytes, and an answers file has a few hundred`, CHECK)
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw error instanceof UserError || code === undefined ? error : explain(code, shown)
  }
}

const CHECK = 'check the path after --answers'

function explain(code: string, shown: string): UserError {
  switch (code) {
    case 'ENOENT': case 'ENOTDIR': case 'ENAMETOOLONG': return fault('answers-absent', `there is no file ${shown}`, CHECK)
    case 'ERR_INVALID_ARG_VALUE': return fault('answers-absent', 'the name of the answers file has a NUL character in it', CHECK)
    case 'ELOOP': return fault('answers-unreadable', `${shown} is a symbolic link that leads back to itself`, CHECK)
    case 'EACCES': case 'EPERM': return fault('answers-unreadable', `${shown} may not be read by you`, 'change its permissions')
    default: return fault('answers-unreadable', `${shown} cannot be read (${code})`, CHECK)
  }
}

function fault(code: string, message: string, hint: string): UserError {
  return new UserError(code, message, hint, exitCodes.usage)
}
