/** The part of plop's interface that is used, so that nobody needs its types to have ours. */
export interface PlopApi {
  setGenerator(name: string, config: object): unknown
  /** The folder that paths start from. */
  getDestBasePath(): string
}
