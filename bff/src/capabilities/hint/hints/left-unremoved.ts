import { dayMs, type Find, ids, param, sureness } from '../evidence.ts'

/** The lease is over and nobody came through a gate since: the file should say so, once somebody has looked. */
export const leftUnremoved: Find = async (evidence, params) => {
  const limit = param(params, 'days')
  const today = new Date(evidence.now).toISOString().slice(0, 10)
  return (await evidence.overdueTenants(today))
    .filter(({ lastAt }) => lastAt === null || lastAt < evidence.now - limit * dayMs)
    .map((one) => {
      const days = one.lastAt === null ? null : Math.floor((evidence.now - one.lastAt) / dayMs)
      return {
        ...{ key: one.personId, subjectId: one.personId, placePath: one.placePath, passageIds: ids(one.passageId) },
        records: [{ kind: 'house', id: one.houseFileId }],
        ...{ facts: { leaseUntil: one.leaseUntil, days, lastAt: one.lastAt }, confidence: days === null ? 60 : sureness(days, limit) },
      }
    })
}
