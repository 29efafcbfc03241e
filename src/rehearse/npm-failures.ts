import { UserError } from '../errors.ts'

const NETWORK = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT|FETCH_ERROR)\b/
const CERTIFICATE = /\b(?:SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT)\b/
const NO_VERSION = /\b(?:ETARGET|E404)\b/

/** Whether npm says that the registry has no such package or no such version of it. */
export function isNoVersion(output: string): boolean {
  return NO_VERSION.test(codeOf(output) ?? '')
}

/** The code of npm's error line: `npm error code ETARGET`, `npm ERR! code ETARGET` before npm 10. */
function codeOf(output: string): string | undefined {
  return /^npm (?:error|ERR!) code (\w+)/m.exec(output)?.[1]
}

/**
 * Why npm did not fetch `spec`, for people. npm's own words are not repeated beyond one line: the rest has paths of this
 * computer, and an address may have a password in it.
 */
export function explainNpm(spec: string, output: string, folder: string): UserError {
  const code = codeOf(output) ?? ''
  if (/\b(?:ENOSPC|EDQUOT)\b/.test(output)) return new UserError('disk-full', `the disk is full, so ${spec} could not be kept in ${folder}`, 'OpenClaw and its Node take about 1 GB there; free some space and run the same command again')
  if (/^(?:EACCES|EPERM|EROFS)$/.test(code)) return new UserError('npm-write', `npm may not write: ${spec} was to be kept in ${folder}`, 'see who owns that folder, and npm\'s own: npm config get cache')
  if (isNoVersion(output)) return new UserError('npm-version', `the npm registry has no ${spec}`, 'see that the release in openclaw-fly.toml and in the Fly file is one that was published')
  if (/^E40[13]$/.test(code)) return new UserError('npm-refused', `the npm registry refused ${spec} (${code})`, 'see which registry npm asks, and whether you are signed in there: npm config get registry')
  if (CERTIFICATE.test(output)) return new UserError('npm-certificate', `npm does not trust the registry's certificate, so ${spec} was not fetched`, 'a proxy or a Wi-Fi login page may be in between; npm config get cafile says which certificates npm trusts')
  if (NETWORK.test(output)) return new UserError('npm-offline', `npm cannot reach its registry, so ${spec} was not fetched (${NETWORK.exec(output)?.[0]})`, 'run the same command again when the network is there; what was fetched once is kept')
  const line = /^npm (?:error|ERR!) (?!code\b)(.+)$/m.exec(output)?.[1]
  return new UserError('npm-failed', `npm could not fetch ${spec}${line === undefined ? '' : `: ${withoutPassword(line)}`}`, `try it by hand: npm view "${spec}" version`)
}

function withoutPassword(text: string): string {
  return text.replaceAll(/\/\/[^/\s@]*@/g, '//')
}
