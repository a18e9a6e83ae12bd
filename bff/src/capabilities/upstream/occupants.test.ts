import type { UpstreamMandate, UpstreamOccupant, UpstreamResult } from '@liren/contract/capabilities/upstream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { paperOf } from './testing.ts'

type Who = keyof Village['tokens']
const day = 86_400_000

describeStores('occupants by the owner and by leave of the owner', (open) => {
  let app: TestApp
  let v: Village
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    v = await makeVillage(app)
    await app.call('POST', '/api/houses', {
      token: v.tokens.officer,
      body: { placeId: v.house.id, source: 'collected', values: { purpose: 'home', occupancy: 'owner' } },
    })
  })
  afterAll(() => app.close())

  const occupant = { name: '温庭筠', phone: '10000006101', idNumber: paperOf(11), as: 'tenant', livingSince: '2026-03-01' }
  const own = (who: Who, over: object = {}) =>
    app.call<UpstreamResult>('POST', `/api/upstream/own/${v.house.id}/occupants`, {
      token: v.tokens[who],
      body: { ...occupant, ...over },
    })
  const by = (who: Who, over: object = {}) =>
    app.call<UpstreamResult>('POST', `/api/upstream/entrusted/${v.house.id}/occupants`, {
      token: v.tokens[who],
      body: { ...occupant, ...over },
    })
  const entrust = (who: Who, until: string) =>
    app.call<UpstreamMandate>('POST', `/api/upstream/own/${v.house.id}/mandates`, { token: v.tokens[who], body: { until } })
  const mine = (who: Who = 'resident') =>
    app.call<{ mandate: UpstreamMandate | null; items: UpstreamOccupant[] }>('GET', `/api/upstream/own/${v.house.id}`, {
      token: v.tokens[who],
    })
  const file = async (id: string | null | undefined) =>
    (
      await app.call<{ source: string; provenance: Record<string, { source: string; by: string | null; at: string }> }>(
        'GET',
        `/api/people/${id}`,
        { token: v.tokens.officer },
      )
    ).body

  it('is for the owner of the house alone, and for managers who have its leave', async () => {
    expect((await app.call('GET', `/api/upstream/own/${v.house.id}`)).status).toBe(401)
    for (const who of ['family', 'neighbour', 'manager', 'officer'] as const) {
      expect((await mine(who)).error?.code, who).toBe('upstream.not-owner')
      expect((await own(who)).error?.code, who).toBe('upstream.not-owner')
      expect((await entrust(who, '2026-06-30')).error?.code, who).toBe('upstream.not-owner')
    }
    expect((await by('worker')).error?.code).toBe('permission.denied')
    expect((await by('farManager')).status).toBe(404)
    expect((await by('manager')).error?.code).toBe('upstream.not-granted')
    expect((await mine()).body).toEqual({ mandate: null, items: [] })
  })

  it('[ZJWL-6.3.1.2] the owner updates who lives there or lets the managers do so until a day; without leave they are refused, and the file names its source', async () => {
    const made = await own('resident')
    expect(made.body).toMatchObject({ outcome: 'created', why: null })
    expect(await file(made.body.fileId)).toMatchObject({ source: 'owner', provenance: { contact: { source: 'owner', by: '林晓岚' } } })
    expect((await mine()).body.items).toMatchObject([{ name: '温**', as: 'tenant', source: 'owner' }])
    expect((await by('manager', { phone: '10000006102' })).error?.code).toBe('upstream.not-granted')
    expect((await entrust('resident', '2026-03-01')).error?.faults.map(({ path }) => path)).toEqual(['body.until'])
    const leave = await entrust('resident', '2026-03-04')
    expect(leave.body).toMatchObject({ state: 'live', until: '2026-03-04', archives: ['person'] })
    const list = await app.call<{ items: { houseId: string }[] }>('GET', '/api/upstream/entrusted', { token: v.tokens.manager })
    expect(list.body.items.map(({ houseId }) => houseId)).toEqual([v.house.id])
    expect((await app.call<{ items: object[] }>('GET', '/api/upstream/entrusted', { token: v.tokens.farManager })).body.items).toEqual([])
    const changed = await by('manager', { phone: '10000006102' })
    expect(changed.body).toMatchObject({ outcome: 'updated', fileId: made.body.fileId })
    expect(await file(made.body.fileId)).toMatchObject({ provenance: { contact: { source: 'owner', by: '陈望舒' } } })
    const next = `/api/upstream/entrusted/${v.nextHouse.id}/occupants`
    expect((await app.call('POST', next, { token: v.tokens.manager, body: occupant })).error?.code).toBe('upstream.not-granted')
    // taken back, it ends at once; given anew, it ends with its day
    const withdraw = (who: Who, version: number) =>
      app.call<UpstreamMandate>('POST', `/api/upstream/own/mandates/${leave.body.id}/revoke`, { token: v.tokens[who], body: { version } })
    expect((await withdraw('neighbour', 1)).status).toBe(404)
    expect((await withdraw('resident', 9)).error?.code).toBe('stale')
    expect((await withdraw('resident', 1)).body.state).toBe('revoked')
    expect((await by('manager')).error?.code).toBe('upstream.not-granted')
    await entrust('resident', '2026-03-03')
    await entrust('resident', '2026-03-04')
    expect((await by('manager', { leftOn: '2026-03-02' })).body.outcome).toBe('updated')
    expect((await mine()).body).toMatchObject({ mandate: { until: '2026-03-04' }, items: [] })
    await app.clock.leap(3 * day)
    const manager = await app.tokenOf(v.ids.manager, 'admin')
    const late = await app.call('POST', `/api/upstream/entrusted/${v.house.id}/occupants`, { token: manager, body: occupant })
    expect(late.error?.code).toBe('upstream.not-granted')
  })

  it('tells which entry is wrong, and gives the owner what was allowed with the rest of their data', async () => {
    const wrong = await app.call('POST', `/api/upstream/own/${v.house.id}/occupants`, {
      token: await app.tokenOf(v.ids.resident, 'resident'),
      body: { ...occupant, phone: '10000006103', idNumber: '99010219900101111X' },
    })
    expect([wrong.error?.code, wrong.error?.faults.map(({ path }) => path)]).toEqual(['upstream.refused', ['body.idNumber']])
    const data = app.house.capabilities.flatMap(({ personal }) => personal ?? []).find(({ name }) => name === 'mandates')
    expect((await data?.records({ userId: v.ids.resident, personIds: [] }))?.length).toBe(3)
  })
})
