/** What the build makes of the templates: texts by path, and JavaScript that gives what Handlebars compiled of the others. */
export interface PackedTemplates {
  readonly texts: ReadonlyMap<string, string>
  readonly compiled: string
}

/** Ends each part. JSON would be read as one text, in which one character that is no Latin letter makes all take twice the room and time. */
const END = '\0'

/** Paths and texts in turn, then the JavaScript. */
export function writePackedTemplates({ texts, compiled }: PackedTemplates): Buffer {
  const parts = [...[...texts].flat(), compiled]
  if (parts.some((part) => part.includes(END))) throw new TypeError('a template has a character in it that ends it in the package')
  return Buffer.from(parts.map((part) => part + END).join(''))
}

export function readPackedTemplates(packed: Buffer): PackedTemplates {
  const parts: string[] = []
  for (let start = 0, end = packed.indexOf(END); end !== -1; start = end + 1, end = packed.indexOf(END, start)) parts.push(packed.toString('utf8', start, end))
  const texts = new Map<string, string>()
  for (let at = 0; at + 1 < parts.length; at += 2) texts.set(parts[at]!, parts[at + 1]!)
  return { texts, compiled: parts.at(-1)! }
}
