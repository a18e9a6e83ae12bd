import { z } from '@liren/contract'
import { type DeviceEvent, deviceEventSchema } from '@liren/contract/device-events'
import { builtinProducts } from '@liren/contract/thing/builtin/index'
import { describe, expect, test } from 'vitest'
import { notInModel } from '../../../test/model.ts'
import { signalsOf } from '../../traits/trait.ts'
import { sensorKinds } from './kinds.ts'
import { fieldsSchema, fromBytes, fromNames } from './mapping.ts'
import { spoken } from './spoken.ts'

/** Everything that any kind of sensor may say at once, of the right type. */
const everything = (yes: boolean) => ({
  ...{
    alarm: yes,
    open: yes,
    tilted: yes,
    knocked: yes,
    capOff: yes,
    submerged: yes,
    burning: yes,
    leak: yes,
    blocked: yes,
    intruded: yes,
  },
  ...{ trapped: yes, doorFault: yes, overspeed: yes, stopped: yes, safetyCircuit: yes, pit: yes, overTravel: yes, overloaded: yes },
  ...{ overload: yes, overcurrent: yes, overvoltage: yes, residualCurrent: yes, overTemperature: yes, arc: yes, burst: yes, magnet: yes },
  ...{
    reverseFlow: yes,
    coverOpen: yes,
    lowBattery: yes,
    silenced: yes,
    tampered: yes,
    isOccupied: yes,
    isHigh: yes,
    isLow: yes,
    isOn: yes,
  },
  ...{ isMoving: yes, hasPassenger: yes, inDoorZone: yes, percent: 40, battery: 71, rssiDbm: -80, snrDb: 3, pressureKpa: 300, flowLh: 10 },
  ...{
    temperatureC: 20,
    contaminationPercent: 2,
    percentLel: 3,
    residualMa: 20,
    conductorC: 40,
    amps: 3,
    volts: 230,
    weightKg: 12,
    tiltDegrees: 30,
  },
  ...{
    levelMm: 100,
    dimPercent: 50,
    powerW: 60,
    energyWh: 1000,
    ph: 7,
    pm25Ugm3: 12,
    volumeL: 900,
    speedMs: 1,
    space: 'A-1',
    zone: 'north',
    floor: 3,
  },
})

describe.each(Object.entries(sensorKinds))('%s', (code, { traits }) => {
  test.each([true, false])('speaks the vocabulary, and nothing that its product does not know (%s)', (yes) => {
    const signals = signalsOf(traits, {
      ...everything(yes),
      fault: code === 'street-lamp' ? 'lamp-out' : yes,
      valve: 'open',
      kind: 'kitchen',
    })
    expect(signals.length).toBeGreaterThan(0)
    const events = signals.map(
      (signal) => z.parse(deviceEventSchema, { ...signal, device: 'one', sequence: 1, at: 1, heardAt: 1 }) as DeviceEvent,
    )
    const product = builtinProducts.find((one) => one.code === code)
    if (product) expect(notInModel(product.thing, events)).toEqual([])
  })
  test('says nothing for values of the wrong type', () => {
    const wrong = Object.fromEntries(Object.keys(everything(true)).map((name) => [name, { nested: 1 }]))
    expect(signalsOf(traits, wrong)).toEqual([])
  })
})

test('a cover that tells only its tilt is open from fifteen degrees on', () => {
  expect(spoken('manhole', { values: { tiltDegrees: -14 } })).toEqual([
    { type: 'manhole.moved', values: { isOpen: false, tiltDegrees: -14 } },
  ])
  expect(spoken('manhole', { values: { tiltDegrees: -15 } })).toEqual([
    { type: 'manhole.moved', values: { isOpen: true, tiltDegrees: -15 } },
  ])
})

describe('maps', () => {
  const map = (...fields: object[]) => {
    const parsed = z.safeParse(fieldsSchema, fields)
    if (!parsed.success) throw new Error('not a map')
    return parsed.data
  }
  test.each([
    [[{ name: 'a' }]],
    [[{ name: 'a', at: 1, from: 'b' }]],
    [[]],
    [[{ name: 'a b', at: 1 }]],
    [[{ name: 'a', at: 0, type: 'u24' }]],
  ])('%j is refused', (fields) => {
    expect(z.safeParse(fieldsSchema, fields).success).toBe(false)
  })
  test('bytes of every type in both orders, scaled without invented digits', () => {
    const fields = map(
      { name: 'a', at: 0, type: 'i16', scale: 0.1 },
      { name: 'b', at: 2, type: 'u32', isLittleEndian: true },
      { name: 'c', at: 6, type: 'f32' },
      { name: 'd', at: 1, bit: 7 },
      { name: 'e', at: 0, equals: 255 },
      { name: 'f', at: 3, type: 'i8', offset: -40 },
    )
    const bytes = Buffer.from('ff9d0102030441480000', 'hex')
    expect(fromBytes(fields, bytes)).toEqual({ ok: true, values: { a: -9.9, b: 0x04030201, c: 12.5, d: true, e: true, f: -38 } })
    expect(fromBytes(fields, bytes.subarray(0, 8))).toMatchObject({ ok: false, at: 8, why: 'c would need 10 bytes' })
  })
  test('names along a path, numbers as text, and nothing of what objects inherit', () => {
    const fields = map(
      { name: 'a', from: 'water.level', scale: 10 },
      { name: 'b', from: 'constructor.name' },
      { name: 'c', from: 'gone.deeper' },
    )
    expect(fromNames(fields, { water: { level: '4.2' }, gone: null })).toEqual({ ok: true, values: { a: 42 } })
  })
})
