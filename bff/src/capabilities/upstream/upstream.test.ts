import type { UpstreamMandate, UpstreamOrigin, UpstreamRefused, UpstreamRun, UpstreamSystem } from '@liren/contract/capabilities/upstream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { paperOf, upstreamScene } from './testing.ts'

interface File {
  readonly id: string
  readonly version: number
  readonly source: string
  readonly sourceNote: string | null
  readonly place: { path: string }
  readonly values: Record<string, unknown>
  readonly provenance: Record<string, { source: string; at: string }>
}

const start = Date.parse('2026-03-02T10:00+08:00')
const day = 86_400_000

describeStores('updates from outside systems', (open) => {
  let app: TestApp
  let v: Village
  let scene: ReturnType<typeof upstreamScene>
  let property: UpstreamSystem
  let province: UpstreamSystem
  let houseFile: string
  beforeAll(async () => {
    app = await startTestApp(open, { start, settings: { LIREN_REDIS_URL: '' } })
    v = await makeVillage(app)
    const admin = await app.tokenOf(await makePerson(app.kernel, '系统管理员', { roles: [['system-administrator', v.city]] }), 'admin')
    scene = upstreamScene(app, v, admin)
    property = await scene.register('wuye')
    province = await scene.register('province', { source: 'provincial' })
    const made = await app.call<File>('POST', '/api/houses', {
      token: v.tokens.officer,
      body: { placeId: v.house.id, source: 'collected', values: { purpose: 'home', occupancy: 'owner' } },
    })
    houseFile = made.body.id
  })
  afterAll(() => app.close())

  const get = async <T>(path: string) => (await app.call<T>('GET', path, { token: v.tokens.officer })).body
  const file = (path: string) => get<File>(path)
  const origins = async (archive: string, id: string) =>
    (await get<{ items: UpstreamOrigin[] }>(`/api/upstream/origins/${archive}/${id}`)).items
  const count = async (table: string) => Number((await peek<{ n: number }>(app.kernel.store, `SELECT COUNT(*) AS n FROM ${table}`))[0]?.n)
  const person = (ref: string, n: number, over: object = {}, values: object = {}) => ({
    ...{ archive: 'person', ref, place: v.house.path, as: 'tenant', ...over },
    values: { name: `许${'一二三四五六七八九'[n]}`, idKind: 'resident', idNumber: paperOf(n), phone: `1000000${7000 + n}`, ...values },
  })
  const only = async (asked: ReturnType<typeof scene.push>) => {
    const { status, body, text } = await asked
    if (status !== 200) throw new Error(text)
    return body.items[0]
  }

  it('refuses whoever is not signed in, no system, or without the right to manage them', async () => {
    const change = { changes: [{ ...person('T0', 0), changedAt: '2026-03-02T02:00:00.000Z' }] }
    expect((await app.call('POST', '/api/upstream/changes', { body: change })).status).toBe(401)
    expect((await app.call('POST', '/api/upstream/changes', { token: v.tokens.officer, body: change })).error?.code).toBe(
      'permission.denied',
    )
    expect((await app.call('GET', '/api/upstream/systems', { token: v.tokens.resident })).error?.code).toBe('permission.denied')
    const grant = { placeId: v.estate.id, archives: ['person'], until: '2026-12-31' }
    const path = `/api/upstream/systems/${property.id}/mandates`
    expect((await app.call('POST', path, { token: v.tokens.manager, body: grant })).error?.code).toBe('permission.denied')
    const far = await app.tokenOf(await makePerson(app.kernel, '远处', { roles: [['community-officer', v.otherCommunity]] }), 'admin')
    expect((await app.call('POST', path, { token: far, body: grant })).status).toBe(404)
    expect((await app.call('GET', path, { token: far })).status).toBe(404)
    expect((await app.call('POST', path, { token: v.tokens.officer, body: { ...grant, placeId: v.farEstate.id } })).status).toBe(404)
    const past = await app.call('POST', path, { token: v.tokens.officer, body: { ...grant, until: '2026-03-01' } })
    expect(past.error?.faults.map((fault) => fault.path)).toEqual(['body.until'])
  })

  it('without a mandate a system is refused and the refusal is on the audit trail; a signed request counts once', async () => {
    const before = await count('people')
    expect((await scene.push('wuye', [person('T1', 1)])).error?.code).toBe('upstream.not-granted')
    await scene.grant(property, v.house.id, ['person'])
    const nonce = 'one-nonce-for-two-requests'
    expect((await only(scene.push('wuye', [person('T1', 1)], { nonce })))?.outcome).toBe('created')
    expect((await scene.push('wuye', [person('T1', 1)], { nonce })).error?.code).toBe('request.replayed')
    expect((await count('people')) - before).toBe(1)
    const trail = await peek<{ result: string }>(
      app.kernel.store,
      "SELECT result FROM audit_entries WHERE action = 'upstream.pushed' ORDER BY id",
    )
    expect(trail.map(({ result }) => result)).toContain('refused')
  })

  it('[ZJWL-6.3.1.4] a property system updates a tenant and a visitor under its mandate; a house that was not granted is refused and written down', async () => {
    const tenant = person('T2', 2, {}, { livingSince: '2026-02-01' })
    const visitor = person('V3', 3, { as: 'visitor' }, { population: 'floating', leftOn: '2026-03-05' })
    const { body } = await scene.push('wuye', [tenant, visitor, person('T4', 4, { place: v.nextHouse.path })])
    expect(body.items.map(({ outcome, why }) => [outcome, why])).toEqual([
      ['created', null],
      ['created', null],
      ['refused', 'out-of-grant'],
    ])
    const [first, second] = body.items.map(({ fileId }) => fileId)
    expect(await file(`/api/people/${first}`)).toMatchObject({
      ...{ source: 'property', sourceNote: 'wuye 系统', place: { path: v.house.path }, values: { livingSince: '2026-02-01' } },
      provenance: { contact: { source: 'property', at: '2026-03-02T02:00:00.000Z' } },
    })
    const links = await get<{ links: { kind: string; role: string; to: { id: string } }[] }>(`/api/people/${first}/links`)
    expect(links.links).toMatchObject([{ kind: 'lives-in', role: 'tenant', to: { id: houseFile } }])
    expect((await get<{ items: { id: string }[] }>('/api/people?tag=visitor')).items.map(({ id }) => id)).toEqual([second])
    // the same record again with another telephone, and the visit prolonged
    const changed = await scene.push('wuye', [
      person('T2', 2, {}, { phone: '10000007777' }),
      person('V3', 3, { as: 'visitor' }, { leftOn: '2026-03-09' }),
    ])
    expect(changed.body.items.map(({ outcome, fileId }) => [outcome, fileId])).toEqual([
      ['updated', first],
      ['updated', second],
    ])
    expect((await file(`/api/people/${second}`)).values.leftOn).toBe('2026-03-09')
    const gone = await only(scene.push('wuye', [person('T2', 2, {}, { leftOn: '2026-03-02' })]))
    expect(gone?.outcome).toBe('updated')
    expect((await get<{ links: object[] }>(`/api/people/${first}/links`)).links).toEqual([])
    const refused = await peek<{ reason: string; subject_id: string }>(
      app.kernel.store,
      "SELECT reason, subject_id FROM audit_entries WHERE action = 'upstream.refused' ORDER BY id",
    )
    expect(refused).toEqual([{ reason: 'out-of-grant', subject_id: 'T4' }])
    const runs = await get<{ items: UpstreamRun[] }>(`/api/upstream/runs?systemId=${property.id}`)
    const run = runs.items.find(({ id }) => id === body.runId)
    expect(run).toMatchObject({ kind: 'push', system: 'wuye 系统', created: 2, updated: 0, refused: 1, fault: null })
    const rows = await get<{ items: UpstreamRefused[] }>(`/api/upstream/runs/${run?.id}/refusals`)
    expect(rows.items).toMatchObject([{ row: 3, archive: 'person', ref: 'T4', place: v.nextHouse.path, why: 'out-of-grant' }])
  })

  it('[CSPSTC-4.1] the same person from two systems is one file, with both recorded as its sources', async () => {
    const gates = await scene.register('gates', { source: 'device' })
    await scene.grant(property, v.estate.id, ['person'])
    await scene.grant(gates, v.estate.id, ['person'])
    const before = await count('people')
    const told = person('ERP-88', 5)
    const first = await only(scene.push('wuye', [told]))
    await app.clock.advance(60_000)
    const second = await only(scene.push('gates', [{ ...told, ref: 'CARD-7' }]))
    expect([first?.outcome, second?.outcome, second?.fileId]).toEqual(['created', 'same', first?.fileId])
    expect((await count('people')) - before).toBe(1)
    const known = await origins('person', first?.fileId ?? '')
    expect(known.map(({ system, source, ref, lastAt }) => [system, source, ref, lastAt])).toEqual([
      ['wuye 系统', 'property', 'ERP-88', '2026-03-02T02:00:00.000Z'],
      ['gates 系统', 'device', 'CARD-7', '2026-03-02T02:01:00.000Z'],
    ])
    expect(known[1]?.fields.map(({ field }) => field).sort()).toEqual(['idKind', 'idNumber', 'name', 'phone'])
    // without a number the same name and telephone at the same house are the same person
    const third = await only(
      scene.push('gates', [{ ...told, ref: 'CARD-8', values: { name: told.values.name, phone: told.values.phone } }]),
    )
    expect([third?.outcome, third?.fileId]).toEqual(['same', first?.fileId])
    // two systems at the same moment
    const twice = await Promise.all([scene.push('wuye', [person('ERP-89', 6)]), scene.push('gates', [person('CARD-9', 6)])])
    expect(new Set(twice.map(({ body }) => body.items[0]?.fileId)).size).toBe(1)
    expect((await count('people')) - before).toBe(2)
    // a record that names another person than before is not believed
    expect((await only(scene.push('wuye', [{ ...person('ERP-88', 6) }])))?.why).toBe('conflict')
  })

  it('a person whose file lies outside the mandate is not touched, and no second file is made', async () => {
    const made = await app.call<File>('POST', '/api/people', {
      token: v.tokens.officer,
      body: {
        placeId: v.secondHouse.id,
        source: 'collected',
        values: { name: '卓文君', idKind: 'resident', idNumber: paperOf(7), population: 'resident' },
      },
    })
    const before = await count('people')
    expect(await only(scene.push('wuye', [person('T7', 7)]))).toMatchObject({ outcome: 'refused', why: 'elsewhere', fileId: null })
    expect(await count('people')).toBe(before)
    expect((await file(`/api/people/${made.body.id}`)).version).toBe(made.body.version)
  })

  it('writes no field that is nobody’s business outside, and tells what is malformed', async () => {
    const results = (
      await scene.push('wuye', [
        person('T8', 8, {}, { health: 'serious', keyNote: '关注', birthYear: 1990 }),
        person('T8', 8, {}, { phone: '123' }),
        person('T8', 8, { place: v.estate.path, archive: 'house' }),
      ])
    ).body.items
    expect(results.map(({ why, fields }) => [why, [...fields].sort()])).toEqual([
      ['fields', ['birthYear', 'health', 'keyNote']],
      ['fields', ['phone']],
      ['out-of-grant', []],
    ])
  })

  it('what somebody of the house has looked at since is not overwritten by something older; gaps are filled', async () => {
    const at = new Date(app.clock.now()).toISOString()
    const first = await only(scene.push('wuye', [person('T9', 8)]))
    await app.clock.advance(3_600_000)
    const seen = await file(`/api/people/${first?.fileId}`)
    await app.call('PATCH', `/api/people/${seen.id}`, {
      token: v.tokens.officer,
      body: { version: seen.version, source: 'collected', values: { phone: '10000008888' } },
    })
    await only(scene.push('wuye', [{ ...person('T9', 8, {}, { secondPhone: '10000009999' }), changedAt: at }]))
    const now = await app.call<{ values: Record<string, string> }>('POST', `/api/people/${seen.id}/reveal`, {
      token: v.tokens.officer,
      body: { fields: ['phone', 'secondPhone'], reason: '核对来源' },
    })
    expect(now.body.values).toEqual({ phone: '10000008888', secondPhone: '10000009999' })
    await app.clock.advance(60_000)
    expect((await only(scene.push('wuye', [person('T9', 8)])))?.outcome).toBe('updated')
  })

  it('[ZJWL-6.3.2.2] the provincial application updates a house under its mandate, and the house says so', async () => {
    const change = (over: object = {}) => ({
      ...{ archive: 'house', ref: 'ZJ-FW-1201', place: v.house.path, ...over },
      values: { occupancy: 'let', landlordName: '林晓岚', rentalKind: 'whole', layout: '3-2' },
    })
    expect((await scene.push('province', [change()])).error?.code).toBe('upstream.not-granted')
    await scene.grant(province, v.building.id, ['house'])
    expect((await only(scene.push('province', [change({ place: v.secondHouse.path })])))?.why).toBe('out-of-grant')
    expect(await only(scene.push('province', [change()]))).toMatchObject({ outcome: 'updated', fileId: houseFile })
    expect(await file(`/api/houses/${houseFile}`)).toMatchObject({
      ...{ source: 'collected', values: { occupancy: 'let', layout: '3-2' } },
      provenance: { basic: { source: 'provincial' }, rental: { source: 'provincial' } },
    })
    expect((await origins('house', houseFile)).map(({ system }) => system)).toEqual(['province 系统'])
  })

  it('[ZJWL-6.3.3.2] the provincial application updates a vehicle under its mandate, matched by its plate, and the vehicle says so', async () => {
    const made = await app.call<File>('POST', '/api/vehicles', {
      token: v.tokens.officer,
      body: { placeId: v.house.id, source: 'collected', values: { plate: '浙A60001', plateKind: 'blue', stay: 'temporary' } },
    })
    const change = {
      ...{ archive: 'vehicle', ref: 'ZJ-CL-1', place: v.house.path },
      values: { plate: '浙A60001', plateKind: 'blue', brand: '吉利', colour: 'white', inspectionUntil: '2027-05-01' },
    }
    expect((await only(scene.push('province', [change])))?.why).toBe('out-of-grant')
    await scene.grant(province, v.estate.id, ['vehicle'])
    expect(await only(scene.push('province', [change]))).toMatchObject({ outcome: 'updated', fileId: made.body.id })
    expect(await file(`/api/vehicles/${made.body.id}`)).toMatchObject({
      ...{ values: { brand: '吉利', colour: 'white', inspectionUntil: '2027-05-01' } },
      provenance: { basic: { source: 'provincial' }, registration: { source: 'provincial' } },
    })
  })

  it('a mandate that was taken back or is over ends at once', async () => {
    const visiting = await scene.register('short')
    const mandate = await scene.grant(visiting, v.house.id, ['person'], '2026-03-03')
    const change = person('S1', 1)
    expect((await only(scene.push('short', [change])))?.outcome).not.toBe('refused')
    const path = `/api/upstream/mandates/${mandate.id}/revoke`
    expect((await app.call('POST', path, { token: v.tokens.officer, body: { version: 9 } })).error?.code).toBe('stale')
    expect((await app.call('POST', path, { token: v.tokens.manager, body: { version: 1 } })).error?.code).toBe('permission.denied')
    const revoked = await app.call<UpstreamMandate>('POST', path, { token: v.tokens.officer, body: { version: 1 } })
    expect(revoked.body.state).toBe('revoked')
    expect((await scene.push('short', [change])).error?.code).toBe('upstream.not-granted')
    await scene.grant(visiting, v.house.id, ['person'], '2026-03-03')
    expect((await scene.push('short', [change])).status).toBe(200)
    await app.clock.advance(2 * day)
    expect((await scene.push('short', [change])).error?.code).toBe('upstream.not-granted')
    const states = await get<{ items: UpstreamMandate[] }>(`/api/upstream/systems/${visiting.id}/mandates`)
    expect(states.items.map(({ state }) => state)).toEqual(['over', 'revoked'])
  })

  it('asks the store as often for many systems and runs as for one', async () => {
    const statements = async (path: string, limit: number) =>
      Number((await app.call('GET', `${path}?limit=${limit}`, { token: v.tokens.officer })).headers.get('x-liren-statements'))
    for (const path of ['/api/upstream/systems', '/api/upstream/runs', `/api/upstream/systems/${property.id}/mandates`]) {
      await statements(path, 1)
      expect(await statements(path, 4), path).toBe(await statements(path, 1))
    }
  })
})
