import { explainRef, explainSource } from './failures.ts'

/** What to clone: `owner/name` on GitHub or a Git URL, at the tag `ref` exactly. */
export interface CloneSource {
  readonly repository: string
  readonly ref: string
}

/** A source after parsing. `shown` is for people: it never holds a password, a token or a query. */
export type Place =
  | { readonly kind: 'github', readonly owner: string, readonly name: string, readonly shown: string }
  | { readonly kind: 'git', readonly url: string, readonly authorization: string | null, readonly shown: string }

const SHORTHAND = /^([A-Za-z0-9][A-Za-z0-9-]*)\/([\w.-]+?)(?:\.git)?$/u
const SCP = /^[A-Za-z0-9][\w.-]*@[A-Za-z0-9][\w.-]*:(?!\/\/)[^\s:]+$/u
const PROTOCOLS = new Set(['https:', 'http:', 'ssh:', 'file:'])
// What `git check-ref-format` refuses, and a leading dash, which Git would read as an option.
const BAD_REF = /^$|^[-/.]|\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)|[./]$|[\s~^:?*[\\\p{Cc}]/u

/** @throws UserError if it is neither a GitHub shorthand nor a Git URL that we clone from, or `ref` is no tag name. */
export function parseSource({ repository, ref }: CloneSource): Place {
  const place = parseShorthand(repository) ?? parseScp(repository) ?? parseUrl(repository)
  if (BAD_REF.test(ref)) throw explainRef({ repository: place.shown, ref })
  return place
}

/** Cuts out what may be a credential, in any text that may quote a URL. */
export function redact(text: string): string {
  return text.replace(/([a-z][a-z+.-]*:\/\/)[^\s'"]*@/giu, '$1').replace(/([a-z][a-z+.-]*:\/\/[^\s'"?#]*)[?#][^\s'"]*/giu, '$1')
}

function parseShorthand(repository: string): Place | undefined {
  const [, owner, name] = SHORTHAND.exec(repository) ?? []
  if (owner === undefined || name === undefined || name === '.' || name === '..') return undefined
  return { kind: 'github', owner, name, shown: `${owner}/${name}` }
}

function parseScp(repository: string): Place | undefined {
  return SCP.test(repository) ? { kind: 'git', url: repository, authorization: null, shown: repository } : undefined
}

function parseUrl(repository: string): Place {
  const url = URL.canParse(repository) ? new URL(repository) : undefined
  if (url === undefined) throw explainSource(redact(repository), 'this is neither owner/name nor a Git URL')
  if (!PROTOCOLS.has(url.protocol)) throw explainSource(redact(repository), `cannot clone over ${url.protocol}`)
  if (url.hostname.startsWith('-')) throw explainSource(redact(repository), 'a host name does not begin with a dash')
  const github = /^(?:www\.)?github\.com$/u.test(url.host) && url.username === '' && /^https?:$/u.test(url.protocol)
  return (github ? parseShorthand(url.pathname.replace(/^\/|\/$/gu, '')) : undefined) ?? toGit(url)
}

function toGit(url: URL): Place {
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  const authorization = web && url.username !== '' ? basic(url) : null
  // Git gets the URL as an argument, which other users of the computer can read; a password does not go there.
  const bare = new URL(url)
  bare.password = ''
  if (web) bare.username = ''
  return { kind: 'git', url: bare.href, authorization, shown: bare.href.replace(/[?#].*$/u, '') }
}

/** `Basic …` from the user name and password of a URL. */
export function basic(url: URL): string {
  return `Basic ${Buffer.from(`${decode(url.username)}:${decode(url.password)}`).toString('base64')}`
}

/** A password with a bare percent sign in it is taken as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
