import { type Text, text } from '../kernel/text.ts'

export type Medium = 'air' | 'noise' | 'water'

interface Factor {
  readonly text: Text
  readonly unit: string
  readonly medium: Medium
  /** Digits after the point, the same at every end. */
  readonly digits: number
}

const factor = (medium: Medium, zh: string, en: string, unit: string, digits: number): Factor => ({
  text: text(zh, en),
  unit,
  medium,
  digits,
})

/** What stations measure, by the property of their thing models; shown in this order. */
export const environmentFactors = {
  pm25Ugm3: factor('air', 'PM2.5', 'PM2.5', 'µg/m³', 0),
  pm10Ugm3: factor('air', 'PM10', 'PM10', 'µg/m³', 0),
  temperatureC: factor('air', '温度', 'Temperature', '°C', 1),
  humidityPercent: factor('air', '湿度', 'Humidity', '%', 0),
  co2Ppm: factor('air', '二氧化碳', 'CO₂', 'ppm', 0),
  windMs: factor('air', '风速', 'Wind', 'm/s', 1),
  noiseDb: factor('noise', '噪声', 'Noise', 'dB', 1),
  ph: factor('water', 'pH', 'pH', '', 2),
  turbidityNtu: factor('water', '浊度', 'Turbidity', 'NTU', 2),
  chlorineMgl: factor('water', '余氯', 'Chlorine', 'mg/L', 2),
  oxygenMgl: factor('water', '溶解氧', 'Oxygen', 'mg/L', 1),
  codMgl: factor('water', '化学需氧量', 'COD', 'mg/L', 1),
  ammoniaMgl: factor('water', '氨氮', 'Ammonia', 'mg/L', 2),
  levelMm: factor('water', '水位', 'Level', 'mm', 0),
} as const satisfies Record<string, Factor>
export type EnvironmentFactor = keyof typeof environmentFactors
export const environmentFactorNames = Object.keys(environmentFactors) as [EnvironmentFactor, ...EnvironmentFactor[]]

/** What a reading looks like at every end. */
export const shownReading = (name: EnvironmentFactor, value: number): string => value.toFixed(environmentFactors[name].digits)

/** Ends hear of new readings of an estate at most once in this time; the last one is never left out. */
export const environmentRefreshMs = 5000
/** A reading that is older is marked as old, with its age. */
export const environmentStaleMs = 15 * 60_000
