import { readFileSync } from 'node:fs'

/**
 * Lists that a JSON file says again and again (each release's channels) are in the package once: a fifth of the size.
 * @param file which files
 */
export function shareLists(file: RegExp): { readonly name: string; readonly load: (id: string) => { readonly code: string; readonly moduleType: 'js' } | undefined } {
  return {
    name: 'share-lists',
    load: (id) => (file.test(id.replaceAll('\\', '/')) ? { code: withSharedLists(JSON.parse(readFileSync(id, 'utf8'))), moduleType: 'js' } : undefined),
  }
}

/** An ES module whose default export is the value. */
export function withSharedLists(value: unknown): string {
  const names = new Map<string, string>()
  const write = (part: unknown): string => {
    if (typeof part !== 'object' || part === null) return JSON.stringify(part)
    if (!Array.isArray(part)) return `{${Object.entries(part).map(([key, inner]) => `${JSON.stringify(key)}:${write(inner)}`).join()}}`
    const text = `[${part.map(write).join()}]`
    const name = names.get(text) ?? `list${names.size}`
    names.set(text, name)
    return name
  }
  const whole = write(value)
  return `${[...names].map(([text, name]) => `const ${name}=${text}`).join('\n')}\nexport default ${whole}\n`
}
