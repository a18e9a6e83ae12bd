import type { Subscription } from '@liren/contract/capabilities/subscription'
import { describe, expect, it } from 'vitest'
import { type Fields, fieldsOf, scalarOf, sentOf } from './fields.ts'

const known = {
  ...{ id: 'a', name: '满桶', place: { id: 'p', label: '枫林雅苑' }, partner: null, hook: null, isEnabled: true, matched: 0, lastAt: null },
  ...{ source: { by: 'topic', topic: 'upkeep' }, types: ['bin.*'], where: [{ path: 'percent', is: 'at-least', value: 80 }], version: 1 },
  target: { to: 'webhook', hookId: 'h' },
} satisfies Subscription

describe('the form of a subscription', () => {
  it('sends back what it was given', () => {
    const { name, source, types, where, target, isEnabled } = known
    expect(sentOf(fieldsOf(known) as Fields)).toEqual({ name, placeId: 'p', partnerId: null, source, types, where, target, isEnabled })
  })

  it('takes numbers and yes or no for what they are, and text in quotes for text', () => {
    expect(['80', ' true ', 'burned-out', '"80"', ''].map(scalarOf)).toEqual([80, true, 'burned-out', '80', ''])
  })
})
