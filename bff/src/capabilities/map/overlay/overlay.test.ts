import type { MapFeature } from '@liren/contract/capabilities/map'
import { type Overlay, type OverlaySummary, overlayKindNames } from '@liren/contract/map/overlay'
import { type Line, planeAt } from '@liren/contract/map/position'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/app.ts'
import { describeStores } from '../../../../test/stores.ts'
import { makeVillage, type Village } from '../../../../test/village.ts'
import { body } from '../../device/testing.ts'
import { geoJson, sendOverlay } from './testing.ts'

const at = planeAt([121.02, 31.01]).from
const square = (x: number, y: number, side: number): Line => [
  at([x, y]),
  at([x + side, y]),
  at([x + side, y + side]),
  at([x, y + side]),
  at([x, y]),
]
const area = (ring: Line) => ({ type: 'Polygon', coordinates: [ring] })
const point = { type: 'Point', coordinates: at([5, 5]) }

describeStores('overlays of the map', (open) => {
  let app: TestApp
  let v: Village
  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    const creates = [{ kind: 'building', placeId: v.building.id, geometry: area(square(0, 0, 20)) }]
    body(await app.call('POST', '/api/map/changes', { token: v.tokens.officer, body: { creates, changes: [], retires: [] } }))
  })
  afterAll(() => app.close())

  const usual = () => ({ kind: 'planning', name: '控规', source: '区规划资源局', takenOn: '2025-06-30', placeId: v.estate.id }) as const
  const add = (file: string | Uint8Array<ArrayBuffer>, more: object = {}, token = v.tokens.officer) =>
    sendOverlay(app, token, { ...usual(), ...more }, file)
  const list = async (query = '', token = v.tokens.officer) =>
    body(await app.call<{ items: OverlaySummary[]; next?: string }>('GET', `/api/map/overlays?limit=100${query}`, { token }))
  const plain = geoJson({ geometry: point, properties: { name: '泵站' } })

  it('takes nothing from those who may not draw, nor for a place that is not theirs', async () => {
    expect((await add(plain, {}, 'nobody')).status).toBe(401)
    expect((await add(plain, {}, v.tokens.resident)).status).toBe(403)
    expect((await add(plain, { placeId: v.farEstate.id })).status).toBe(404)
    expect((await add(plain, { kind: 'weather' })).error?.faults).toMatchObject([{ path: 'query.kind' }])
    expect((await add(plain, { takenOn: '30.06.2025' })).error?.faults).toMatchObject([{ path: 'query.takenOn' }])
    expect((await add(plain, { source: '' })).error?.faults).toMatchObject([{ path: 'query.source' }])
    expect((await list()).items).toEqual([])
  })

  const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`
  it.each([
    ['words', 'hello', 'file'],
    ['bytes that are no text', Uint8Array.from([0xff, 0xfe, 0, 1]), 'file'],
    ['an empty collection', geoJson(), 'file'],
    ['metres of a projection', geoJson({ geometry: { type: 'Point', coordinates: [500_123.4, 3_431_002.1] } }), 'file.features.0.geometry'],
    ['a position that is no number', geoJson({ geometry: { type: 'Point', coordinates: ['121', null] } }), 'file.features.0.geometry'],
    [
      'lists within lists without end',
      `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":${deep}}]}`,
      'file.features.0.geometry',
    ],
    ['a ring that is no ring', geoJson({ geometry: area([at([0, 0]), at([1, 1])]) }), 'file.features.0.geometry'],
    ['a kind of shape that nobody knows', geoJson({ geometry: { type: 'Circle', coordinates: [121, 31] } }), 'file.features.0.geometry'],
    ['things within properties', geoJson({ geometry: point, properties: { a: { b: 1 } } }), 'file.features.0.properties'],
    ['too many features', geoJson(...Array.from({ length: 2001 }, () => ({ geometry: point }))), 'file'],
    [
      'another system of coordinates',
      plain.replace('{', '{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},'),
      'file.crs',
    ],
  ])('refuses %s and keeps nothing of it', async (_name, file, path) => {
    const { status, error } = await add(file)
    expect([status, error?.code, error?.faults?.[0]?.path]).toEqual([422, 'map.overlay-not-read', path])
    expect((await list()).items).toEqual([])
  })

  it('refuses what is too large, and what lies in another city', async () => {
    expect((await add(`${plain}${' '.repeat(4 * 1024 * 1024)}`)).error?.code).toBe('map.overlay-too-large')
    expect((await add(geoJson({ geometry: { type: 'Point', coordinates: [116.4, 39.9] } }))).error?.code).toBe('map.overlay-far')
    expect((await list()).items).toEqual([])
  })

  it('[ZJWL-7.3.3.2.3] data of each of the five kinds becomes a layer that tells its source and its time', async () => {
    const [first = ''] = overlayKindNames
    for (const [i, kind] of overlayKindNames.entries()) {
      const file = geoJson(
        { geometry: area(square(i * 30, 0, 20)), properties: { 名称: `${kind}甲`, 面积: 400, 在建: false, 备注: null } },
        { geometry: { type: 'MultiPoint', coordinates: [at([i, 1]), at([i, 2])] }, properties: { name: `${kind}乙` } },
      )
      const made = body(await add(file, { kind, name: `${kind}图`, source: `${kind}单位`, takenOn: `2025-0${i + 1}-15` }), 201)
      expect(made).toMatchObject({ kind, source: `${kind}单位`, takenOn: `2025-0${i + 1}-15`, placeId: v.estate.id, count: 2, version: 1 })
    }
    const { items } = await list()
    expect(items.map(({ kind }) => kind)).toEqual([...overlayKindNames].reverse())
    for (const { id, kind, source, takenOn } of items) {
      const i = overlayKindNames.indexOf(kind)
      expect([source, takenOn]).toEqual([`${kind}单位`, `2025-0${i + 1}-15`])
      const shown = await app.call<{ features: { geometry: { type: string; coordinates: Line[][] }; properties: object }[] }>(
        'GET',
        `/api/map/overlays/${id}/content`,
        { token: v.tokens.officer },
      )
      // to the centimetre where the file says it is
      const wanted = square(i * 30, 0, 20).map(([x, y]) => [Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7])
      expect(shown.body.features[0]).toMatchObject({
        geometry: { type: 'MultiPolygon', coordinates: [[wanted]] },
        properties: { overlay: id, key: '1', name: `${kind}甲` },
      })
      const { elements } = body(await app.call<Overlay>('GET', `/api/map/overlays/${id}`, { token: v.tokens.officer }))
      expect(elements).toMatchObject([{ name: `${kind}甲`, facts: { 名称: `${kind}甲`, 面积: 400, 在建: false } }, { name: `${kind}乙` }])
    }
    expect((await list(`&kind=${first}`)).items).toHaveLength(1)
    expect((await list(`&placeId=${v.estate.id}`)).items).toHaveLength(5)
    expect((await list('', v.tokens.farManager)).items).toEqual([])
    const [{ id = '' } = {}] = items
    for (const path of [`/api/map/overlays/${id}`, `/api/map/overlays/${id}/content`])
      expect((await app.call('GET', path, { token: v.tokens.farManager })).status).toBe(404)
  })

  it('is told differently or taken off by whoever saw its last version, and the drawings below stay', async () => {
    const drawn = async () => body(await app.call<{ items: MapFeature[] }>('GET', '/api/map/features', { token: v.tokens.officer })).items
    const before = await drawn()
    const made = body(await add(plain, { kind: 'topic' }), 201)
    const path = `/api/map/overlays/${made.id}`
    const change = (values: object, token = v.tokens.officer) => app.call<OverlaySummary>('PATCH', path, { token, body: values })
    expect((await change({ version: 1, name: '别处' }, v.tokens.farManager)).status).toBeGreaterThanOrEqual(403)
    const told = body(await change({ version: 1, name: '公共厕所', source: '区城管局', takenOn: '2025-07-01' }))
    expect(told).toMatchObject({ name: '公共厕所', source: '区城管局', takenOn: '2025-07-01', kind: 'topic', version: 2 })
    expect((await change({ version: 1, name: '旧' })).error?.code).toBe('stale')
    const remove = (version: number) => app.call('DELETE', `${path}?version=${version}`, { token: v.tokens.officer })
    expect((await remove(1)).error?.code).toBe('stale')
    expect((await remove(2)).status).toBe(204)
    expect((await app.call('GET', `${path}/content`, { token: v.tokens.officer })).status).toBe(404)
    expect(await drawn()).toEqual(before)
  })

  it('pages by cursor, the newest first, in a fixed number of statements', async () => {
    for (let i = 0; i < 5; i++) body(await add(plain, { name: `第${i}层`, kind: 'sensing' }), 201)
    const seen: string[] = []
    let next: string | undefined
    do {
      const cursor: string = next ? `&cursor=${encodeURIComponent(next)}` : ''
      const answer = await app.call<{ items: OverlaySummary[]; next?: string }>('GET', `/api/map/overlays?kind=sensing&limit=2${cursor}`, {
        token: v.tokens.officer,
      })
      expect(Number(answer.headers.get('x-liren-statements'))).toBeLessThanOrEqual(2)
      seen.push(...body(answer).items.map(({ id }) => id))
      next = answer.body.next
    } while (next)
    expect(seen).toEqual([...new Set(seen)].sort().reverse())
    expect(seen.length).toBeGreaterThanOrEqual(6)
  })
})
