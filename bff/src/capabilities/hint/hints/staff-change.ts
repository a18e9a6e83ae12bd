import { dayMs, type Find, param, sureness } from '../evidence.ts'

/** Many came or went at once: wages unpaid, a move, a merger. */
export const staffChange: Find = async (evidence, params) => {
  const limit = param(params, 'percent')
  return (await evidence.staffChanges(evidence.now - param(params, 'days') * dayMs)).flatMap(({ orgId, placePath, before, after }) => {
    const percent = before === 0 ? (after === 0 ? 0 : 100) : Math.round((100 * (after - before)) / before)
    if (Math.abs(percent) <= limit) return []
    return [
      {
        ...{ key: orgId, subjectId: orgId, placePath, facts: { before, after, percent }, records: [{ kind: 'org', id: orgId }] },
        confidence: sureness(Math.abs(percent), limit),
      },
    ]
  })
}
