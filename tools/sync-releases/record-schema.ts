import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Schema } from '../../src/releases/schemas.ts'
import { ProgramFailure, runProgram } from './run-program.ts'
import { stripSchema } from './strip-schema.ts'

export interface RealProgram {
  /** Path of Node. */
  readonly node: string
  /** Path of openclaw.mjs. */
  readonly entry: string
}

/** The release has no such command. */
export class NoSchemaCommand extends Error {
  override readonly name = 'NoSchemaCommand'
}

/**
 * What `openclaw config schema` prints, stripped, with an empty home: neither a configuration nor a plugin of whoever
 * runs this can be in it.
 * @throws NoSchemaCommand; ProgramFailure; an AbortError on Ctrl-C
 */
export async function recordSchema({ node, entry }: RealProgram, scratch: string, signal: AbortSignal): Promise<Schema> {
  mkdirSync(scratch, { recursive: true })
  const home = mkdtempSync(join(scratch, 'home-'))
  const env = { PATH: process.env.PATH, HOME: home, TMPDIR: home, OPENCLAW_STATE_DIR: join(home, 'state'), OPENCLAW_NO_AUTO_UPDATE: '1', NO_COLOR: '1' }
  try {
    return readSchema(await runProgram(node, [entry, 'config', 'schema'], { cwd: home, env, signal, timeout: 300 }))
  } catch (error) {
    if (error instanceof ProgramFailure && /unknown command|too many arguments/i.test(error.message)) throw new NoSchemaCommand(error.message)
    throw error
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Some releases print a line of their own before the schema. */
function readSchema(printed: string): Schema {
  const start = printed.search(/^\{/m)
  let value: unknown
  try {
    value = JSON.parse(printed.slice(Math.max(0, start)))
  } catch (error) {
    throw new ProgramFailure('config schema printed no JSON', { cause: error })
  }
  if (typeof value !== 'object' || value === null || !('properties' in value)) throw new ProgramFailure('config schema printed something else than a schema')
  return stripSchema(value) as Schema
}
