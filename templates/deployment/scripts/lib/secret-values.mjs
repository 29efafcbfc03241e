// @ts-check

/** Names of keys whose value is a secret: `botToken`, `apiKey`, `clientSecret`, `Authorization`. */
const secretName = /(?:token|secret|password|passphrase|passwd|(?:api|private|signing|access|encryption)[-_]?key|credentials?|authorization|cookie|webhook[-_]?url)s?$/i

/** Under these a person chooses the names: environment variables and headers. */
const freeNames = new Set(['env', 'vars', 'headers'])
const freeSecretName = /key|token|secret|pass|auth|cookie|credential/i

/** What secrets look like wherever they stand: the beginnings that providers use, and long random text without a blank. */
const secretForms = [
  /^(?:(?:Bearer|Basic) +)?(?:sk[-_]|rk_|xox[a-z]-|xapp-|gh[pousr]_|github_pat_|glpat-|AIza|AKIA|ya29\.|eyJ|npm_|hf_)[\w.+/=~-]{12,}$/,
  /^(?:Bearer|Basic) +[\w.+/=~-]{16,}$/,
  /^-----BEGIN /,
  /^\d{6,12}:[\w-]{30,}$/,
  /^[0-9a-f]{32,}$/i,
  /\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
]

/** A reference names a secret and does not hold it: `${NAME}`. */
const reference = /^\s*\$\{[A-Za-z_]\w*\}\s*$/

/**
 * Is this value a secret in the open? One that is referred to by an object or by `${NAME}` is not.
 * @param {readonly string[]} path
 * @param {unknown} value
 */
function isSecret(path, value) {
  if (typeof value !== 'string' || value.trim() === '' || reference.test(value)) return false
  const names = path.filter((key) => !/^\d+$/.test(key)) // in a list the list's own name counts
  const name = names.at(-1) ?? ''
  const isFree = names.slice(0, -1).some((key) => freeNames.has(key))
  return secretName.test(name) || (isFree && freeSecretName.test(name)) || secretForms.some((form) => form.test(value))
}

/**
 * OpenClaw's SecretRef (docs/gateway/secrets.md of 2026.9.6): its `id` is a name, or where the secret lies.
 * @param {object} value
 */
function isReference(value) {
  return 'source' in value && 'id' in value && Object.keys(value).every((key) => ['source', 'provider', 'id'].includes(key))
}

/**
 * @param {unknown} value
 * @param {readonly string[]} [path]
 * @returns {string[][]} paths of everything that looks like a secret in the open
 */
export function findSecretPaths(value, path = []) {
  if (typeof value !== 'object' || value === null) return isSecret(path, value) ? [[...path]] : []
  return isReference(value) ? [] : Object.entries(value).flatMap(([key, inner]) => findSecretPaths(inner, [...path, key]))
}
