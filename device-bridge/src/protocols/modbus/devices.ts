import { meter } from '../../traits/meter.ts'
import type { Trait } from '../../traits/trait.ts'
import type { Point, ReadRequest } from './codec.ts'

export interface ModbusModel {
  readonly text: string
  readonly read: ReadRequest
  readonly points: readonly Point[]
  readonly traits: readonly Trait[]
  readonly everyMs: number
}

/** Register maps differ from device to device, so each model is written down here and shown by a sample. */
export const modbusModels: Readonly<Record<string, ModbusModel>> = {
  'meter-1p': {
    text: 'Single-phase meter: voltage 0.1 V, power 1 W signed, total 0.01 kWh',
    read: { function: 4, start: 0, count: 4 },
    points: [
      { name: 'volts', at: 0, type: 'u16', scale: 0.1 },
      { name: 'watts', at: 1, type: 'i16' },
      { name: 'total', at: 2, type: 'u32', scale: 10 },
    ],
    traits: [meter({ energyWh: 'total', powerW: 'watts', volts: 'volts' })],
    everyMs: 10_000,
  },
  'meter-float': {
    text: 'Meter with float registers, low word first: total in kWh',
    read: { function: 3, start: 0x0100, count: 2 },
    points: [{ name: 'total', at: 0, type: 'f32', order: 'cdab', scale: 1000 }],
    traits: [meter({ energyWh: 'total' })],
    everyMs: 10_000,
  },
}
