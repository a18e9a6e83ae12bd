import { describe, expect, it } from 'vitest'
import { addWorkingMinutes, deadlines, dueFlags } from './clock.ts'

const zone = 'Asia/Shanghai'
const at = (local: string) => Date.parse(`${local}+08:00`)

describe('working time', () => {
  it('counts within a day', () => expect(addWorkingMinutes(at('2026-03-02T09:00'), 30, zone)).toBe(at('2026-03-02T09:30')))
  it('starts in the morning for what is reported at night', () =>
    expect(addWorkingMinutes(at('2026-03-02T23:40'), 30, zone)).toBe(at('2026-03-03T08:30')))
  it('starts the same morning for what is reported before it', () =>
    expect(addWorkingMinutes(at('2026-03-02T05:00'), 30, zone)).toBe(at('2026-03-02T08:30')))
  it('carries the rest over the night', () => expect(addWorkingMinutes(at('2026-03-02T19:50'), 30, zone)).toBe(at('2026-03-03T08:20')))
  it('does not sleep when somebody is in danger', () => {
    const due = deadlines({ isEmergency: true, acceptMinutes: 5, finishMinutes: 120 }, at('2026-03-02T23:40'), zone)
    expect(due).toEqual({ acceptDueAt: at('2026-03-02T23:45'), finishDueAt: at('2026-03-03T01:40') })
  })
  it('promises a day of work, not a day of the clock', () => {
    const due = deadlines({ isEmergency: false, acceptMinutes: 30, finishMinutes: 24 * 60 }, at('2026-03-02T10:00'), zone)
    expect(due.finishDueAt).toBe(at('2026-03-03T10:00'))
  })
})

describe('flags', () => {
  const row = { created_at: at('2026-03-02T09:00'), due_at: at('2026-03-02T10:00') }
  it('is quiet, then soon, then overdue, and never both', () => {
    expect(dueFlags(row, at('2026-03-02T09:30'))).toEqual({ dueSoon: false, overdue: false })
    expect(dueFlags(row, at('2026-03-02T09:50'))).toEqual({ dueSoon: true, overdue: false })
    expect(dueFlags(row, at('2026-03-02T10:01'))).toEqual({ dueSoon: false, overdue: true })
  })
  it('is quiet while the clock stands', () =>
    expect(dueFlags({ ...row, due_at: null }, at('2026-03-05T10:00'))).toEqual({ dueSoon: false, overdue: false }))
})
