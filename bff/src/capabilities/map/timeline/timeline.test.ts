import { guidOf, writeIfc } from '@liren/contract/map/ifc-write'
import { planeAt } from '@liren/contract/map/position'
import type { Stage } from '@liren/contract/map/stage'
import type { Timeline } from '@liren/contract/map/timeline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/app.ts'
import { describeStores } from '../../../../test/stores.ts'
import { makeVillage, type Village } from '../../../../test/village.ts'
import { body } from '../../device/testing.ts'
import { sendIfc } from '../ifc/testing.ts'
import { geoJson, sendOverlay } from '../overlay/testing.ts'

const at = planeAt([121.02, 31.01]).from
const file = geoJson({ geometry: { type: 'Point', coordinates: at([5, 5]) }, properties: { name: '点' } })
const ifc = writeIfc({
  ...{ schema: 'IFC4', project: '一号楼', building: '楼', guids: [guidOf(1), guidOf(2), guidOf(3)] },
  storeys: [{ guid: guidOf(100), name: '1F', elevation: 0, spaces: [], elements: [] }],
})

describeStores('the timeline of the map', (open) => {
  let app: TestApp
  let v: Village
  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    const ring = [at([0, 0]), at([20, 0]), at([20, 20]), at([0, 20]), at([0, 0])]
    const creates = [{ kind: 'building', placeId: v.building.id, geometry: { type: 'Polygon', coordinates: [ring] } }]
    body(await app.call('POST', '/api/map/changes', { token: v.tokens.officer, body: { creates, changes: [], retires: [] } }))
  })
  afterAll(() => app.close())

  const add = (name: string, more: object = {}) =>
    sendOverlay(
      app,
      v.tokens.officer,
      { kind: 'project', name, source: '建设单位', takenOn: '2020-01-01', placeId: v.estate.id, ...more },
      file,
    )
  const ask = (query = '', token = v.tokens.officer) => app.call<Timeline>('GET', `/api/map/timeline?${query}`, { token })
  const names = async (query: string) => body(await ask(query)).items.map(({ name }) => name)

  it('tells nothing to strangers, of places of others, or of a day that is none', async () => {
    expect((await ask('', 'nobody')).status).toBe(401)
    expect((await ask('', v.tokens.resident)).status).toBe(403)
    expect((await ask(`placeId=${v.farEstate.id}`)).status).toBe(404)
    expect((await ask('day=2026-13-01')).error?.faults).toMatchObject([{ path: 'query.day' }])
    expect(body(await ask())).toEqual({ stages: [], changes: [], items: [], isCapped: false })
  })

  it('takes no overlay of a stage that nobody knows, nor one that ends before it begins', async () => {
    expect((await add('错', { stage: 'ruin' })).error?.faults).toMatchObject([{ path: 'query.stage' }])
    expect((await add('错', { validFrom: '2021-02-01', validTo: '2021-01-31' })).error?.code).toBe('map.overlay-period')
    expect(body(await ask()).items).toEqual([])
  })

  it('GIS and BIM files of each stage are loaded with their days, and each day shows what stood on it', async () => {
    const planned: [Stage, string, string | undefined, number][] = [
      ['planning', '2018-01-01', '2018-12-31', 1],
      ['design', '2019-01-01', '2019-12-31', 2],
      ['construction', '2020-01-01', '2021-12-31', 3],
      ['maintenance', '2022-01-01', '2023-12-31', 4],
      ['management', '2024-01-01', undefined, 5],
    ]
    for (const [stage, validFrom, validTo, n] of planned) {
      const until = validTo === undefined ? {} : { validTo }
      const made = body(await add(`图${n}`, { stage, validFrom, ...until }), 201)
      expect(made).toMatchObject({ stage, validFrom, validTo: validTo ?? null })
      const query = { version: n - 1, stage, source: '设计院', takenOn: validFrom, ...until }
      body(await sendIfc(app, v.tokens.officer, v.building.id, ifc.replace('一号楼', `模型${n}`), query), 201)
    }
    // without days it belongs to no time and always shows
    body(await add('底图'), 201)

    const whole = body(await ask(`placeId=${v.estate.id}`))
    expect(whole.stages).toEqual(planned.map(([stage, from, to]) => ({ stage, from, to: to ?? null, overlays: 1, models: 0, ifc: 1 })))
    expect(whole.changes).toEqual(['2018-01-01', '2019-01-01', '2020-01-01', '2022-01-01', '2024-01-01'])
    expect(whole.items).toHaveLength(10)

    expect(await names('day=2017-12-31')).toEqual([])
    for (const [stage, from, to, n] of planned)
      for (const day of [from, to ?? '2031-01-01']) {
        const { items } = body(await ask(`placeId=${v.estate.id}&day=${day}`))
        expect(items.map(({ kind, stage }) => [kind, stage])).toEqual([
          ['overlay', stage],
          ['ifc', stage],
        ])
        expect(items[0]).toMatchObject({ name: `图${n}`, placeId: v.estate.id, from, to: to ?? null })
        expect(items[1]).toMatchObject({ revision: n, placeId: v.building.id, from, to: to ?? null })
      }
    expect(body(await ask('', v.tokens.farManager)).items).toEqual([])
  })

  it('lets its stage and days be told differently by whoever saw its last version', async () => {
    const made = body(await add('改', { validFrom: '2030-01-01' }), 201)
    const change = (values: object) => app.call('PATCH', `/api/map/overlays/${made.id}`, { token: v.tokens.officer, body: values })
    expect((await change({ version: 1, validTo: '2029-12-31' })).error?.code).toBe('map.overlay-period')
    const told = body(await change({ version: 1, stage: 'design', validTo: '2030-01-31' }))
    expect(told).toMatchObject({ stage: 'design', validFrom: '2030-01-01', validTo: '2030-01-31', version: 2 })
    expect((await change({ version: 1, validTo: null })).error?.code).toBe('stale')
    expect(await names('day=2030-02-01')).not.toContain('改')
    body(await change({ version: 2, validTo: null, stage: null }))
    expect(await names('day=2030-02-01')).toContain('改')
  })

  it('answers in a fixed number of statements', async () => {
    const count = async () => Number((await ask(`placeId=${v.estate.id}`)).headers.get('x-liren-statements'))
    const before = await count()
    for (let i = 0; i < 5; i++) body(await add(`多${i}`, { validFrom: '2025-01-01' }), 201)
    expect(await count()).toBe(before)
    expect(before).toBeLessThanOrEqual(6)
  })
})
