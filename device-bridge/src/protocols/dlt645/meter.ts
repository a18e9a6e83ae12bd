import type { Clock } from '../../ports/ports.ts'
import type { Device } from '../../registry.ts'
import type { Signal } from '../../traits/trait.ts'
import type { SerialBus } from '../../transport/serial-bus.ts'
import type { MeterLanguage } from '../bus-meters.ts'
import type { Order, Step } from '../protocol.ts'
import { answerTo, askRead, type ReadAnswer } from './codec.ts'
import { createReader, cutFrame, encodeFrame, type Frame, withWake } from './frame.ts'
import type { MeterAddress } from './index.ts'
import { relayIsClosed, valuesOfItem } from './items.ts'

const repeats = 2
/** A relay acts after a delay of the meter; this often and this long it is looked after. */
const lookMs = 3_000

const once = (phases: 1 | 3) => ['00010000', ...(phases === 3 ? ['0201ff00', '0202ff00'] : ['02010100', '02020100']), '02030000'] as const

/** The answer to one question, or undefined when the meter was silent. */
function ask(bus: SerialBus, device: Device<MeterAddress>, question: Frame, item = '', isUrgent = false): Promise<ReadAnswer | undefined> {
  return bus.ask({
    bytes: withWake(encodeFrame(question)),
    timeoutMs: device.address.timeoutMs,
    repeats,
    isUrgent,
    match(bytes) {
      const cut = cutFrame(bytes)
      return cut.ok ? answerTo(question, item, cut.frame) : undefined
    },
  })
}

const kilo = (value: number): number => Math.round(value * 1e6) / 1e3

/** Reads the total and what goes with it. A meter that refuses one quantity still tells the others. */
async function read(bus: SerialBus, device: Device<MeterAddress>): Promise<Signal[] | undefined> {
  const { meter, phases } = device.address
  const values: Record<string, number | (number | null)[]> = {}
  let isHeard = false
  for (const item of once(phases)) {
    const answer = await ask(bus, device, askRead(meter, item), item)
    if (answer === undefined && !isHeard) return undefined
    isHeard ||= answer !== undefined
    if (answer?.data) Object.assign(values, valuesOfItem(item, answer.data))
  }
  const { energyKwh, powerKw, volts, amps } = values
  if (typeof energyKwh !== 'number') return []
  const whole = (list: unknown): list is number[] => Array.isArray(list) && list.every((one) => typeof one === 'number')
  return [
    {
      type: 'meter.read',
      values: {
        energyWh: kilo(energyKwh),
        ...(typeof powerKw === 'number' ? { powerW: kilo(powerKw) } : {}),
        ...(typeof volts === 'number' ? { volts } : {}),
        ...(typeof amps === 'number' ? { amps } : {}),
        ...(whole(volts) ? { voltsByPhase: volts } : {}),
        ...(whole(amps) ? { ampsByPhase: amps } : {}),
      },
    },
  ]
}

const statusWord = '04000503'

async function* send(bus: SerialBus, { device, order, signal }: Order<MeterAddress>, clock: Clock): AsyncIterable<Step> {
  if (order.name === 'meter.read-now') {
    const signals = await read(bus, device)
    const values = signals?.[0]?.values as Record<string, number> | undefined
    return yield values ? { state: 'done', values: { energyWh: values.energyWh ?? null } } : { state: 'failed', reason: 'no answer' }
  }
  if (order.name !== 'meter.relay-set') return yield { state: 'failed', reason: 'meters know no such order' }
  const { password, operator, meter } = device.address
  if (password === undefined) return yield { state: 'failed', reason: 'the register has no password for this meter' }
  const { isClosed } = order.values
  const question = { address: meter, control: 0x1c, data: relayOrder(password, operator, isClosed) }
  yield { state: 'sent' }
  const answer = await ask(bus, device, question, '', true)
  if (answer?.error) return yield { state: 'failed', reason: answer.error }
  if (answer) yield { state: 'accepted' }
  // The answer only says that the order was read; the relay itself is the proof.
  while (!signal.aborted) {
    const status = await ask(bus, device, askRead(meter, statusWord), statusWord, true)
    if (status?.data && relayIsClosed(status.data) === isClosed) return yield { state: 'done' }
    await clock.sleep(lookMs, signal).catch(() => undefined)
  }
}

/** Password, operator, what to do, and until when it holds: without an end. */
const relayOrder = (password: string, operator: string, isClosed: boolean): Buffer =>
  Buffer.concat([
    Buffer.from(password, 'hex'),
    Buffer.from(operator, 'hex'),
    Buffer.from([isClosed ? 0x1c : 0x1a, 0]),
    Buffer.from('595923311299', 'hex'),
  ])

export const language: MeterLanguage<MeterAddress> = {
  reader: createReader,
  commands: ['meter.relay-set', 'meter.read-now'],
  read,
  send,
}
