import { describe, expect, it } from 'vitest'
import { anomalyCounter, type SeenEntry } from './anomalies.ts'

const hour = 3_600_000
const hourOf = (at: number) => Math.floor(at / hour) % 24
const entry = (more: Partial<SeenEntry>): SeenEntry => ({
  id: 'e',
  written_at: 12 * hour,
  actor_id: 'u1',
  actor_kind: 'user',
  action: 'repair.accepted',
  result: 'done',
  ip: '192.0.2.1',
  ...more,
})
const found = (entries: SeenEntry[]) => {
  const counter = anomalyCounter(hourOf)
  for (const one of entries) counter.see(one)
  return counter.result().anomalies.map(({ rule, count, examples }) => ({ rule, count, who: examples[0]?.who }))
}
const times = (n: number, more: Partial<SeenEntry>) => Array.from({ length: n }, (_, i) => entry({ id: `e${i}`, ...more }))

describe('anomalies of a month', () => {
  it('finds nothing in an ordinary one', () => {
    expect(found([...times(500, {}), ...times(19, { result: 'refused' })])).toEqual([])
  })

  it.each([
    ['refused-often', 20, { result: 'refused' }, 'u1'],
    ['sign-in-failures', 10, { action: 'session.sign-in', result: 'refused', actor_id: null }, '192.0.2.1'],
    ['night-administration', 1, { action: 'role.assigned', written_at: 3 * hour }, 'u1'],
    ['exports-often', 5, { action: 'household.exported' }, 'u1'],
    ['reveals-often', 30, { action: 'user.revealed' }, 'u1'],
    ['failures', 1, { result: 'failed', actor_id: null }, 'repair.accepted'],
    ['integrity', 1, { action: 'operation.row-altered' }, 'operation.row-altered'],
  ] as const)('finds %s from %d on, and not one less', (rule, from, more, who) => {
    expect(found(times(from, more))).toEqual([{ rule, count: from, who }])
    expect(found(times(from - 1, more))).toEqual([])
  })

  it('does not take the work of day shifts or of people without rights for night administration', () => {
    expect(found(times(3, { action: 'role.assigned', written_at: 5 * hour }))).toEqual([])
    expect(found(times(3, { action: 'role.assigned', written_at: 3 * hour, result: 'refused' }))).toEqual([])
  })

  it('shows the worst first and ten at most', () => {
    const counter = anomalyCounter(hourOf)
    for (let person = 0; person < 15; person++)
      for (const one of times(20 + person, { result: 'refused', actor_id: `u${person}` })) counter.see(one)
    const { entries, anomalies } = counter.result()
    expect(entries).toBe(15 * 27)
    expect(anomalies[0]?.examples).toHaveLength(10)
    expect(anomalies[0]?.examples[0]).toEqual({ who: 'u14', count: 34, entryId: 'e0' })
  })
})
