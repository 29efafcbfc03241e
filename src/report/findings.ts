import { looksLikeSecret, namesSecret } from '../answers/secret-shapes.ts'
import type { Finding, Findings, FixEdit, Unseen } from '../check/rule.ts'
import { isReleaseSure, type SubjectRelease } from '../check/subject/subject.ts'
import { formatPath } from '../merge/value.ts'
import { hanging, wrapWords } from './wrap.ts'

/** What a check came to, for people and for programs. */
export interface CheckReport extends Findings {
  /** Absolute. */
  readonly folder: string
  /** Names of the files that were looked at. */
  readonly files: readonly string[]
  readonly release: SubjectRelease
  readonly rules: number
  /** What `--fix` did; undefined where it was not asked for. */
  readonly fixes?: Fixes
  /** Whether an update would change something; undefined for what is no deployment of ours. */
  readonly update?: UpdateState
  readonly isOurs: boolean
}

export interface Fixes {
  /** Findings by the file that was changed. */
  readonly done: readonly { readonly file: string; readonly cured: readonly Finding[] }[]
  readonly left: readonly { readonly file: string; readonly why: string }[]
}

export interface UpdateState {
  readonly isCurrent: boolean
  /** A release that is newer than the deployment's. */
  readonly newer?: string | undefined
  /** What would change, in lines for people. */
  readonly lines: readonly string[]
  /** The same for programs. */
  readonly changes: readonly object[]
  /** Places that somebody has to decide. */
  readonly conflicts: number
}

/** The report for people, at most `width` columns wide but for words that are longer. */
export function findingsLines(report: CheckReport, width: number): readonly string[] {
  const { findings, unseen } = report
  return [
    ...wrapWords(`Looked at ${report.files.join(', ')}, for OpenClaw ${releaseWords(report.release)}.`, width),
    ...(report.fixes === undefined ? [] : fixLines(report.fixes, width)),
    ...fileGroups(findings).flatMap((group) => group.flatMap((finding) => ['', ...findingLines(finding, width)])),
    ...(unseen.length === 0 ? [] : ['', 'Not looked at, or not wholly:', ...unseenLines(unseen, width)]),
    ...(report.update === undefined ? [] : updateLines(report.update, width)),
    '',
    ...wrapWords(summary(report), width),
    ...advice(report).flatMap((line) => wrapWords(line, width)),
  ]
}

function releaseWords({ release, from, schema }: SubjectRelease): string {
  const where = from === undefined ? `${release} (the newest known: no file says which one runs)` : `${release} (${from})`
  return schema === undefined || schema.own ? where : `${where}, with the schema of ${schema.release}`
}

/** Errors first, within the files too: a file with an error comes before one with warnings alone. */
function fileGroups(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const files = [...new Set(findings.map(({ where }) => where.file))]
  return files.map((file) => findings.filter(({ where }) => where.file === file))
}

const INDENT = 5

function findingLines({ id, severity, where, what, why, cure, fix }: Finding, width: number): readonly string[] {
  const place = [where.file, where.line, where.column].filter((part) => part !== undefined).join(':')
  // The letter tells, but for the few that weigh less than their rule.
  const weight = severity === 'warning' && id.startsWith('E') ? 'warning: ' : ''
  return [
    ...hanging(`${id.padEnd(INDENT)}`, `${place}  ${weight}${what}`, width),
    ...hanging(' '.repeat(INDENT), why, width),
    ...cure.flatMap((line, index) => cureLines(' '.repeat(INDENT) + (index === 0 ? 'Cure: ' : '      '), line, width)),
    ...(fix === undefined ? [] : [`${' '.repeat(INDENT)}      (--fix does this)`]),
  ]
}

/** What is indented is a part of a file, which a line break would spoil for the one who copies it. */
function cureLines(mark: string, line: string, width: number): readonly string[] {
  return line.startsWith('  ') ? [mark + line] : hanging(mark, line, width)
}

function unseenLines(unseen: readonly Unseen[], width: number): readonly string[] {
  const reasons = [...new Set(unseen.map(({ reason }) => reason))]
  return reasons.flatMap((reason) => hanging('  ', `${unseen.filter((one) => one.reason === reason).map(({ id }) => id).join(', ')}: ${reason}`, width))
}

