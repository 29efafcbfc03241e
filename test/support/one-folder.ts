import { chmodSync, realpathSync, rmSync } from 'node:fs'
import { newScratch } from './scratch.ts'

/** Set where the whole run has one folder, which goes at its end. */
const ONE_FOLDER = 'OPENCLAW_FLY_TESTS_IN_ONE_FOLDER'

/** Of all that the tests write. */
const BYTES = 1_000_000_000

/**
 * All temporary folders of a run are in one, which is removed at its end and not bit by bit: ext4 without a journal, as on
 * small virtual machines, takes no inode again for a minute after it was freed, and looks at every such one whenever a file
 * is made. With removing in between, the tests take half as long again there.
 */
export default function setUp(): () => void {
  // Its name has no blank: there are tests of a machine's paths, which have none.
  const folder = realpathSync(newScratch('openclaw-fly-', BYTES).folder)
  // Some tests run programs as another user, who must get in.
  chmodSync(folder, 0o755)
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder
  process.env[ONE_FOLDER] = 'yes'
  return () => rmSync(folder, { recursive: true, force: true })
}

/** Removes what tests are done with, unless it goes with everything else. */
export function tidyAway(folder: string): void {
  if (process.env[ONE_FOLDER] === undefined) rmSync(folder, { recursive: true, force: true })
}
