import { numberIn, type Trait } from './trait.ts'

const names = [
  'temperatureC',
  'humidityPercent',
  'pm25Ugm3',
  'pm10Ugm3',
  'tspUgm3',
  'noiseDb',
  'co2Ppm',
  'windMs',
  'windDegrees',
  'pressureHpa',
  'rainMm',
  'lux',
] as const

/** Feels the air around it; values under the names of the vocabulary. */
export const environment: Trait = (values) => {
  const read = Object.fromEntries(names.map((name) => [name, numberIn(values, name)]).filter(([, value]) => value !== undefined))
  return Object.keys(read).length === 0 ? undefined : { type: 'environment.read', values: read }
}
