import { expect, it } from 'vitest'
import { FLY_LINK_RANGE, STATE_DIR } from '../../src/fly/constants.ts'
import { load } from './sandbox.ts'

const places = await load<{ stateDir: string, livePath: string, linkRange: string }>('places.mjs')

it('the scripts name the same places as the files that are rendered', () => {
  expect(places).toMatchObject({ stateDir: STATE_DIR, livePath: `${STATE_DIR}/openclaw.json`, linkRange: FLY_LINK_RANGE })
})
