import { demoMark } from '@liren/contract'
import { beforeEach, expect, test } from 'vitest'
import { createRepairLife } from './repairs.ts'
import type { Visitor } from './visitor.ts'

const minute = 60_000
interface Kept {
  id: string
  number: string
  state: string
  createdAt: string
  version: number
}

let now: number
let kept: Kept[]
let asked: string[]

const transitions: Record<string, readonly [from: string, to: string]> = {
  grab: ['submitted', 'accepted'],
  arrive: ['accepted', 'handling'],
  finish: ['handling', 'finished'],
  confirm: ['finished', 'closed'],
}
const workerActions = ['grab', 'arrive', 'finish']

/** A house that keeps repairs and lets each side do what the state allows; whatever else is asked is an error. */
function visitor(phone: string, side: 'resident' | 'worker'): Visitor {
  const seen = (repair: Kept) => ({
    ...repair,
    category: { code: 'water' },
    can: Object.keys(transitions).filter(
      (action) => transitions[action]?.[0] === repair.state && workerActions.includes(action) === (side === 'worker'),
    ),
  })
  return {
    phone,
    async get<T>(path: string) {
      if (path === '/api/session') return { households: [{ houseId: 'home' }] } as T
      if (path === '/api/repairs/categories')
        return {
          items: [
            { code: 'fire', kind: 'home', dispatch: 'grab', emergency: true },
            { code: 'water', kind: 'home', dispatch: 'grab' },
          ],
        } as T
      if (path.startsWith('/api/repairs?view=mine')) return { items: kept.map(seen) } as T
      return seen(kept.find(({ id }) => path.endsWith(id)) as Kept) as T
    },
    async post<T>(path: string, body: unknown) {
      asked.push(`${side} ${path.replace(/\/R\d+\//, '/…/')}`)
      if (path === '/api/repairs') {
        expect(body).toMatchObject({ kind: 'home', category: 'water', placeId: 'home' })
        const made = {
          id: `R${kept.length}`,
          number: `BX-${kept.length}`,
          state: 'submitted',
          createdAt: new Date(now).toISOString(),
          version: 1,
        }
        kept.push(made)
        return made as T
      }
      const [, id, action] = /repairs\/(\w+)\/actions\/(\w+)$/.exec(path) ?? []
      const repair = kept.find((one) => one.id === id) as Kept
      expect((body as { version: number }).version).toBe(repair.version)
      const [from, to] = transitions[action as string] as readonly [string, string]
      expect(repair.state).toBe(from)
      Object.assign(repair, { state: to, version: repair.version + 1 })
      return repair as T
    },
    upload: async () => 'picture',
  }
}

const start = (limits: { atOnce?: number; aDay?: number } = {}) =>
  createRepairLife({
    residents: [visitor('1', 'resident')],
    workers: [visitor('2', 'worker')],
    now: () => now,
    chance: () => 0.3,
    ...limits,
  })

beforeEach(() => {
  now = Date.UTC(2026, 2, 4, 2)
  kept = []
  asked = []
})

test('a repair goes its whole way, and nobody is quicker than people are', async () => {
  const step = start({ atOnce: 1 })
  expect(await step()).toContain('居民报修')
  expect(await step()).toBeUndefined()
  for (const [wait, said] of [
    [1, '接单'],
    [3, '到场'],
    [5, '完工'],
    [2, '确认'],
  ] as const) {
    now += wait * minute - 1
    expect(await step()).toBeUndefined()
    now += 1
    expect(await step()).toContain(said)
  }
  expect(kept[0]?.state).toBe('closed')
})

test('no more than so many are open at once, and no more than so many begin in a day', async () => {
  const step = start({ atOnce: 2, aDay: 3 })
  for (let i = 0; i < 5; i++) await step()
  expect(kept).toHaveLength(2)
  for (let i = 0; i < 40; i++) await step(true)
  expect(kept.map(({ state }) => state)).toEqual(['closed', 'closed', 'closed'])
  now += 24 * 60 * minute
  expect(await step()).toContain('居民报修')
})

test('after a restart it goes on with what stands open', async () => {
  await start()()
  const again = start({ aDay: 0 })
  now += 10 * minute
  expect(await again()).toContain('接单')
})

test('cases that the demonstration brought along are left to whoever tries a persona', async () => {
  kept = [{ id: `01abcdefgh${demoMark}0123456789`, number: 'BX-seed', state: 'finished', createdAt: new Date(0).toISOString(), version: 1 }]
  expect(await start({ aDay: 0 })(true)).toBeUndefined()
  expect(asked).toEqual([])
})
