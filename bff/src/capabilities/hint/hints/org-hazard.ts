import { type Find, param, sureness } from '../evidence.ts'

const shown = 20

/** What checks found and devices sensed adds up to a level at which somebody has to look. */
export const orgHazard: Find = async (evidence, params) => {
  const from = param(params, 'level')
  return (await evidence.orgScores(from)).map(({ orgId, placePath, score, level, refs }) => {
    const others = refs.filter(({ kind, id }) => !(kind === 'org' && id === orgId)).slice(0, shown)
    return {
      ...{ key: orgId, subjectId: orgId, placePath, facts: { score, level }, records: [{ kind: 'org', id: orgId }, ...others] },
      confidence: sureness(5 - level, 5 - from),
    }
  })
}
