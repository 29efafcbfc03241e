/**
 * A schema without what is only for people to read: `title` and `description` where they are text. A property that has
 * such a name is a schema, an object, and stays. What we check does not depend on them, and they are half of the bytes.
 */
export function stripSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripSchema)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key, inner]) => !((key === 'title' || key === 'description') && typeof inner === 'string'))
  return Object.fromEntries(kept.map(([key, inner]) => [key, stripSchema(inner)]))
}