function fixLines({ done, left }: Fixes, width: number): readonly string[] {
  if (done.length + left.length === 0) return ['', 'There was nothing that --fix can mend.']
  return [
    '',
    ...done.flatMap(({ file, cured }) => [`Changed ${file}:`, ...cured.flatMap(({ id, fix }) => fix!.edits.flatMap((edit) => hanging(`  ${id.padEnd(INDENT)}`, editWords(edit), width)))]),
    ...left.flatMap(({ file, why }) => hanging('', `Not changed: ${file}, for ${why}.`, width)),
  ]
}

/** A value that stood there before may be in a new one, so it is shown only where it can be. */
function editWords(edit: FixEdit): string {
  const path = formatPath(edit.path)
  if (edit.kind === 'delete') return `${path} is taken out`
  const value = JSON.stringify(edit.value)
  return `${path} is ${looksLikeSecret(value) || namesSecret(String(edit.path.at(-1))) || edit.path[0] === 'env' && edit.path[1] === 'vars' ? 'set' : value} now`
}

function updateLines({ isCurrent, newer, lines }: UpdateState, width: number): readonly string[] {
  const news = newer === undefined ? [] : wrapWords(`OpenClaw ${newer} is there: npx create-openclaw-fly@latest diff --to ${newer} shows what it would change.`, width)
  if (isCurrent) return ['', `It is current: an update${newer === undefined ? '' : ' that keeps the release'} would change nothing.`, ...news]
  return ['', ...wrapWords('It is not current. What npx create-openclaw-fly update says:', width), ...lines.map((line) => (line === '' ? '' : `  ${line}`)), ...(news.length === 0 ? [] : ['', ...news])]
}

function summary({ findings, unseen, rules }: CheckReport): string {
  const count = (severity: Finding['severity']): number => findings.filter((finding) => finding.severity === severity).length
  const fixable = findings.filter(({ fix }) => fix !== undefined).length
  const found = findings.length === 0 ? 'Nothing found' : `${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}`
  const looked = `${rules - new Set(unseen.map(({ id }) => id)).size} of ${rules} rules looked at everything they ask for`
  return `${found}; ${looked}.${fixable === 0 ? '' : ` ${fixable === 1 ? 'One' : fixable} of them ${fixable === 1 ? 'is' : 'are'} mended by --fix.`}`
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

/** What makes a change of a file count. */
function advice({ findings, fixes, isOurs, release }: CheckReport): readonly string[] {
  const files = [...findings.map(({ where }) => where.file), ...(fixes?.done.map(({ file }) => file) ?? [])]
  return [
    ...(isOurs || isReleaseSure(release) ? [] : [`No file says for sure which OpenClaw runs, and each has its own rules. If it is not ${release.release}, give it as --release.`]),
    ...(files.some((file) => file.endsWith('.toml')) ? [`A Fly file counts from the next ${isOurs ? 'npm run deploy' : 'fly deploy'} on.`] : []),
    ...(files.some((file) => file.endsWith('.json')) ? [`What runs is the openclaw.json on the volume: ${isOurs ? 'npm run config -- push puts this one there.' : 'put this one there, or make the same change there.'}`] : []),
  ]
}

/** The same for programs; the keys stay. */
export function findingsJson({ folder, files, release, findings, unseen, fixes, update }: CheckReport): object {
  return {
    folder,
    files,
    release: { release: release.release, from: release.from ?? null, schema: release.schema?.release ?? null },
    sound: !findings.some(({ severity }) => severity === 'error'),
    findings: findings.map(({ id, severity, where, what, why, cure, fix }) => ({ id, severity, file: where.file, line: where.line ?? null, column: where.column ?? null, what, why, cure, fixable: fix !== undefined })),
    notLookedAt: unseen.map(({ id, reason }) => ({ id, reason })),
    fixed: fixes === undefined ? null : { changed: fixes.done.map(({ file, cured }) => ({ file, findings: cured.map(({ id }) => id) })), unchanged: fixes.left },
    update: update === undefined ? null : { current: update.isCurrent, newerRelease: update.newer ?? null, changes: update.changes, conflicts: update.conflicts, says: update.lines },
  }
}
