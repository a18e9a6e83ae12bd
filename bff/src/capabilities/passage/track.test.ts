import type { Track } from '@liren/contract/capabilities/passage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { body } from '../device/testing.ts'
import { type Gates, openGates } from './testing.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const morning = Date.parse('2026-03-02T08:00+08:00')
const iso = (at: number) => new Date(at).toISOString()

describeStores('tracks', (open) => {
  let app: TestApp
  let village: Village
  let g: Gates
  let farOfficer: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    g = await openGates(app, village)
    farOfficer = await app.tokenOf(await makePerson(app.kernel, '周望远', { roles: [['community-officer', village.farEstate]] }), 'admin')
  })
  afterAll(() => app.close())

  const play = (asked: object, token: string | undefined = village.tokens.officer, more: object = {}) =>
    app.call<Track>('POST', '/api/passages/track', {
      ...(token === undefined ? {} : { token }),
      body: { reason: '走失老人协查', from: iso(morning - 7 * day), to: iso(morning + day), ...asked, ...more },
    })
  const trail = () =>
    unscoped<Record<string, string | null>>(app.kernel.store, 'a test looks at the trail', {
      sql: "SELECT actor_id, subject, subject_id, reason, after_json FROM audit_entries WHERE action = 'passage.tracked' AND result = 'done' ORDER BY id",
      params: [],
    })

  it('refuses whoever has no right, gives no reason, asks beyond their places or for too long a time, and writes none of it down as played', async () => {
    const { id } = await g.person('江一')
    const asked = { subject: 'person', id }
    expect((await app.call('POST', '/api/passages/track', { body: { ...asked, reason: '走失老人协查' } })).status).toBe(401)
    expect((await play(asked, village.tokens.resident)).status).toBe(403)
    expect((await play(asked, village.tokens.manager)).status).toBe(403)
    expect((await play(asked, undefined, { reason: ' ' })).status).toBe(400)
    expect((await play(asked, undefined, { reason: '好奇' })).status).toBe(400)
    expect((await play(asked, farOfficer)).status).toBe(404)
    const range = (from: number, to: number) => play(asked, undefined, { from: iso(from), to: iso(to) })
    expect((await range(morning - 32 * day, morning)).error?.code).toBe('passage.track-range')
    expect((await range(morning, morning)).error?.code).toBe('passage.track-range')
    expect((await play(asked, undefined, { from: undefined })).status).toBe(400)
    expect((await play({ subject: 'vehicle' })).status).toBe(400)
    expect((await play({ subject: 'vehicle', plate: '浙' })).status).toBe(400)
    expect(await trail()).toEqual([])
  })

  it('plays the points of a person from the first to the last, each with its gate and where that is on the map', async () => {
    const { id } = await g.person('江二')
    const card = await g.card(id)
    await app.kernel.store.run('UPDATE devices SET longitude = 121.05, latitude = 29.61 WHERE id = ?', [g.gates.door.id])
    await g.tell(
      g.swipe(card, 'in', morning - hour, {}, 'unit-door'),
      g.swipe(card, 'in', morning - hour - 4 * minute),
      g.swipe(card, 'out', morning - 3 * hour, { isGranted: false, reason: '门磁故障' }),
      g.swipe(card, 'out', morning - 20 * day),
    )
    const { points, title, isCut } = body(await play({ subject: 'person', id }))
    expect(points.map(({ at, direction, gate, result }) => [Date.parse(at), gate.name, direction, result])).toEqual([
      [morning - 3 * hour, '东门人行门', 'out', 'refused'],
      [morning - hour - 4 * minute, '东门人行门', 'in', 'admitted'],
      [morning - hour, '3幢1单元门', 'in', 'admitted'],
    ])
    expect(points[0]?.gate).toMatchObject({ place: '枫林雅苑 · 东门', longitude: 121.05, latitude: 29.61, isNear: false })
    expect([title, isCut]).toEqual(['江二', false])
  })

  it('follows a plate with a file wherever its gates stand, one without only within reach, and tells other places nothing of it', async () => {
    const car = await g.car('浙A91001')
    await g.tell(
      g.drive('浙A91001', 'out', morning - hour, 'far-barrier'),
      g.drive('浙A91001', 'in', morning - 2 * hour),
      g.drive('浙A91002', 'in', morning - 2 * hour),
      g.drive('浙A91002', 'in', morning - hour, 'far-barrier'),
    )
    const gates = async (plate: string, token?: string) =>
      body(await play({ subject: 'vehicle', plate }, token)).points.map(({ gate }) => gate.name)
    expect(await gates('浙a·91001')).toEqual(['东门道闸', '河东道闸'])
    expect(body(await play({ subject: 'vehicle', id: car.id })).points).toHaveLength(2)
    expect((await play({ subject: 'vehicle', plate: '浙A91001' }, farOfficer)).status).toBe(404)
    expect(await gates('浙A91002')).toEqual(['东门道闸'])
    expect(await gates('浙A91002', farOfficer)).toEqual(['河东道闸'])
    const nameless = (await trail()).filter(({ after_json }) => after_json?.includes('plate'))
    expect(nameless.map(({ after_json }) => JSON.parse(after_json ?? '{}').plate)).toEqual(['浙A***02', '浙A***02'])
    expect(new Set(nameless.map(({ subject_id }) => subject_id)).size).toBe(1)
  })

  it('puts every use on the trail with its reason, and whoever was followed sees it, the driver of a car too', async () => {
    const phone = '10000009871'
    const account = await makePerson(app.kernel, '江见微', { house: village.house, phone })
    const file = await g.person('江见微', { phone })
    const car = await g.car('浙A91003')
    const officer = village.tokens.officer
    const link = { kind: 'owns-vehicle', archive: 'vehicle', otherId: car.id, source: 'collected' }
    body(await app.call('POST', `/api/people/${file.id}/links`, { token: officer, body: link }), 201)
    body(await play({ subject: 'person', id: file.id }))
    body(await play({ subject: 'vehicle', id: car.id }, officer, { reason: '肇事逃逸协查' }))
    expect((await trail()).slice(-2)).toMatchObject([
      { actor_id: village.ids.officer, subject: 'person', subject_id: file.id, reason: '走失老人协查' },
      { actor_id: village.ids.officer, subject: 'vehicle', subject_id: car.id, reason: '肇事逃逸协查' },
    ])
    const token = await app.tokenOf(account, 'resident')
    type Viewers = { items: { action: string; reason: string | null; viewer: string }[] }
    const { items } = body(await app.call<Viewers>('GET', '/api/rights/viewers', { token }))
    expect(items.map(({ action, reason, viewer }) => [action, reason, viewer])).toEqual([
      ['passage.tracked', '肇事逃逸协查', '孙**'],
      ['passage.tracked', '走失老人协查', '孙**'],
    ])
    const others = await app.tokenOf(village.ids.neighbour, 'resident')
    expect(body(await app.call<Viewers>('GET', '/api/rights/viewers', { token: others })).items).toEqual([])
  })
})
