import { dayMs, type Find, ids, param, sureness } from '../evidence.ts'

/** Came in and never left: dust on it, and a space that others need. */
export const carZombie: Find = async (evidence, params) => {
  const limit = param(params, 'days')
  return (await evidence.parked(evidence.now - limit * dayMs)).map((car) => {
    const days = Math.floor((evidence.now - car.since) / dayMs)
    return {
      ...{ key: car.key, subjectId: car.vehicleId, placePath: car.placePath, passageIds: ids(car.passageId) },
      ...{ facts: { days, lastAt: car.since }, confidence: sureness(days, limit) },
    }
  })
}
