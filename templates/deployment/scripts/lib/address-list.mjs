// @ts-check
import { BlockList, isIP } from 'node:net'

/**
 * Which addresses a list like gateway.trustedProxies, of addresses and ranges, does not hold yet.
 * @param {readonly unknown[]} list
 * @param {readonly string[]} addresses
 * @returns {string[]}
 */
export function findMissing(list, addresses) {
  const known = new BlockList()
  for (const entry of list) if (typeof entry === 'string') addEntry(known, entry)
  return addresses.filter((address) => !known.check(address, familyOf(address)))
}

/**
 * @param {BlockList} list
 * @param {string} entry
 */
function addEntry(list, entry) {
  const [address = '', prefix] = entry.trim().split('/')
  const most = isIP(address) === 6 ? 128 : 32
  if (isIP(address) === 0) return
  if (prefix === undefined) list.addAddress(address, familyOf(address))
  else if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= most) list.addSubnet(address, Number(prefix), familyOf(address))
}

/** @param {string} address */
function familyOf(address) {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
