import { createServer } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { freePort, ownAddresses } from '../../src/rehearse/place.ts'

const address = (family: 'IPv4' | 'IPv6', text: string, internal = false): NetworkInterfaceInfo => ({ address: text, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as NetworkInterfaceInfo
const lo = [address('IPv4', '127.0.0.1', true), address('IPv6', '::1', true)]

test('the relay calls from the first address outside of loopback, and is called from an IPv6 one that is no link-local', () => {
  expect(ownAddresses({ lo, en0: [address('IPv6', 'fe80::1'), address('IPv4', '192.168.1.5'), address('IPv6', 'fd00::5')] })).toEqual({ ipv4: '192.168.1.5', ipv6: 'fd00::5' })
})

test.each([
  ['a computer without IPv6', { lo: lo.slice(0, 1), en0: [address('IPv4', '192.168.1.5'), address('IPv6', 'fd00::5')] }, { ipv4: '192.168.1.5', ipv6: undefined }],
  ['a network without IPv6', { lo, en0: [address('IPv4', '192.168.1.5'), address('IPv6', 'fe80::1')] }, { ipv4: '192.168.1.5', ipv6: undefined }],
  ['a computer without a network', { lo }, { ipv4: undefined, ipv6: undefined }],
])('%s has not all of them', (_, interfaces, own) => {
  expect(ownAddresses(interfaces)).toEqual(own)
})

test('a free port is one that can be listened on', async () => {
  const port = await freePort()
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '0.0.0.0', resolve))
  await new Promise((resolve) => server.close(resolve))
  expect(port).toBeGreaterThan(1023)
})
