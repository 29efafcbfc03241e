import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** PEM texts of a key and of the certificate that it signed itself. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

const DAY = 24 * 60 * 60 * 1000

/**
 * A certificate for DNS names, valid for a day, that never leaves this computer: Node can make keys but no certificates,
 * so its DER is put together here (X.690; the fields of RFC 5280, section 4.1).
 */
export function createCertificate(names: readonly string[], now: Date): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = sequence(set(sequence(oid('550403'), text(0x0c, 'create-openclaw-fly rehearsal'))))
  const signature = sequence(oid('2a8648ce3d040302')) // ecdsa-with-SHA256
  const content = sequence(
    context(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    signature,
    subject,
    sequence(time(new Date(now.getTime() - DAY)), time(new Date(now.getTime() + DAY))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    context(3, sequence(alternativeNames(names))),
  )
  const cert = sequence(content, signature, bits(sign('sha256', content, privateKey)))
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: pem(cert) }
}

function alternativeNames(names: readonly string[]): Buffer {
  return sequence(oid('551d11'), node(0x04, sequence(...names.map((name) => text(0x82, name)))))
}

/** One element of DER: its tag, its length, its content. */
function node(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => node(0x30, ...parts)
const set = (...parts: readonly Buffer[]): Buffer => node(0x31, ...parts)
const context = (index: number, part: Buffer): Buffer => node(0xa0 + index, part)
const integer = (value: Buffer): Buffer => node(0x02, value)
const oid = (hex: string): Buffer => node(0x06, Buffer.from(hex, 'hex'))
const text = (tag: number, value: string): Buffer => node(tag, Buffer.from(value, 'utf8'))
const bits = (value: Buffer): Buffer => node(0x03, Buffer.from([0]), value)

/** UTCTime: two digits of the year, which holds until 2049. */
function time(date: Date): Buffer {
  return text(0x17, `${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`)
}

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`
}
