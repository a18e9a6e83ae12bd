import { numberIn, type Trait } from './trait.ts'

interface Names {
  readonly energyWh: string
  readonly powerW?: string
  readonly volts?: string
}

/** Counts energy; without a total that can be one it says nothing. */
export const meter =
  (names: Names): Trait =>
  (values) => {
    const energyWh = numberIn(values, names.energyWh)
    if (energyWh === undefined || energyWh < 0) return undefined
    const powerW = numberIn(values, names.powerW)
    const volts = numberIn(values, names.volts)
    return {
      type: 'meter.read',
      values: { energyWh, ...(powerW === undefined ? {} : { powerW }), ...(volts === undefined ? {} : { volts }) },
    }
  }
