import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolders } from '../support/folders.ts'
import { localTimeZone } from '../../src/time-zone.ts'

const newFolder = temporaryFolders()
const known = Intl.DateTimeFormat().resolvedOptions().timeZone

/** A computer's link to its time zone, as some systems have it. */
function linkTo(target: string): string {
  const link = join(newFolder(), 'localtime')
  symlinkSync(target, link)
  return link
}

test.each([
  ['/usr/share/zoneinfo/Europe/Berlin', 'Europe/Berlin'],
  ['../usr/share/zoneinfo/America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['/var/db/timezone/zoneinfo/Asia/Tokyo', 'Asia/Tokyo'],
  ['/usr/share/zoneinfo.default/Africa/Lagos', 'Africa/Lagos'],
  ['/usr/share/zoneinfo/posix/Pacific/Auckland', 'Pacific/Auckland'],
  ['/usr/share/zoneinfo/Etc/UTC', 'UTC'],
  ['/usr/share/zoneinfo/UTC', 'UTC'],
])('the link to %s says %s', (target, zone) => {
  expect(localTimeZone({}, linkTo(target))).toBe(zone)
})

test('TZ says it before the link does', () => {
  expect(localTimeZone({ TZ: 'America/Lima' }, linkTo('/usr/share/zoneinfo/Europe/Berlin'))).toBe('America/Lima')
})

test('an empty TZ says nothing', () => {
  expect(localTimeZone({ TZ: '' }, linkTo('/usr/share/zoneinfo/Europe/Berlin'))).toBe('Europe/Berlin')
})

test.each(['US/Pacific', 'CET', 'CET-1CEST', ':/etc/localtime', '../../etc/passwd', 'Europe/Ber lin'])('JavaScript is asked where TZ is %s', (TZ) => {
  expect(localTimeZone({ TZ }, linkTo('/usr/share/zoneinfo/Europe/Berlin'))).toBe(known)
})

test('JavaScript is asked where the link is none, is not there, or leads elsewhere', () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'etc'))
  writeFileSync(join(folder, 'etc', 'localtime'), 'TZif2')
  for (const link of [join(folder, 'etc', 'localtime'), join(folder, 'none'), linkTo('/srv/clock')]) expect(localTimeZone({}, link)).toBe(known)
})
