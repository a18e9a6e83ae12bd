import type { Passage } from '@liren/contract/capabilities/passage'
import type { WarehouseItem } from '@liren/contract/device/warehouse-endpoints'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { type Gates, openGates } from './testing.ts'

const noon = Date.parse('2026-03-02T12:00+08:00')

describeStores('people who come and go', (open) => {
  let app: TestApp
  let village: Village
  let g: Gates
  beforeAll(async () => {
    app = await startTestApp(open, { start: noon })
    village = await makeVillage(app)
    g = await openGates(app, village)
  })
  afterAll(() => app.close())

  it('[ZJWL-6.2.1.1] are counted by gate, camera and radar at unit, public space and estate, each under its own place', async () => {
    const counter = async (code: string, product: string, placeId: string) => {
      const made = await g.scene.made({ code, name: code, productId: g.scene.product(product), placeId })
      await app.kernel.store.run("UPDATE devices SET stage = 'active' WHERE id = ?", [made.id])
      return made
    }
    const camera = await counter('garden-camera', 'area-camera', village.garden.id)
    const radar = await counter('estate-radar', 'people-counter', village.estate.id)
    const card = await g.card((await g.person('林晓岚')).id)
    const counted = (code: string, minutes: number, entered: number, left: number) =>
      g.bridge.event(code, 'camera.counted', { entered, left }, noon + minutes * 60_000)
    await g.tell(
      g.swipe(card, 'in', noon, { door: 1 }, 'unit-door'),
      g.swipe(card, 'out', noon + 60_000, { door: 1 }, 'unit-door'),
      ...[counted('garden-camera', 1, 10, 8), counted('garden-camera', 2, 14, 9)],
      ...[counted('estate-radar', 1, 200, 150), counted('estate-radar', 2, 207, 161)],
    )
    const get = async <T>(path: string) => body(await app.call<T>('GET', path, { token: village.tokens.officer }))
    const passages = async (placeId: string) =>
      (await get<{ items: Passage[] }>(`/api/passages?kind=person&placeId=${placeId}&limit=50`)).items.map(({ gate, direction }) => [
        gate.code,
        direction,
      ])
    expect(await passages(village.unit.id)).toEqual([
      ['unit-door', 'out'],
      ['unit-door', 'in'],
    ])
    expect(await passages(village.garden.id)).toEqual([])

    const token = g.scene.admin
    const at = async (placeId: string) => {
      const path = `/api/device-warehouse?store=area&placeId=${placeId}&limit=50`
      const { items } = body(await app.call<{ items: WarehouseItem[] }>('GET', path, { token }))
      return items.map(({ code, values }) => [code, Object.fromEntries(values.map((one) => [one.property, one.value]))])
    }
    expect(await at(village.garden.id)).toEqual([['garden-camera', { entered: 14, left: 9 }]])
    expect(await at(village.unit.id)).toEqual([])
    expect(await at(village.estate.id)).toEqual([
      ['garden-camera', { entered: 14, left: 9 }],
      ['estate-radar', { entered: 207, left: 161 }],
    ])
    // Kept over time, not only the last.
    for (const [id, wanted] of [
      [camera.id, [14, 10]],
      [radar.id, [207, 200]],
    ] as const) {
      const path = `/api/devices/${id}/points?property=entered`
      const { items } = body(await app.call<{ items: { value: number }[] }>('GET', path, { token }))
      expect(items.map(({ value }) => value)).toEqual(wanted)
    }
  })
})
