import { expect, test } from 'vitest'
import { manualClock } from '../../../test/manual-clock.ts'
import type { Order } from '../../protocols/protocol.ts'
import { createMailbox } from './mailbox.ts'

const order = {
  ...{ id: 'c-1', device: { code: 'bin-1' }, order: { name: 'device.identify', values: {} } },
  signal: new AbortController().signal,
} as unknown as Order

test('a command lies there until its last answer, and not a moment longer', async () => {
  const mailbox = createMailbox({ clock: manualClock().clock, reachable: () => false })
  const steps = mailbox.send(order)
  const first = steps.next()
  const visit = async () => (await mailbox.visit('bin-1')).map(({ id }) => id)
  expect(await visit()).toEqual(['c-1'])
  expect((await first).value).toEqual({ state: 'sent' })
  expect(mailbox.replied('bin-1', 'c-1', { code: 1 })).toBe(true)
  expect(await visit()).toEqual(['c-1'])
  expect(mailbox.replied('bin-2', 'c-1', { code: 0 })).toBe(false)
  expect(mailbox.replied('bin-1', 'c-1', { code: 0 })).toBe(true)
  // Nobody has read the steps yet that say so.
  expect(await visit()).toEqual([])
  expect([(await steps.next()).value, (await steps.next()).value]).toEqual([{ state: 'accepted' }, { state: 'done' }])
  expect((await steps.next()).done).toBe(true)
})
