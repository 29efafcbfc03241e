/** A repository as a person writes it, taken apart; or why it is none that can be cloned. */
export type Repository =
  | { readonly kind: 'github'; readonly owner: string; readonly name: string }
  | { readonly kind: 'scp'; readonly address: string }
  | { readonly kind: 'url'; readonly url: URL }
  | { readonly kind: 'none'; readonly fault: string }

const SHORTHAND = /^([A-Za-z0-9][A-Za-z0-9-]*)\/([\w.-]+?)(?:\.git)?$/u
const SCP = /^[A-Za-z0-9][\w.-]*@[A-Za-z0-9][\w.-]*:(?!\/\/)[^\s:]+$/u
const PROTOCOLS = new Set(['https:', 'http:', 'ssh:', 'file:'])

/** `owner/name` on GitHub, `git@host:path`, or a URL that git can be trusted with; both the answers and the clone ask here. */
export function readRepository(text: string): Repository {
  const shorthand = readShorthand(text)
  if (shorthand !== undefined) return { kind: 'github', ...shorthand }
  if (SCP.test(text)) return { kind: 'scp', address: text }
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return { kind: 'none', fault: 'this is neither owner/name nor a Git URL' }
  if (!PROTOCOLS.has(url.protocol)) return { kind: 'none', fault: `cannot clone over ${url.protocol}` }
  if (url.hostname.startsWith('-')) return { kind: 'none', fault: 'a host name does not begin with a dash' }
  return { kind: 'url', url }
}

/** `owner/name`, where `.` and `..` are no names. */
export function readShorthand(text: string): { readonly owner: string; readonly name: string } | undefined {
  const [, owner, name] = SHORTHAND.exec(text) ?? []
  return owner === undefined || name === undefined || name === '.' || name === '..' ? undefined : { owner, name }
}
