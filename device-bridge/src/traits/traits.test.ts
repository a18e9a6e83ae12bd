import { expect, test } from 'vitest'
import { battery } from './battery.ts'
import { meter } from './meter.ts'
import { openable } from './openable.ts'
import { signalsOf } from './trait.ts'

const all = [meter({ energyWh: 'total', powerW: 'p', volts: 'v' }), openable('open'), battery('bat')]

test('values that cannot be what they are called are not told', () => {
  for (const values of [{ total: -1 }, { total: Number.NaN }, { total: '5' }, { open: 1 }, { bat: 101 }, { bat: -1 }, {}]) {
    expect(signalsOf(all, values)).toEqual([])
  }
})

test('a meter without power and voltage still tells its total', () => {
  expect(signalsOf(all, { total: 5, p: Number.POSITIVE_INFINITY })).toEqual([{ type: 'meter.read', values: { energyWh: 5 } }])
})

test('each trait finds its own values', () => {
  expect(signalsOf(all, { total: 5, p: -2, v: 220, open: false, bat: 80 })).toEqual([
    { type: 'meter.read', values: { energyWh: 5, powerW: -2, volts: 220 } },
    { type: 'door.closed', values: {} },
    { type: 'device.battery', values: { percent: 80 } },
  ])
})
