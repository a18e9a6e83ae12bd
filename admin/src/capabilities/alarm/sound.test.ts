import { describe, expect, it } from 'vitest'
import { repeatAfter, ringing, tonesOf } from './sound.ts'

const alarm = (level: 1 | 2 | 3 | 4, more: object = {}) => ({ level, state: 'raised' as const, shelvedUntil: null, rootId: null, ...more })

describe('what is heard at the desk', () => {
  it('is nothing when all is accepted, shelved or under its root cause', () => {
    expect(
      ringing([
        alarm(1, { state: 'accepted' }),
        alarm(1, { shelvedUntil: '2026-03-02T03:00:00.000Z' }),
        alarm(2, { rootId: '01h00000000000000000000000' }),
      ]),
    ).toBeUndefined()
  })

  it('is the gravest that nobody accepted', () => {
    expect(ringing([alarm(4), alarm(2), alarm(3), alarm(1, { state: 'handled' })])).toBe(2)
  })

  it('goes on at level I, comes back at II, is heard once at III and only seen at IV', () => {
    expect([1, 2, 3, 4].map((level) => tonesOf[level as 1].length)).toEqual([4, 3, 1, 0])
    expect(repeatAfter[1]).toBeLessThan(repeatAfter[2] as number)
    expect([repeatAfter[3], repeatAfter[4]]).toEqual([undefined, undefined])
  })
})
