import { dayMs, type Find, ids, param, sureness } from '../evidence.ts'

/** Nobody saw the elder, and nothing was used at home either: somebody should knock. */
export const inLongAlone: Find = async (evidence, params) => {
  const limit = param(params, 'days')
  const alone = await evidence.alone(evidence.now - limit * dayMs)
  if (alone.length === 0) return []
  const used = new Set(
    (await evidence.houseUse(limit)).filter(({ wattHours }) => wattHours.some((use) => use > idleWh)).map(({ placeId }) => placeId),
  )
  return alone
    .filter(({ houseId }) => houseId === null || !used.has(houseId))
    .map((one) => {
      const days = Math.floor((evidence.now - (one.lastAt ?? 0)) / dayMs)
      return {
        ...{ key: one.personId, subjectId: one.personId, placePath: one.placePath, houseId: one.houseId, passageIds: ids(one.passageId) },
        ...{ facts: { days, lastAt: one.lastAt }, confidence: sureness(days, limit) },
      }
    })
}

/** A refrigerator and what stands by use this much in a day although nobody is awake. */
export const idleWh = 1200
