import { text as readAll } from 'node:stream/consumers'
import { judgeConfig, type ConfigVerdict } from '../check/config-text.ts'
import { exitCodes, UserError, type ExitCode } from '../errors.ts'
import { loadSchemas } from '../load.ts'
import { isReleaseForm, type Release } from '../releases/release.ts'
import { parseFlags } from './args.ts'
import { ownFlags } from './flags.ts'
import type { Io } from './io.ts'

/**
 * `create-openclaw-fly validate --release R [--from OLDER] [--json] < openclaw.json`: whether that release takes a
 * configuration, before there is anything of it that could be asked. `npm run upgrade` sends the configuration in use here, which may have
 * secrets: so it comes on standard input, and nothing of its values is repeated.
 * @returns 0 valid; 1 not, or not known
 * @throws UserError
 */
export async function validateCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const { values, mistake } = parseFlags(words, ownFlags('validate'), 0)
  if (mistake !== undefined) throw mistake
  const release = readRelease('release', values.get('release'))
  const from = readRelease('from', values.get('from') ?? release)
  if (io.input.isTTY === true) throw new UserError('no-input', 'There is no configuration on standard input.', `create-openclaw-fly validate --release ${release} < openclaw.json`, exitCodes.usage)
  const verdict = judgeConfig(await readAll(io.input), release, loadSchemas(), from)
  const valid = verdict.schemaOf !== null && verdict.faults.length === 0
  io.output.write(values.has('json') ? `${JSON.stringify({ ...verdict, valid }, null, 2)}\n` : verdictText(verdict))
  return valid ? exitCodes.ok : exitCodes.failed
}

function readRelease(flag: string, value: unknown): Release {
  if (typeof value === 'string' && isReleaseForm(value)) return value
  throw new UserError('release', `--${flag} needs a release of OpenClaw.`, 'such as: create-openclaw-fly validate --release 2026.9.6 < openclaw.json', exitCodes.usage)
}

function verdictText({ release, schemaOf, faults, migrated }: ConfigVerdict): string {
  if (schemaOf === null) return `No schema is known of ${release} or an older release, so nothing can be said.\n`
  const by = schemaOf === release ? '' : ` (by the schema of ${schemaOf}, the nearest that is known)`
  const repair = migrated.map((title) => `  openclaw doctor --fix: ${title}\n`).join('')
  if (faults.length === 0) return `OpenClaw ${release} takes it${repair && ' once it is repaired'}${by}.\n${repair}`
  return `OpenClaw ${release} refuses it${by}:\n${repair}${faults.map(({ path, message }) => `  ${path || 'the whole file'}: ${message}\n`).join('')}`
}
