import { type FeatureKind, featureKindNames, kindSpec } from '@liren/contract/map/kinds'
import type { Position } from '@liren/contract/map/position'
import { planeAt } from '@liren/contract/map/position'
import { writeRing } from '@liren/contract/map/within'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { light, series } from '../../../admin/src/app/theme/tokens.ts'
import { styleOf } from '../../../admin/src/parts/map/style.ts'
import { body, openScene } from '../../../bff/src/capabilities/device/testing.ts'
import { readTile } from '../../../bff/src/capabilities/map/testing.ts'
import { startTestApp, type TestApp } from '../../../bff/test/app.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { makePlace, makeVillage, type TestPlace, type Village } from '../../../bff/test/village.ts'

const plane = planeAt([121.02, 31.01])
const at = (x: number, y: number): Position => plane.from([x, y])
const square = (x: number, y: number): readonly Position[] => [at(x, y), at(x + 8, y), at(x + 8, y + 8), at(x, y + 8), at(x, y)]

/** What the server keeps and what the page draws, seen together. */
describeStores('kinds of the map', (open) => {
  let app: TestApp
  let v: Village
  let token: string
  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    token = v.tokens.officer
  })
  afterAll(() => app.close())

  const draw = async (kind: FeatureKind, place: TestPlace, x: number, y: number, name?: string) => {
    const [shape] = kindSpec(kind).shapes
    const geometry =
      shape === 'area'
        ? { type: 'Polygon', coordinates: [square(x, y)] }
        : shape === 'line'
          ? { type: 'LineString', coordinates: [at(x, y), at(x + 8, y + 4)] }
          : { type: 'Point', coordinates: at(x, y) }
    const creates = [{ kind, placeId: place.id, geometry, ...(name ? { name } : {}) }]
    const answer = await app.call<{ features: { id: string }[] }>('POST', '/api/map/changes', {
      token,
      body: { creates, changes: [], retires: [] },
    })
    return body(answer).features[0]?.id ?? ''
  }
  const tileAt = ([longitude, latitude]: Position, z: number) => {
    const sine = Math.sin((latitude * Math.PI) / 180)
    const x = Math.floor(((longitude + 180) / 360) * 2 ** z)
    const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z)
    return `/api/map/tiles/${z}/${x}/${y}.mvt`
  }

  it('[ZJWL-7.2.3.7.1] every kind of element, and devices, keep a geometry and are drawn on the flat map', async () => {
    const grid = await makePlace(app.kernel, 'grid', 'g1', '第一网格', v.community)
    const drawnAt: Partial<Record<FeatureKind, TestPlace>> = {
      boundary: v.community,
      grid,
      building: v.building,
      unit: v.unit,
      space: v.garden,
    }
    const ids = new Map<string, string>()
    // the boundary encloses the rest
    for (const [i, kind] of featureKindNames.entries())
      ids.set(
        kind,
        kind === 'boundary'
          ? (body(
              await app.call<{ features: { id: string }[] }>('POST', '/api/map/changes', {
                token,
                body: {
                  creates: [
                    {
                      ...{ kind, placeId: v.community.id },
                      geometry: { type: 'Polygon', coordinates: [[at(-20, -20), at(200, -20), at(200, 60), at(-20, 60), at(-20, -20)]] },
                    },
                  ],
                  ...{ changes: [], retires: [] },
                },
              }),
            ).features[0]?.id ?? '')
          : await draw(kind, drawnAt[kind] ?? v.estate, (i % 6) * 12, Math.floor(i / 6) * 12, `${kind} 号`),
      )
    const z = 16
    const path = tileAt(at(4, 4), z)
    const raw = await fetch(app.origin + path, { headers: { authorization: `Bearer ${token}` } })
    const tile = readTile(Buffer.from(await raw.arrayBuffer())) as Record<string, { id: string }[]>
    const look = { tokens: light, series: series.light, version: '0', isSolid: false, slice: undefined, chosen: undefined }
    const { layers } = styleOf({ ...look, marks: [{ layer: 'device', points: [] }], hidden: new Set() }, app.origin)
    const isDrawn = (kind: string) =>
      layers.some(
        (layer) =>
          'source-layer' in layer &&
          layer['source-layer'] === kind &&
          (layer.minzoom ?? 0) <= 18 &&
          ['fill', 'line', 'circle', 'symbol'].includes(layer.type) &&
          layer.layout?.visibility === 'visible',
      )
    for (const kind of featureKindNames) {
      const kept = body(await app.call<{ geometry: { type: string } }>('GET', `/api/map/features/${ids.get(kind)}`, { token }))
      expect(kept.geometry.type, kind).toMatch(/^(Point|LineString|Polygon)$/)
      expect(
        tile[kind]?.map(({ id }) => id),
        kind,
      ).toEqual([ids.get(kind)])
      expect(isDrawn(kind), kind).toBe(true)
    }
    const scene = await openScene(app, v)
    const [longitude, latitude] = at(30, 30)
    const lamp = await scene.made({
      productId: scene.product('street-lamp'),
      code: 'lamp-1',
      name: '东门路灯',
      placeId: v.garden.id,
      longitude,
      latitude,
    })
    const marks = body(await app.call<{ points: object[] }>('GET', '/api/map/points?layer=device', { token }))
    expect(marks.points).toMatchObject([{ id: lamp.id, at: 'record', longitude, latitude }])
    expect(layers.filter(({ id }) => id === 'marks-device')).toMatchObject([{ type: 'circle' }])
  })

  it('[ZJWL-7.3.3.1.1-2] entrances, streets, waste points and service points load as they are now and are asked for by area', async () => {
    const ring = writeRing([at(300, 300), at(340, 300), at(340, 340), at(300, 340)])
    const layers = ['entrance', 'road', 'waste', 'service'] as const
    const inside = async (layer: string) => {
      const query = `layer=${layer}&ring=${encodeURIComponent(ring)}`
      const { points } = body(await app.call<{ points: { label: string }[] }>('GET', `/api/map/points?${query}`, { token }))
      const { items } = body(await app.call<{ items: { title: string }[] }>('GET', `/api/map/elements?${query}&limit=100`, { token }))
      expect(items.map(({ title }) => title).sort()).toEqual(points.map(({ label }) => label).sort())
      return points.map(({ label }) => label)
    }
    for (const layer of layers) {
      expect(await inside(layer), layer).toEqual([])
      const id = await draw(layer, v.estate, 310, 310, `${layer} 内`)
      await draw(layer, v.estate, 400, 400, `${layer} 外`)
      expect(await inside(layer), layer).toEqual([`${layer} 内`])
      const retires = [{ id, version: 1 }]
      body(await app.call('POST', '/api/map/changes', { token, body: { creates: [], changes: [], retires } }))
      expect(await inside(layer), layer).toEqual([])
    }
    const query = `layer=entrance&ring=${encodeURIComponent('121.1,31.1 121.2,31.2')}`
    expect((await app.call('GET', `/api/map/points?${query}`, { token })).status).toBe(400)
    expect((await app.call('GET', `/api/map/points?layer=entrance`, { token: v.tokens.resident })).status).toBe(403)
  })
})
