import type { Clock } from '../../ports/ports.ts'
import type { Device } from '../../registry.ts'
import type { Signal } from '../../traits/trait.ts'
import type { SerialBus } from '../../transport/serial-bus.ts'
import type { MeterLanguage } from '../bus-meters.ts'
import type { Order, Step } from '../protocol.ts'
import { type Answer, answerTo, items, type Question, question } from './codec.ts'
import { createReader, cutFrame, encodeFrame, withWake } from './frame.ts'
import type { MeterAddress } from './index.ts'
import { type Reading, readingOf, type Status, statusOf } from './reading.ts'

const repeats = 2
/** A valve moves for up to a minute. */
const lookMs = 5_000
const open = 0x55
const shut = 0x99

let serial = 0
const nextSerial = (): number => {
  serial = (serial + 1) & 0xff
  return serial
}

function ask(bus: SerialBus, device: Device<MeterAddress>, asked: Question, isUrgent = false): Promise<Answer | undefined> {
  return bus.ask({
    bytes: withWake(encodeFrame(asked.frame)),
    timeoutMs: device.address.timeoutMs,
    repeats,
    isUrgent,
    match(bytes) {
      const cut = cutFrame(bytes)
      return cut.ok ? answerTo(asked, cut.frame) : undefined
    },
  })
}

const target = ({ address }: Device<MeterAddress>) => ({ type: address.type, address: address.meter })

async function readOnce(bus: SerialBus, device: Device<MeterAddress>, isUrgent = false): Promise<Reading | undefined> {
  const asked = question(target(device), 0x01, items.read, nextSerial(), undefined, device.address.isSwapped)
  const answer = await ask(bus, device, asked, isUrgent)
  return answer?.data ? readingOf(device.address.type, answer.data) : undefined
}

async function read(bus: SerialBus, device: Device<MeterAddress>): Promise<Signal[] | undefined> {
  const reading = await readOnce(bus, device)
  return reading && signalsOfReading(device.address.type, reading)
}

/** In the words of the house, by kind of meter. A reading without its own total says only how the meter is. */
export function signalsOfReading(type: number, reading: Reading): Signal[] {
  return [...totals(type, reading), { type: 'meter.valve', values: { state: reading.status.valve } }, batteryOf(reading.status)]
}

const batteryOf = ({ isBatteryLow }: Status): Signal => ({ type: 'meter.alarm', values: { kind: 'low-battery', isActive: isBatteryLow } })

function totals(type: number, reading: Reading): Signal[] {
  const { volumeL, heatWh, powerW, flowLh, supplyC, returnC, workedHours } = reading
  const given = <T extends object>(values: T): T =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T
  if (type >= 0x20 && type <= 0x29) {
    const isCooling = type === 0x21
    const heat = isCooling ? { coldWh: heatWh } : { heatWh }
    return [{ type: 'meter.heat-read', values: given({ ...heat, powerW, flowLh, volumeL, supplyC, returnC, workedHours }) }]
  }
  if (volumeL === undefined) return []
  if (type >= 0x30 && type <= 0x39) return [{ type: 'meter.gas-read', values: { volumeL } }]
  return type <= 0x19 ? [{ type: 'meter.water-read', values: { volumeL } }] : []
}

async function* send(bus: SerialBus, { device, order, signal }: Order<MeterAddress>, clock: Clock): AsyncIterable<Step> {
  if (order.name === 'meter.read-now') {
    const reading = await readOnce(bus, device, true)
    return yield reading ? { state: 'done', values: { volumeL: reading.volumeL ?? null } } : { state: 'failed', reason: 'no answer' }
  }
  if (order.name !== 'meter.valve-set') return yield { state: 'failed', reason: 'meters know no such order' }
  const wanted = order.values.isOpen ? 'open' : 'closed'
  const more = Buffer.from([order.values.isOpen ? open : shut])
  yield { state: 'sent' }
  const answer = await ask(bus, device, question(target(device), device.address.valveControl, items.valve, nextSerial(), more), true)
  if (answer?.error) return yield { state: 'failed', reason: answer.error }
  if (answer) yield { state: 'accepted' }
  if (answer?.data && statusOf(answer.data).valve === wanted) return yield { state: 'done' }
  // It says "abnormal" while it moves; only where it comes to rest counts.
  while (!signal.aborted) {
    await clock.sleep(lookMs, signal).catch(() => undefined)
    const reading = signal.aborted ? undefined : await readOnce(bus, device, true)
    if (reading?.status.valve === wanted) return yield { state: 'done' }
  }
}

export const language: MeterLanguage<MeterAddress> = {
  reader: createReader,
  commands: ['meter.valve-set', 'meter.read-now'],
  read,
  send,
}
