import { battery } from '../../traits/battery.ts'
import { meter } from '../../traits/meter.ts'
import { openable } from '../../traits/openable.ts'
import { smoke } from '../../traits/smoke.ts'
import type { Trait } from '../../traits/trait.ts'

export interface SensorModel {
  readonly text: string
  readonly traits: readonly Trait[]
}

/** Sensors that speak our own topics; the payload's `values` carry these names. */
export const sensorModels: Readonly<Record<string, SensorModel>> = {
  'door-contact': { text: 'Door contact: open, battery percent', traits: [openable('open'), battery('battery')] },
  'smoke-sensor': { text: 'Smoke sensor: alarm, battery percent', traits: [smoke('alarm'), battery('battery')] },
  'meter-json': { text: 'Meter that reports by itself: energy in watt-hours', traits: [meter({ energyWh: 'energyWh', powerW: 'powerW' })] },
}
