import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { type Gates, openGates } from './testing.ts'

const minute = 60_000

describeStores('how long a temporary car stays', (open) => {
  let app: TestApp
  let village: Village
  let gates: Gates
  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    gates = await openGates(app, village)
  })
  afterAll(() => app.close())

  const seen = async (plate: string) => {
    const items = await gates.list(`kind=vehicle&plate=${encodeURIComponent(plate)}`)
    return items.map(({ plate: shown, direction, stayMinutes }) => [shown, direction, stayMinutes])
  }

  it('[ZJWL-7.2.3.4.3] keeps the plate of a temporary car and works out how long it stayed, whether it has a file or not', async () => {
    const now = app.clock.now()
    await gates.car('浙A70001', { stay: 'temporary', ownerName: null })
    await gates.tell(gates.drive('浙A70001', 'in', now - 95 * minute), gates.drive('浙A70002', 'in', now - 60 * minute))
    expect(await seen('浙A70001')).toEqual([['浙A70001', 'in', null]])
    await gates.tell(gates.drive('浙A70001', 'out', now - 5 * minute, 'west-barrier'), gates.drive('浙A70002', 'out', now - 18 * minute))
    expect(await seen('浙A70001')).toEqual([
      ['浙A70001', 'out', 90],
      ['浙A70001', 'in', null],
    ])
    expect((await seen('浙A70002'))[0]).toEqual(['浙A70002', 'out', 42])
    const kept = await peek<{ stay_ms: number | null; plate_sealed: string }>(
      app.kernel.store,
      "SELECT stay_ms, plate_sealed FROM passages WHERE direction = 'out' ORDER BY passed_at",
    )
    expect(kept.map(({ stay_ms }) => Number(stay_ms))).toEqual([42 * minute, 90 * minute])
    expect(kept.every(({ plate_sealed }) => plate_sealed.length > 0 && !plate_sealed.includes('7000'))).toBe(true)
  })

  it('counts no stay for a car that only leaves, and none twice', async () => {
    const now = app.clock.now()
    await gates.tell(gates.drive('浙A70003', 'out', now - 30 * minute))
    await gates.tell(gates.drive('浙A70004', 'in', now - 20 * minute), gates.drive('浙A70004', 'out', now - 10 * minute))
    await gates.tell(gates.drive('浙A70004', 'out', now - 9 * minute))
    expect(await seen('浙A70003')).toEqual([['浙A70003', 'out', null]])
    expect(await seen('浙A70004')).toEqual([
      ['浙A70004', 'out', null],
      ['浙A70004', 'out', 10],
      ['浙A70004', 'in', null],
    ])
  })
})
