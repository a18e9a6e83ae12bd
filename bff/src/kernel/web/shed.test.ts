import type { RateClass } from '@liren/contract'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '../metrics.ts'
import { until } from '../ports/testing.ts'
import { createShedder, watchLoop } from './shed.ts'

const classes: RateClass[] = ['export', 'search', 'upload', 'content', 'read', 'code', 'write', 'sign-in', 'device']
const refusedAt = (lag: number, vital = false) => {
  const check = createShedder(() => lag, createMetrics())
  return classes.filter((rate) => {
    try {
      check({ rate, vital })
      return false
    } catch (error) {
      expect(error).toMatchObject({ code: 'unavailable', status: 503, retryAfter: 3 })
      return true
    }
  })
}

describe('turning requests away under load', () => {
  it('lets the least awaited go first and devices never', () => {
    expect(refusedAt(0)).toEqual([])
    expect(refusedAt(400)).toEqual(['export'])
    expect(refusedAt(900)).toEqual(['export', 'search', 'upload', 'content'])
    expect(refusedAt(60_000)).toEqual(['export', 'search', 'upload', 'content', 'read', 'code', 'write', 'sign-in'])
  })

  it('never turns away payments, alarms and passes, whatever their class', () => {
    expect(refusedAt(60_000, true)).toEqual([])
  })

  it('counts whom it turned away', async () => {
    const metrics = createMetrics()
    expect(() => createShedder(() => 1000, metrics)({ rate: 'export' })).toThrow()
    expect(await metrics.registry.metrics()).toContain('liren_shed_total{class="export"} 1')
  })

  it('notices a loop that is kept busy, and that it is free again', async () => {
    const loop = watchLoop()
    expect(loop.lag()).toBe(0)
    const end = performance.now() + 1500
    while (performance.now() < end);
    await until(() => loop.lag() > 300)
    const worst = loop.lag()
    await until(() => loop.lag() < worst / 2)
    loop.stop()
  })
})
