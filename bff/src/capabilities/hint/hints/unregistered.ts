import { dayMs, type Find, param, sureness } from '../evidence.ts'

/** A credential that opens the door week after week, and nobody knows whose it is. */
export const unregistered: Find = async (evidence, params) => {
  const limit = param(params, 'passes')
  return (await evidence.strangers(evidence.now - param(params, 'days') * dayMs, limit)).map((one) => ({
    ...{ key: one.key, subjectId: null, placePath: one.placePath, passageIds: one.passageIds },
    ...{ facts: { passes: one.passes, days: param(params, 'days') }, confidence: sureness(one.passes, limit) },
  }))
}
