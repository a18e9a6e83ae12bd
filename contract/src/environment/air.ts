import { type Text, text } from '../kernel/text.ts'

export const airGrades = {
  excellent: text('优', 'Excellent'),
  good: text('良', 'Good'),
  light: text('轻度污染', 'Lightly polluted'),
  moderate: text('中度污染', 'Moderately polluted'),
  heavy: text('重度污染', 'Heavily polluted'),
  severe: text('严重污染', 'Severely polluted'),
} as const satisfies Record<string, Text>
export type AirGrade = keyof typeof airGrades
export const airGradeNames = Object.keys(airGrades) as [AirGrade, ...AirGrade[]]

/** HJ 633-2012, table 1: indices and the 24-hour means at which they are reached, in µg/m³. */
const indices = [0, 50, 100, 150, 200, 300, 400, 500] as const
const limits = {
  pm25Ugm3: [0, 35, 75, 115, 150, 250, 350, 500],
  pm10Ugm3: [0, 50, 150, 250, 350, 420, 500, 600],
} as const
export type GradedFactor = keyof typeof limits
export const gradedFactors = Object.keys(limits) as [GradedFactor, ...GradedFactor[]]

/** A mean of a day counts from so many hours on, as GB 3095-2012 asks. */
export const leastHours = 20

/** The index of one pollutant, rounded up as the standard says; beyond the table it stays at 500. */
export function airIndexOf(factor: GradedFactor, mean: number): number {
  const steps = limits[factor]
  const above = steps.findIndex((limit) => mean <= limit)
  if (above < 0) return 500
  if (above === 0) return 0
  const [low, high] = [steps[above - 1] as number, steps[above] as number]
  const [from, to] = [indices[above - 1] as number, indices[above] as number]
  return Math.ceil(from + ((to - from) / (high - low)) * (mean - low))
}

export function gradeOf(index: number): AirGrade {
  const bounds = [50, 100, 150, 200, 300]
  const at = bounds.findIndex((bound) => index <= bound)
  return airGradeNames[at < 0 ? bounds.length : at] as AirGrade
}
