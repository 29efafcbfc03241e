import { catalogue, isNewerThanKnown, schemaSource } from '../releases/catalogue.ts'
import type { Release } from '../releases/release.ts'

/** With what openclaw.json was checked, in a sentence. */
export function checkedLine(release: Release): string {
  const source = schemaSource(release)
  if (source === undefined) return `Checked against the schema of Fly, and against what is known of OpenClaw ${release}.`
  return `Checked against the schemas of Fly and of OpenClaw ${source.release}.`
}

/** What a person should know of a release before they trust that check, in sentences; mostly nothing. */
export function releaseNotes(release: Release): readonly string[] {
  const source = schemaSource(release)
  if (source === undefined) return [`OpenClaw ${release} cannot print a schema of its configuration (${firstWithSchema()} was the first): openclaw.json has the shape that releases of that time were seen to take.`]
  if (isNewerThanKnown(release)) return [`Careful: OpenClaw ${release} is newer than this version of create-openclaw-fly knows. openclaw.json was checked against the schema of ${source.release}, the newest that is known; a newer create-openclaw-fly may know better.`]
  if (!source.own) return [`The schema of OpenClaw ${release} is not recorded: openclaw.json was checked against that of ${source.release}, the nearest older one.`]
  return []
}

function firstWithSchema(): Release {
  return catalogue.find(({ noSchema }) => noSchema === undefined)!.release
}
