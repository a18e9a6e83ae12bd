import { describe, expect, it } from 'vitest'
import {
  allowedRepairActions,
  nextRepairState,
  type RepairAction,
  type RepairState,
  repairActionNames,
  repairActions,
  repairStateNames,
} from './machine.ts'

const moves: Partial<Record<RepairState, Partial<Record<RepairAction, RepairState>>>> = {
  submitted: {
    dispatch: 'dispatched',
    grab: 'accepted',
    return: 'returned',
    withdraw: 'withdrawn',
    urge: 'submitted',
    note: 'submitted',
    follow: 'submitted',
    escalate: 'submitted',
  },
  dispatched: {
    dispatch: 'dispatched',
    accept: 'accepted',
    decline: 'submitted',
    return: 'returned',
    withdraw: 'withdrawn',
    urge: 'dispatched',
    note: 'dispatched',
    follow: 'dispatched',
    escalate: 'dispatched',
  },
  accepted: {
    decline: 'submitted',
    transfer: 'dispatched',
    arrive: 'handling',
    pause: 'paused',
    urge: 'accepted',
    note: 'accepted',
    follow: 'accepted',
    escalate: 'accepted',
  },
  handling: {
    transfer: 'dispatched',
    pause: 'paused',
    finish: 'finished',
    urge: 'handling',
    note: 'handling',
    follow: 'handling',
    escalate: 'handling',
  },
  paused: {
    transfer: 'dispatched',
    resume: 'handling',
    urge: 'paused',
    note: 'paused',
    follow: 'paused',
    escalate: 'paused',
  },
  finished: { confirm: 'closed', reopen: 'submitted', note: 'finished' },
  closed: { rate: 'closed', reopen: 'submitted' },
  returned: { resubmit: 'submitted', withdraw: 'withdrawn' },
  withdrawn: {},
}

describe('the repair machine', () => {
  for (const state of repairStateNames)
    for (const action of repairActionNames)
      it(`${state} + ${action} → ${moves[state]?.[action] ?? 'refused'}`, () => {
        expect(nextRepairState(state, action)).toBe(moves[state]?.[action])
      })

  it('lets nobody skip the resident: only the reporter or the clock confirms', () => {
    expect([...repairActions.confirm.by]).toEqual(['reporter', 'system'])
    expect(allowedRepairActions('finished', new Set(['handler', 'dispatcher']))).not.toContain('confirm')
  })

  it('gives a stranger nothing', () => {
    for (const state of repairStateNames) expect(allowedRepairActions(state, new Set())).toEqual([])
  })
})
