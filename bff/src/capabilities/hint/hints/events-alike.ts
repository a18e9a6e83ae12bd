import { dayMs, type Find, type GridEvent, param, sureness } from '../evidence.ts'

/** The same again and again in one grid: something behind it was not mended. */
export const eventsAlike: Find = async (evidence, params) => {
  const [limit, days] = [param(params, 'events'), param(params, 'days')]
  const alike = new Map<string, GridEvent[]>()
  for (const event of await evidence.gridEvents(evidence.now - days * dayMs)) {
    const key = `${event.gridId}:${event.category}`
    alike.set(key, [...(alike.get(key) ?? []), event])
  }
  return [...alike].flatMap(([key, events]) => {
    const last = events.at(-1)
    if (!last || events.length < limit) return []
    return {
      ...{ key, subjectId: last.gridId, placePath: last.gridPath },
      facts: { kindZh: last.kindZh, events: events.length, days, lastAt: last.at },
      records: events.slice(-20).map(({ id }) => ({ kind: 'repair', id })),
      confidence: sureness(events.length, limit),
    }
  })
}
