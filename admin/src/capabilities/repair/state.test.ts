import { describe, expect, it } from 'vitest'
import { dueOf } from './state.tsx'

const at = { acceptDueAt: '2026-07-03T14:00:00+08:00', finishDueAt: '2026-07-04T14:00:00+08:00' }

describe('the promise that counts now', () => {
  it('is none once the work is done, given back or withdrawn', () => {
    expect((['finished', 'closed', 'returned', 'withdrawn'] as const).map((state) => dueOf({ state, ...at }))).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  it('is accepting while it waits and finishing while it is in work', () => {
    expect(dueOf({ state: 'submitted', ...at })).toBe(at.acceptDueAt)
    expect(dueOf({ state: 'dispatched', ...at })).toBe(at.acceptDueAt)
    expect(dueOf({ state: 'handling', ...at })).toBe(at.finishDueAt)
    expect(dueOf({ state: 'submitted', acceptDueAt: null, finishDueAt: at.finishDueAt })).toBe(at.finishDueAt)
  })
})
