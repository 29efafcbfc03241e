import { UserError, type Problem } from '../errors.ts'
import { findChannel, type ChannelCatalog } from '../channels/catalog.ts'
import { isRecord } from '../record.ts'
import { ANSWERS_FILE } from './answers.ts'
import type { Given, GivenValue } from './given.ts'
import { fileKeyOf, questions } from './questions.ts'
import { looksLikeSecret, namesSecret } from './secret-shapes.ts'
import { nearest } from './suggest.ts'
import { readToml, type TomlFault } from './toml.ts'
import { SECRET_HINT } from './values.ts'

/**
 * Reads an answers file. Values are not checked here, only names: a key that we do not know is a problem, because a
 * mistyped key would silently give a default.
 * @param name how messages call the file
 * @throws UserError where it is not TOML
 */
export function readAnswersFile(text: string, name: string, catalog: ChannelCatalog): AnswersRead {
  return readAnswersTable(parseToml(text, name), name, catalog)
}

export interface AnswersRead {
  readonly given: Given
  readonly problems: readonly Problem[]
}

/** The same of what such a file holds, as a value. */
export function readAnswersTable(table: Readonly<Record<string, unknown>>, name: string, catalog: ChannelCatalog): AnswersRead {
  const given = new Map<string, GivenValue>()
  const problems: Problem[] = []
  const known: readonly string[] = questions.map(fileKeyOf)
  for (const [key, value] of Object.entries(table)) {
    if (key === 'channels') readChannels(value, name, catalog, given, problems)
    else if (known.includes(key)) put(given, questions.find((question) => fileKeyOf(question) === key)!.key, value, `${name}: ${key}`)
    else problems.push(unknownKey(name, key, known))
  }
  return { given, problems }
}

function readChannels(value: unknown, name: string, catalog: ChannelCatalog, given: Map<string, GivenValue>, problems: Problem[]): void {
  if (!isTable(value)) {
    problems.push({ where: `${name}: channels`, message: 'this must be tables', hint: 'write [channels.discord]' })
    return
  }
  put(given, 'channel', Object.keys(value), `${name}: channels`)
  const seen = new Set<string>()
  for (const [id, answers] of Object.entries(value)) {
    const channelId = findChannel(catalog, id)?.id ?? id
    if (seen.has(channelId)) problems.push({ where: `${name}: channels.${shownKey(id)}`, message: `${channelId} is there twice`, hint: 'put its answers into one table' })
    seen.add(channelId)
    if (!isTable(answers)) problems.push({ where: `${name}: channels.${shownKey(id)}`, message: 'this must be a table', hint: `write [channels.${shownKey(id)}]` })
    else readChannel(channelId, id, answers, name, catalog, given, problems)
  }
}

function readChannel(channelId: string, written: string, answers: Readonly<Record<string, unknown>>, name: string, catalog: ChannelCatalog, given: Map<string, GivenValue>, problems: Problem[]): void {
  const channel = findChannel(catalog, channelId)
  const known = channel === undefined ? [] : [...Object.keys(channel.questions), 'agent', ...(channel.accounts !== undefined ? ['accounts'] : [])]
  for (const [question, value] of Object.entries(answers)) {
    if (question === 'accounts' && channel !== undefined) readAccounts(channelId, known, value, `channels.${shownKey(written)}.accounts`, name, given, problems)
    else if (known.length === 0 || known.includes(question)) put(given, `${channelId}.${question}`, value, `${name}: channels.${shownKey(written)}.${shownKey(question)}`)
    else problems.push(unknownKey(name, question, known, `channels.${shownKey(written)}.`))
  }
}

function readAccounts(channelId: string, known: readonly string[], accounts: unknown, at: string, file: string, given: Map<string, GivenValue>, problems: Problem[]): void {
  if (!isTable(accounts)) {
    problems.push({ where: `${file}: ${at}`, message: 'this must be tables', hint: `write [${at}.work]` })
    return
  }
  put(given, `${channelId}.accounts`, Object.keys(accounts), `${file}: ${at}`)
  for (const [account, answers] of Object.entries(accounts)) {
    const place = `${at}.${shownKey(account)}`
    if (!isTable(answers)) problems.push({ where: `${file}: ${place}`, message: 'this must be a table', hint: `write [${place}]` })
    else for (const [question, value] of Object.entries(answers)) {
      if (known.includes(question) && question !== 'accounts') put(given, `${channelId}.accounts.${account}.${question}`, value, `${file}: ${place}.${shownKey(question)}`)
      else problems.push(unknownKey(file, question, known, `${place}.`))
    }
  }
}

function unknownKey(file: string, key: string, known: readonly string[], prefix = ''): Problem {
  if (namesSecret(key)) return { where: `${file}: ${prefix}${shownKey(key)}`, message: 'secrets do not belong in this file', hint: SECRET_HINT }
  const near = nearest(key, known)
  return { where: `${file}: ${prefix}${shownKey(key)}`, message: 'there is no such answer', hint: near ? `did you mean ${prefix}${near}?` : `known are ${known.join(', ')}` }
}

/** A key as a message may show it: quoted where it has odd characters, not at all where it looks like a secret. */
function shownKey(key: string): string {
  if (looksLikeSecret(key)) return '(a key that looks like a secret)'
  return /^[A-Za-z0-9_-]{1,60}$/.test(key) ? key : JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key)
}

/** Parses TOML. The parser's message quotes the text around a mistake, which may be a secret: only the place is kept. */
function parseToml(text: string, name: string): Readonly<Record<string, unknown>> {
  try {
    return readToml(text)
  } catch (error) {
    const { line, column } = error as TomlFault
    const place = line === undefined ? '' : `, line ${line}, column ${column}`
    throw new UserError('answers-toml', `${name}${place}: this is not TOML`, `texts are in quotes, as in region = "fra"; an example is the ${ANSWERS_FILE} of any deployment`, 2)
  }
}

function put(given: Map<string, GivenValue>, key: string, value: unknown, where: string): void {
  given.set(key, { value, where, layer: 'file' })
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && !(value instanceof Date)
}
