/**
 * Fly app names become host names: lowercase letters, digits and dashes (flyctl launch/plan_builder.go), a letter or
 * digit at both ends, at most 63 characters (one DNS label).
 */
const legal = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** What is wrong with the name, or undefined. */
export function appNameFault(name: string): string | undefined {
  if (name === '') return 'the app name is empty'
  if (name.length > 63) return 'an app name has at most 63 characters'
  if (/[A-Z]/.test(name)) return 'an app name has no capital letters'
  if (/^-|-$/.test(name)) return 'an app name starts and ends with a letter or a digit'
  if (!legal.test(name)) return 'an app name has only lowercase letters (a–z), digits and dashes'
  return undefined
}

/** The nearest legal name, or undefined where nothing is left of it. */
export function suggestAppName(text: string): string | undefined {
  const name = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '')
  return name === '' ? undefined : name
}
