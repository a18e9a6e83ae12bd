import { expect, it } from 'vitest'
import { beyond } from './limit.ts'

const asked = (p97: number, failed = 0, perSecond = 10) => ({ perSecond, cpuMsPerRequest: 1, p50: 1, p97, p99: p97, rssMb: 1, failed })

it('names every question that took longer than the limit, failed, or was never answered, and no other', () => {
  const table = {
    quick: { alone: asked(20), many: asked(2_999) },
    slow: { alone: asked(20), many: asked(3_001) },
    broken: { alone: asked(20), many: asked(20, 2) },
    silent: { alone: asked(0, 0, 0), many: asked(0, 0, 0) },
  }
  expect(beyond(table, 3_000)).toEqual(['slow: 3001 ms, more than 3000', 'broken: 2 of them failed', 'silent: nothing was answered'])
})
