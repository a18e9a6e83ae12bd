import { type MeterSim, startMeterSim } from '@liren/simulators/modbus-meter'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../ports/system.ts'
import { decodePoints, type ReadRequest } from './codec.ts'
import { modbusModels } from './devices.ts'
import { createMaster, type Master } from './master.ts'

let meter: MeterSim
let master: Master
let totalWh = 500
const model = modbusModels['meter-1p'] as (typeof modbusModels)[string]

const total = async (): Promise<unknown> => {
  const answer = await master.ask(3, model.read)
  return answer.ok ? decodePoints(model.points, answer.registers).total : answer.why
}

beforeEach(async () => {
  totalWh = 500
  meter = await startMeterSim({ unit: 3, read: () => ({ volts: 230, watts: 1, totalWh }) })
  master = createMaster({ host: '127.0.0.1', port: meter.port }, { clock: systemClock, timeoutMs: 60 })
})
afterEach(async () => {
  master.close()
  await meter.close()
})

test('a meter that is silent twice is read at the third question', async () => {
  meter.misbehave('silent', 2)
  expect(await total()).toBe(500)
  expect(meter.asked).toBe(3)
})

test('a meter that stays silent, and a unit that is not there, are told as no answer', async () => {
  meter.misbehave('silent', 3)
  expect(await total()).toBe('no answer')
  expect(await master.ask(9, model.read)).toEqual({ ok: false, why: 'no answer' })
})

test('an answer under another number is never taken for this question', async () => {
  meter.misbehave('late', 3)
  expect(await total()).toBe('no answer')
  totalWh = 900
  expect(await total()).toBe(900)
})

test.each([
  ['short', '6 bytes instead of 8'],
  ['exception', 'busy'],
] as const)('a %s answer is refused as it is, without asking again', async (how, why) => {
  meter.misbehave(how, 1)
  expect(await total()).toBe(why)
  expect(meter.asked).toBe(1)
})

test.each<[string, ReadRequest, string]>([
  ['another function', { function: 3, start: 0, count: 1 }, 'function not supported'],
  ['registers it does not have', { function: 4, start: 40, count: 1 }, 'no such address'],
])('a question for %s gets the exception of the meter', async (_, request, why) => {
  expect(await master.ask(3, request)).toMatchObject({ ok: false, why })
})

test('a meter that went away and came back at its address is read again', async () => {
  expect(await total()).toBe(500)
  const { port } = meter
  await meter.close()
  expect(await total()).toMatch(/ECONNREFUSED|closed/)
  meter = await startMeterSim({ unit: 3, port, read: () => ({ volts: 230, watts: 1, totalWh: 700 }) })
  expect(await total()).toBe(700)
})
