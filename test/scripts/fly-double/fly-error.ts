/** What flyctl prints as `Error: …`, before it ends with this exit code. */
export class FlyError extends Error {
  readonly code: number

  constructor(message: string, code = 1) {
    super(message)
    this.code = code
  }
}
