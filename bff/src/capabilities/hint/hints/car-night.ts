import { dayMs, type Find, param, sureness, type VehicleDay } from '../evidence.ts'

/** A car that no daylight sees. */
export const carNight: Find = async (evidence, params) => {
  const limit = param(params, 'nights')
  const since = evidence.now - param(params, 'days') * dayMs
  return [...byCar(await evidence.vehicleDays(since, param(params, 'from'), param(params, 'to'))).values()]
    .filter((days) => days.length >= limit && days.every(({ passes, nightPasses }) => passes === nightPasses))
    .map((days) => {
      const [first] = days as [VehicleDay, ...VehicleDay[]]
      return {
        ...{ key: first.key, subjectId: first.vehicleId, placePath: first.placePath, passageIds: days.map(({ passageId }) => passageId) },
        facts: { nights: days.length, passes: days.reduce((sum, { passes }) => sum + passes, 0) },
        confidence: sureness(days.length, limit),
      }
    })
}

export function byCar(days: readonly VehicleDay[]): Map<string, VehicleDay[]> {
  const cars = new Map<string, VehicleDay[]>()
  for (const day of days) cars.set(day.key, [...(cars.get(day.key) ?? []), day])
  return cars
}
