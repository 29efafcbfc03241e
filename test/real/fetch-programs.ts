import { newestRelease } from '../../src/releases/catalogue.ts'
import { node24, openclaw } from './programs.ts'

/** Once for all files: two that began with it would each fetch the same. */
export default async function fetchPrograms(): Promise<void> {
  await node24()
  await openclaw(newestRelease)
}
