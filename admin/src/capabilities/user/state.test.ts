import { describe, expect, it } from 'vitest'
import { shownState } from './state.tsx'

const now = Date.parse('2026-07-03T14:00:00+08:00')
const account = { state: 'active', lockedUntil: null, validUntil: '2027-01-01T00:00:00+08:00' } as const

describe('the state of an account', () => {
  it('says what keeps it from signing in, the decision of people before that of the clock', () => {
    expect(shownState({ ...account, state: 'disabled', lockedUntil: '2026-07-03T15:00:00+08:00' }, now)).toBe('disabled')
    expect(shownState({ ...account, lockedUntil: '2026-07-03T14:10:00+08:00' }, now)).toBe('locked')
    expect(shownState({ ...account, validUntil: '2026-07-03T13:59:00+08:00' }, now)).toBe('expired')
  })

  it('is active again once a lock has run out', () => {
    expect(shownState({ ...account, lockedUntil: '2026-07-03T13:59:00+08:00' }, now)).toBe('active')
  })
})
