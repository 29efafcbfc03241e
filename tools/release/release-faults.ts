/** What a release consists of. */
export interface Release {
  /** Of package.json. */
  readonly version: string
  readonly repository?: unknown
  /** CHANGELOG.md */
  readonly changelog: string
  /** Such as `v0.2.0`, where one was pushed. */
  readonly tag: string | undefined
}

/** Why this must not be published; empty where it may. */
export function releaseFaults({ version, repository, changelog, tag }: Release): readonly string[] {
  const sections = sectionsOf(changelog)
  const own = sections.find(({ title }) => title === version || title.startsWith(`${version} (`))
  const open = sections.find(({ title }) => title === 'Unreleased')
  return [
    ...(tag === undefined || tag === `v${version}` ? [] : [`the tag is ${tag}, and package.json says ${version}: tag v${version}, or change the version`]),
    ...(own === undefined ? [`CHANGELOG.md has no section "## ${version} (YYYY-MM-DD)": turn "## Unreleased" into it`] : faultsOf(own, version)),
    ...(own !== undefined && open !== undefined && open.text !== '' ? [`CHANGELOG.md still has lines under "## Unreleased": they belong below ${version}, or into a later release`] : []),
    ...(repository === undefined ? ['package.json has no "repository": npm proves where a package comes from only where that is the address that publishes it, and "npm bugs" needs it too'] : []),
  ]
}

interface Section {
  readonly title: string
  readonly text: string
}

function sectionsOf(changelog: string): readonly Section[] {
  return changelog.split(/^## /m).slice(1).map((section) => ({ title: section.split('\n', 1)[0]!.trim(), text: section.replace(/^.*\n?/, '').trim() }))
}

function faultsOf({ title, text }: Section, version: string): readonly string[] {
  return [
    ...(/^\S+ \(\d{4}-\d{2}-\d{2}\)$/.test(title) ? [] : [`CHANGELOG.md: "## ${title}" has no date: write "## ${version} (YYYY-MM-DD)"`]),
    ...(text === '' ? [`CHANGELOG.md says nothing below "## ${title}"`] : []),
  ]
}
