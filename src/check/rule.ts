import type { KeyPath, Value } from '../merge/value.ts'
import type { Subject } from './subject/subject.ts'

/** An error would break a deployment, or leak something; a warning would not, but somebody will be sorry. */
export type Severity = 'error' | 'warning'

/** A place in a file, for people: lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** One change to a file, by key path. What lies on the way is made. */
export type FixEdit = { readonly kind: 'set'; readonly path: KeyPath; readonly value: Value } | { readonly kind: 'delete'; readonly path: KeyPath }

/** A cure that needs no knowledge but that of the files. */
export interface Fix {
  readonly file: string
  readonly edits: readonly FixEdit[]
}

/** What a rule saw. Never a value that could be a secret. */
export interface Sighting {
  readonly what: string
  readonly where: Place
  /** The exact command or edit; the first line is enough, the others help. */
  readonly cure: readonly string[]
  readonly fix?: Fix
  /** Where it is not that of the rule. */
  readonly severity?: Severity
  readonly why?: string
}

/** What a rule cannot judge without. */
export type Need = 'fly' | 'config'

/** One thing that goes wrong with OpenClaw on Fly. */
export interface Rule {
  /** `E…`: an error, `W…`: a warning. */
  readonly id: string
  /** What it is about, in a few words. */
  readonly title: string
  /** Why it matters: one sentence. */
  readonly why: string
  readonly needs: readonly Need[]
  /** What of it no file tells, and the command that does; undefined where this subject has nothing of the kind. */
  readonly unseen?: (subject: Subject) => string | undefined
  readonly look: (subject: Subject) => readonly Sighting[]
}

/** A sighting with its rule. */
export interface Finding {
  readonly id: string
  readonly severity: Severity
  readonly what: string
  readonly where: Place
  readonly why: string
  readonly cure: readonly string[]
  readonly fix?: Fix
}

/** A rule that could not be looked at, or not wholly: never counted as passed. */
export interface Unseen {
  readonly id: string
  readonly reason: string
}

export interface Findings {
  readonly findings: readonly Finding[]
  readonly unseen: readonly Unseen[]
}
