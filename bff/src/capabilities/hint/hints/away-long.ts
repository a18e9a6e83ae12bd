import { dayMs, type Find, ids, param, sureness } from '../evidence.ts'

/** Went out and never came in again: perhaps moved away, perhaps something happened. */
export const awayLong: Find = async (evidence, params) => {
  const limit = param(params, 'days')
  return (await evidence.away(evidence.now - limit * dayMs)).map((one) => {
    const days = Math.floor((evidence.now - (one.lastAt ?? 0)) / dayMs)
    return {
      ...{ key: one.personId, subjectId: one.personId, placePath: one.placePath, passageIds: ids(one.passageId) },
      ...{ facts: { days, lastAt: one.lastAt }, confidence: sureness(days, limit) },
    }
  })
}
