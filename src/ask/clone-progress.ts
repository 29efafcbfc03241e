import { startProgress, type Progress, type ProgressIo } from './progress.ts'
import { texts } from './texts.ts'

/** How far a clone has come, in the words of src/clone. */
interface Step {
  readonly phase: keyof typeof texts.clone.phases
  readonly bytes: number
  readonly total?: number
}

export interface CloneProgressLine extends Progress {
  readonly onProgress: (step: Step) => void
}

/** The line that lives while a clone takes time. */
export function startCloneProgress(io: ProgressIo, what: string): CloneProgressLine {
  const progress = startProgress(io, texts.clone.begins(what))
  return { ...progress, onProgress: ({ phase, bytes, total }) => progress.update(bytes, total, texts.clone.phases[phase]) }
}
