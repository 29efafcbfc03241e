/** A file of the person's that stands where one of ours would, with both texts. */
export interface OwnFile {
  readonly path: string
  readonly mine: string
  readonly ours: string
}

/** What to see to by hand in files that were kept: ours have something in them that is missed there. */
export function adviceFor(files: readonly OwnFile[]): readonly string[] {
  return files.flatMap(({ path, mine, ours }) => {
    if (path === 'package.json') return scriptAdvice(mine, ours)
    return /^\.(?:git|docker)ignore$/.test(path) ? ignoreAdvice(path, mine, ours) : []
  })
}

/** `npm run deploy` is a line of package.json. */
function scriptAdvice(mine: string, ours: string): readonly string[] {
  const [own, wanted] = [scriptsIn(mine), scriptsIn(ours)]
  const missing = Object.entries(wanted).filter(([name]) => !Object.hasOwn(own, name))
  const others = Object.entries(wanted).filter(([name, command]) => Object.hasOwn(own, name) && own[name] !== command).map(([name]) => name)
  return [
    ...(missing.length === 0 ? [] : [`package.json: add to "scripts": ${missing.map(([name, command]) => `${JSON.stringify(name)}: ${JSON.stringify(command)}`).join(', ')}`]),
    ...(others.length === 0 ? [] : [`package.json: ${others.join(', ')} ${others.length === 1 ? 'is a script' : 'are scripts'} of your own, so start ours directly: ${others.map((name) => wanted[name]!).join(', ')}`]),
  ]
}

function scriptsIn(text: string): Readonly<Record<string, string>> {
  try {
    const { scripts } = JSON.parse(text.replace(/^\uFEFF/, '')) as { readonly scripts?: Readonly<Record<string, unknown>> }
    return Object.fromEntries(Object.entries(scripts ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  } catch {
    return {} // A package.json that npm cannot read has no scripts.
  }
}

/** Secrets, backups and the clone must not be committed, nor sent to the builder. */
function ignoreAdvice(path: string, mine: string, ours: string): readonly string[] {
  const lines = (text: string): readonly string[] => text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  const missing = lines(ours).filter((line) => !lines(mine).includes(line))
  return missing.length === 0 ? [] : [`${path}: add ${missing.join(' ')} (a line each)`]
}
