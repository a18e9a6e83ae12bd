import type { Entry } from '@liren/client'
import type { RepairAction } from '@liren/contract/capabilities/repair'
import { describe, expect, test } from 'vitest'
import { localOrder, queuedSteps } from './order-sync'

const entry = (action: string, state: Entry['state'] = 'waiting'): Entry => ({
  id: action,
  key: `key-of-${action}`,
  userId: 'u1',
  record: 'repair:r1',
  endpointId: `repair.${action}`,
  method: 'POST',
  path: `/api/repairs/r1/actions/${action}`,
  body: {},
  attachments: [],
  label: { zh: action, en: action },
  createdAt: 0,
  state,
})
const local = (...entries: Entry[]) => localOrder('dispatched', ['accept', 'decline'] as RepairAction[], queuedSteps(entries))

describe('an order worked on without network', () => {
  test('with nothing on the phone it is what the server says', () => {
    expect(local()).toEqual({ state: 'dispatched', can: ['accept', 'decline'], queued: [] })
  })
  test('behind a refused step nothing more is offered', () => {
    const { state, can } = local(entry('accept', 'stopped'), entry('arrive'))
    expect([state, can]).toEqual(['dispatched', []])
  })
  test('goes on step by step, and offers what comes next', () => {
    expect(local(entry('accept')).state).toBe('accepted')
    expect(local(entry('accept')).can).toContain('arrive')
    expect(local(entry('accept'), entry('arrive')).can).toContain('finish')
    expect(local(entry('accept'), entry('arrive'), entry('finish')).state).toBe('finished')
  })
  test('what has arrived no longer counts', () => {
    expect(local(entry('accept', 'done')).queued).toEqual([])
  })
})
