const digits = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

/** Length of a public key: 32 bytes in groups of five bits; six more groups are the checksum (NIP-19, BIP-173). */
const KEY_GROUPS = 52

/**
 * The 64 hexadecimal digits of a Nostr public key that is written as npub1…. People are asked for that form, as in the
 * other one a public key cannot be told from a private one. The checksum is not looked at: a wrong key lets nobody in.
 */
export function npubHex(npub: string): string {
  const start = 'npub1'.length
  const groups = Array.from(npub.slice(start, start + KEY_GROUPS))
  const bits = groups.map((digit) => digits.indexOf(digit).toString(2).padStart(5, '0')).join('')
  return (bits.slice(0, 256).match(/.{4}/g) ?? []).map((four) => Number.parseInt(four, 2).toString(16)).join('')
}
