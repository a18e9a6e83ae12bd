import type { UpstreamOrigin, UpstreamRefused, UpstreamRun, UpstreamSystem } from '@liren/contract/capabilities/upstream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { paperOf, playSystem, upstreamScene } from './testing.ts'

const minute = 60_000
const day = 86_400_000

describeStores('asking outside systems for what has changed', (open) => {
  let app: TestApp
  let v: Village
  let scene: ReturnType<typeof upstreamScene>
  let outside: Awaited<ReturnType<typeof playSystem>>
  let system: UpstreamSystem
  beforeAll(async () => {
    outside = await playSystem()
    app = await startTestApp(open, {
      start: Date.parse('2026-03-02T10:00+08:00'),
      settings: { LIREN_HOOK_HOSTS: outside.host, LIREN_REDIS_URL: '' },
    })
    v = await makeVillage(app)
    const admin = await app.tokenOf(await makePerson(app.kernel, '系统管理员', { roles: [['system-administrator', v.city]] }), 'admin')
    scene = upstreamScene(app, v, admin)
  })
  afterAll(async () => {
    await app.close()
    await outside.close()
  })

  const officer = () => app.tokenOf(v.ids.officer, 'admin')
  const get = async <T>(path: string) => (await app.call<T>('GET', path, { token: await officer() })).body
  const runs = async () => (await get<{ items: UpstreamRun[] }>(`/api/upstream/runs?systemId=${system.id}`)).items
  const syncNow = async (token?: string) =>
    app.call<UpstreamRun>('POST', `/api/upstream/systems/${system.id}/sync`, { token: token ?? (await officer()) })
  const person = (ref: string, n: number, over: object = {}, values: object = {}) => ({
    ...{ archive: 'person', ref, place: v.house.path, changedAt: new Date(app.clock.now()).toISOString(), ...over },
    values: { name: `谢${'一二三四五六七八九'[n]}`, idKind: 'resident', idNumber: paperOf(20 + n), population: 'resident', ...values },
  })
  const job = async (kind: string) => {
    const found = app.house.capabilities.flatMap(({ jobs }) => jobs ?? []).find((one) => one.kind === kind)
    await found?.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
  }

  it('refuses addresses of our own machines, partners that do not exist, and whoever may not ask', async () => {
    const body = {
      name: '省域应用',
      source: 'provincial',
      placeId: v.community.id,
      partnerKeyId: null,
      url: null,
      everyMinutes: 0,
      isOn: true,
    }
    const save = async (more: object, token?: string) =>
      app.call('PUT', '/api/upstream/systems/refused', { token: token ?? (await officer()), body: { ...body, version: 0, ...more } })
    for (const url of ['http://10.0.0.8/changes', 'https://127.0.0.1/changes', 'ftp://system.example/'])
      expect((await save({ url })).error?.code, url).toBe('upstream.address')
    expect((await save({ partnerKeyId: 'pk-nobody' })).error?.code).toBe('upstream.partner-unknown')
    expect((await save({ placeId: v.farEstate.id })).status).toBe(404)
    expect((await save({}, v.tokens.manager)).error?.code).toBe('permission.denied')
    system = await scene.register('asked', {
      ...{ source: 'provincial', url: `http://${outside.host}/changes`, key: 'province-key-0001', everyMinutes: 30 },
    })
    expect(JSON.stringify(system)).not.toContain('province-key')
    expect(system).toMatchObject({ hasKey: true, can: ['manage', 'sync'] })
    expect((await syncNow(v.tokens.manager)).error?.code).toBe('permission.denied')
    expect((await save({ partnerKeyId: system.partnerKeyId })).error?.code).toBe('upstream.partner-taken')
    const silent = await scene.register('silent')
    const asked = await app.call('POST', `/api/upstream/systems/${silent.id}/sync`, { token: await officer() })
    expect(asked.error?.code).toBe('upstream.no-address')
  })

  it('says what is wrong with an answer and tries again at the next time', async () => {
    for (const [answer, fault] of [
      [{ status: 503, body: {} }, 'status-503'],
      [{ status: 200, body: '<html>' }, 'not-json'],
      [{ status: 200, body: { changes: 'none' } }, 'not-changes'],
      [{ status: 200, body: 'x'.repeat(4_100_000) }, 'too-long'],
    ] as const) {
      outside.answers(() => answer)
      expect((await syncNow()).body).toMatchObject({ kind: 'now', fault, created: 0 })
    }
    const [known] = (await get<{ items: UpstreamSystem[] }>('/api/upstream/systems?limit=50')).items.filter(({ id }) => id === system.id)
    expect(known).toMatchObject({ fault: 'too-long', syncedAt: null })
  })

  it('[GB42455-7.2.1-d] people who changed are updated on schedule or at once since the last cursor; the report lists those that nobody confirmed within the period', async () => {
    await scene.grant(system, v.estate.id, ['person'])
    outside.asked.length = 0
    outside.answers((cursor) =>
      cursor === null
        ? {
            status: 200,
            body: { changes: [person('R1', 1), person('R2', 2), person('R9', 3, { place: v.secondHouse.path })], cursor: 'c1', more: true },
          }
        : { status: 200, body: { changes: cursor === 'c1' ? [person('R4', 4), { ref: 'R5' }] : [], cursor: 'c2', more: false } },
    )
    const first = await syncNow()
    expect(first.body).toMatchObject({ kind: 'now', created: 3, updated: 0, refused: 2, fault: null })
    expect(outside.asked).toEqual([
      { cursor: null, key: 'Bearer province-key-0001' },
      { cursor: 'c1', key: 'Bearer province-key-0001' },
    ])
    const refused = (await get<{ items: UpstreamRefused[] }>(`/api/upstream/runs/${first.body.id}/refusals`)).items
    expect(refused.map(({ row, ref, why }) => [row, ref, why])).toEqual([
      [3, 'R9', 'out-of-grant'],
      [5, 'R5', 'malformed'],
    ])
    // the clock: not before its time, then from where it left off
    outside.asked.length = 0
    await job('upstream.sync')
    expect(outside.asked).toEqual([])
    await app.clock.leap(31 * minute)
    outside.answers(() => ({ status: 200, body: { changes: [person('R1', 1, {}, { phone: '10000005501' })], cursor: 'c3', more: false } }))
    await job('upstream.sync')
    expect(outside.asked).toEqual([{ cursor: 'c2', key: 'Bearer province-key-0001' }])
    const [scheduled] = await runs()
    expect(scheduled).toMatchObject({ kind: 'scheduled', created: 0, updated: 1, refused: 0 })
    const people = (await get<{ items: { id: string; values: { phone: string | null } }[] }>('/api/people?source=provincial')).items
    expect(people.length).toBe(3)
    const changed = await app.call<{ items: { id: string }[] }>('GET', '/api/people?f.phone=10000005501', { token: await officer() })
    const sources = await get<{ items: UpstreamOrigin[] }>(`/api/upstream/origins/person/${changed.body.items[0]?.id}`)
    expect(sources.items).toMatchObject([{ system: 'asked 系统', source: 'provincial', ref: 'R1' }])
    // the period of people is 180 days: those whom nobody confirmed since are on the list, the one who was is not
    await app.clock.leap(179 * day)
    const [kept] = people
    const seen = await get<{ version: number }>(`/api/people/${kept?.id}`)
    await app.call('POST', `/api/people/${kept?.id}/verify`, { token: await officer(), body: { version: seen.version } })
    const stale = async () => {
      await job('quality.measure')
      const answer = await get<{ items: { fileId: string }[] }>('/api/quality/person/faults?rule=stale')
      return answer.items.map(({ fileId }) => fileId)
    }
    expect(await stale()).toEqual([])
    await app.clock.leap(2 * day)
    expect((await stale()).sort()).toEqual(
      people
        .filter(({ id }) => id !== kept?.id)
        .map(({ id }) => id)
        .sort(),
    )
  })

  it('[ZJWL-6.3.4.2] public spaces of the provincial application are brought in with their source and matched by their code', async () => {
    const token = await officer()
    const known = await app.call<{ id: string }>('POST', '/api/spaces', {
      token,
      body: {
        placeId: v.garden.id,
        source: 'collected',
        values: { name: '邻里小站', purpose: 'neighbour', position: '中心花园', spatialCode: 'ZJ330199000101' },
      },
    })
    await scene.grant(system, v.estate.id, ['space'], '2027-12-31')
    const space = (ref: string, spatialCode: string, values: object) => ({
      ...{ archive: 'space', ref, place: v.garden.path, changedAt: new Date(app.clock.now()).toISOString() },
      values: { spatialCode, ...values },
    })
    outside.answers(() => ({
      status: 200,
      body: {
        ...{ cursor: 's1', more: false },
        changes: [
          space('KJ-1', 'ZJ330199000101', { hours: '8:00–20:00', capacity: 60 }),
          space('KJ-2', 'ZJ330199000102', { name: '共享书房', purpose: 'library', position: '会所二层', area: 120 }),
        ],
      },
    }))
    expect((await syncNow()).body).toMatchObject({ created: 1, updated: 1, refused: 0 })
    expect((await syncNow()).body).toMatchObject({ created: 0, updated: 0, same: 2 })
    const spaces = (await get<{ items: { id: string; source: string; values: Record<string, unknown> }[] }>('/api/spaces')).items
    expect(spaces.length).toBe(2)
    expect(spaces.find(({ id }) => id !== known.body.id)).toMatchObject({ source: 'provincial', values: { name: '共享书房' } })
    const matched = await get<{ values: object; provenance: object }>(`/api/spaces/${known.body.id}`)
    expect(matched).toMatchObject({ values: { name: '邻里小站', capacity: 60 }, provenance: { service: { source: 'provincial' } } })
    expect((await get<{ items: UpstreamOrigin[] }>(`/api/upstream/origins/space/${known.body.id}`)).items).toMatchObject([{ ref: 'KJ-1' }])
  })
})
