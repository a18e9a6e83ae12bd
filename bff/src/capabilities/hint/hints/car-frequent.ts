import { dayMs, type Find, param, sureness, type VehicleDay } from '../evidence.ts'
import { byCar } from './car-night.ts'

/** In and out all day: a courier, a driver for hire, or something else. */
export const carFrequent: Find = async (evidence, params) => {
  const limit = param(params, 'passes')
  const all = await evidence.vehicleDays(evidence.now - param(params, 'days') * dayMs, 23, 5)
  return [...byCar(all).values()].flatMap((days) => {
    const busy = days.filter(({ passes }) => passes > limit)
    const [most] = busy.toSorted((a, b) => b.passes - a.passes) as [VehicleDay?]
    if (!most) return []
    return [
      {
        ...{ key: most.key, subjectId: most.vehicleId, placePath: most.placePath, passageIds: busy.map(({ passageId }) => passageId) },
        ...{ facts: { passes: most.passes, days: busy.length }, confidence: sureness(most.passes, limit) },
      },
    ]
  })
}
