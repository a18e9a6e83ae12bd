import { numberIn, type Trait } from './trait.ts'

/** Runs on a battery and knows how full it is. */
export const battery =
  (name: string): Trait =>
  (values) => {
    const percent = numberIn(values, name)
    return percent !== undefined && percent >= 0 && percent <= 100 ? { type: 'device.battery', values: { percent } } : undefined
  }
