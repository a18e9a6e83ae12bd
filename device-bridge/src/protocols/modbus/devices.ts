import { environment } from '../../traits/environment.ts'
import { meter } from '../../traits/meter.ts'
import { reported } from '../../traits/reported.ts'
import type { Trait } from '../../traits/trait.ts'
import type { Point, ReadRequest } from './codec.ts'

export interface ModbusModel {
  readonly text: string
  readonly read: ReadRequest
  readonly points: readonly Point[]
  /** Points that may be written, by an address of their own. */
  readonly writes?: readonly (Point & { readonly function: 5 | 6 | 16 })[]
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
  'air-sensor': {
    text: 'Air sensor: temperature 0.1 °C signed, humidity 0.1 %, PM2.5 and PM10 in µg/m³, noise 0.1 dB',
    read: { function: 3, start: 0, count: 5 },
    points: [
      { name: 'temperatureC', at: 0, type: 'i16', scale: 0.1 },
      { name: 'humidityPercent', at: 1, type: 'u16', scale: 0.1 },
      { name: 'pm25Ugm3', at: 2, type: 'u16' },
      { name: 'pm10Ugm3', at: 3, type: 'u16' },
      { name: 'noiseDb', at: 4, type: 'u16', scale: 0.1 },
    ],
    traits: [environment],
    everyMs: 60_000,
  },
  'relay-8': {
    text: 'Eight relays as coils 0 to 7',
    read: { function: 1, start: 0, count: 8 },
    points: Array.from({ length: 8 }, (_, i) => ({ name: `relay${i + 1}`, at: i, type: 'bit' as const })),
    writes: Array.from({ length: 8 }, (_, i) => ({ name: `relay${i + 1}`, at: i, type: 'bit' as const, function: 5 as const })),
    traits: [reported],
    everyMs: 5000,
  },
}
