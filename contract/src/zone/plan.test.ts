import { describe, expect, it } from 'vitest'
import { isArmedAt, minutesToChange, planSchema } from './plan.ts'

const at = (day: number, hour: number, minute = 0) => (day - 1) * 1440 + hour * 60 + minute
const nights = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' }]

describe('a plan of arming', () => {
  it('refuses a stretch without days and a time that no clock shows', () => {
    expect(planSchema.safeParse([{ days: [], from: '22:00', to: '06:00' }]).success).toBe(false)
    expect(planSchema.safeParse([{ days: [1], from: '24:00', to: '06:00' }]).success).toBe(false)
    expect(planSchema.safeParse([{ days: [8], from: '22:00', to: '06:00' }]).success).toBe(false)
  })

  it('arms over midnight, also from Sunday into Monday', () => {
    expect([at(3, 21, 59), at(3, 22), at(4, 5, 59), at(4, 6)].map((minute) => isArmedAt(nights, minute))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(isArmedAt([{ days: [7], from: '22:00', to: '06:00' }], at(1, 3))).toBe(true)
  })

  it('tells when it changes next, past stretches that follow each other', () => {
    expect(minutesToChange(nights, at(2, 12))).toBe(600)
    expect(minutesToChange(nights, at(7, 23))).toBe(420)
    const joined = [
      { days: [1], from: '08:00', to: '12:00' },
      { days: [1], from: '12:00', to: '18:00' },
    ]
    expect(minutesToChange(joined, at(1, 9))).toBe(9 * 60)
  })

  it('never changes where nothing is planned or all of the week is', () => {
    expect(minutesToChange([], at(1, 0))).toBeUndefined()
    expect(minutesToChange([{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }], at(4, 4))).toBeUndefined()
  })
})
