/** One question: a flag, a key of the answers file and a prompt. */
export interface Question {
  /** The flag is `--<key>`; the key of the answers file is `fileKey` where it differs. */
  readonly key: string
  readonly fileKey?: string
  readonly kind: 'text' | 'choice' | 'number' | 'list'
  /** What `--help` and the list of missing answers say. */
  readonly help: string
  /** The placeholder in `--help`. */
  readonly value: string
  /** Whether leaving it out is an answer too, so that it is never missing. */
  readonly optional: boolean
}

/** In the order in which a person is asked. */
export const questions = [
  { key: 'app', kind: 'text', value: 'NAME', optional: false, help: 'Fly app name, also https://NAME.fly.dev' },
  { key: 'org', kind: 'text', value: 'SLUG', optional: true, help: 'Fly organisation (default: your own)' },
  { key: 'region', kind: 'choice', value: 'CODE', optional: false, help: 'Fly region, such as fra' },
  { key: 'release', kind: 'choice', value: 'RELEASE', optional: false, help: 'OpenClaw release, or latest (asks npm)' },
  { key: 'build', kind: 'choice', value: 'source|image', optional: false, help: 'build OpenClaw from source, or take its image' },
  { key: 'repository', kind: 'text', value: 'REPO', optional: true, help: 'source: owner/name or a git URL' },
  { key: 'variant', kind: 'choice', value: 'default|slim|browser', optional: true, help: 'image: which one' },
  { key: 'access', kind: 'choice', value: 'public|private', optional: false, help: 'reachable by HTTPS, or by fly proxy alone' },
  { key: 'domain', kind: 'text', value: 'HOST', optional: true, help: 'public: your own host name' },
  { key: 'size', kind: 'choice', value: 'SIZE', optional: false, help: 'machine size, such as shared-cpu-2x' },
  { key: 'memory', kind: 'number', value: 'MB', optional: false, help: 'memory in MB, at least 2048' },
  { key: 'heap', kind: 'number', value: 'MB', optional: true, help: "limit of Node's heap (default: from memory)" },
  { key: 'volume', kind: 'number', value: 'GB', optional: false, help: 'size of the volume in GB' },
  { key: 'provider', kind: 'choice', value: 'ID', optional: true, help: 'model provider, such as anthropic' },
  { key: 'model', kind: 'text', value: 'PROVIDER/MODEL', optional: false, help: 'the model to use' },
  { key: 'fallback', fileKey: 'fallbacks', kind: 'list', value: 'PROVIDER/MODEL', optional: true, help: 'tried when the model fails (repeatable)' },
  { key: 'channel', fileKey: 'channels', kind: 'list', value: 'ID', optional: true, help: 'messaging channel (repeatable)' },
] as const satisfies readonly Question[]

export function fileKeyOf(question: Question): string {
  return question.fileKey ?? question.key
}
