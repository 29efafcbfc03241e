import { readRepository, readShorthand } from '../answers/repository.ts'
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

// What `git check-ref-format` refuses, and a leading dash, which Git would read as an option.
const BAD_REF = /^$|^[-/.]|\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)|[./]$|[\s~^:?*[\\\p{Cc}]/u

/** @throws UserError if it is neither a GitHub shorthand nor a Git URL that we clone from, or `ref` is no tag name. */
export function parseSource({ repository, ref }: CloneSource): Place {
  const source = place(repository)
  if (BAD_REF.test(ref)) throw explainRef({ repository: source.shown, ref })
  return source
}

/** Cuts out what may be a credential, in any text that may quote a URL. */
export function redact(text: string): string {
  return text.replace(/([a-z][a-z+.-]*:\/\/)[^\s'"]*@/giu, '$1').replace(/([a-z][a-z+.-]*:\/\/[^\s'"?#]*)[?#][^\s'"]*/giu, '$1')
}

function place(repository: string): Place {
  const read = readRepository(repository)
  switch (read.kind) {
    case 'none': throw explainSource(redact(repository), read.fault)
    case 'github': return { ...read, shown: `${read.owner}/${read.name}` }
    case 'scp': return { kind: 'git', url: read.address, authorization: null, shown: read.address }
    case 'url': return onGithub(read.url) ?? toGit(read.url)
  }
}

/** A GitHub URL without a name in it is as good as `owner/name`. */
function onGithub(url: URL): Place | undefined {
  const github = /^(?:www\.)?github\.com$/u.test(url.host) && url.username === '' && /^https?:$/u.test(url.protocol)
  const shorthand = github ? readShorthand(url.pathname.replace(/^\/|\/$/gu, '')) : undefined
  return shorthand && { kind: 'github', ...shorthand, shown: `${shorthand.owner}/${shorthand.name}` }
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
