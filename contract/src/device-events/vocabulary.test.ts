import { describe, expect, test } from 'vitest'
import { commandFamilies, commandNames, commandsAnswerSchema } from '../device-commands.ts'
import { deviceEventSchema, eventFamilies } from './index.ts'

const types = Object.values(eventFamilies).flatMap((family) => family.map((one) => one.shape.type.def.values[0] as string))
const told = (type: string, values: object, more: object = {}) =>
  deviceEventSchema.safeParse({ device: 'door-1', sequence: 1, at: 1, heardAt: 1, type, values, ...more })

describe('device events', () => {
  test.each([
    ['a word that is not in the vocabulary', told('door.exploded', {})],
    ['a percentage above a hundred', told('device.battery', { percent: 101 })],
    ['a total that runs backwards below nothing', told('meter.read', { energyWh: -1 })],
    ['a number that is none', told('meter.read', { energyWh: Number.NaN })],
    ['a temperature below the absolute zero', told('device.temperature', { temperatureC: -274 })],
    ['bytes that are not hexadecimal', told('frame.unknown', { protocol: 'p', reason: 'r', hex: 'xx' })],
    [
      'more properties than anybody reads',
      told('properties.reported', { properties: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`p${i}`, i])) }),
    ],
    ['a property with a nested value', told('properties.reported', { properties: { a: { b: 1 } } })],
    ['an address of a network for a device', told('door.opened', {}, { device: '10.0.0.1:502' })],
  ])('%s is refused', (_, parsed) => {
    expect(parsed.success).toBe(false)
  })

  test('every type is told once, and begins with what it is about', () => {
    expect(new Set(types).size).toBe(types.length)
    for (const type of types) expect(type).toMatch(/^[a-z]+(\.[a-z]+(-[a-z]+)*)?$/)
  })

  test('values that a type does not know are dropped, those that it knows stay', () => {
    expect(told('passage', { isGranted: true, method: 'card', credential: '8001', colour: 'red' })).toMatchObject({
      success: true,
      data: { values: { isGranted: true, method: 'card', credential: '8001' } },
    })
  })
})

describe('commands', () => {
  const answer = (command: object) =>
    commandsAnswerSchema.safeParse({
      now: 5,
      commands: [{ id: '01jq', device: 'door-1', sequence: 1, issuedAt: 1, expiresAt: 9, name: 'door.open', values: {}, ...command }],
    })

  test.each([
    ['a name that nobody knows', { name: 'door.blow-up' }],
    ['a value that the name does not take', { values: { force: true } }],
    ['a value out of its bounds', { values: { seconds: 601 } }],
    ['no end of its time', { expiresAt: undefined }],
    ['a sequence that counts from nothing', { sequence: 0 }],
  ])('%s is refused', (_, change) => {
    expect(answer(change).success).toBe(false)
  })

  test('a good one keeps its envelope, its name and its values', () => {
    expect(answer({ values: { seconds: 5 } })).toMatchObject({
      success: true,
      data: { commands: [{ id: '01jq', device: 'door-1', name: 'door.open', values: { seconds: 5 }, expiresAt: 9 }] },
    })
  })

  test('every name is in one family only', () => {
    expect(new Set(commandNames).size).toBe(commandNames.length)
    expect(Object.keys(commandFamilies)).toContain('door')
  })
})
