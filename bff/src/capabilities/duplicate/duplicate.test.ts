import type { Duplicate, DuplicateDetail } from '@liren/contract/capabilities/duplicate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { referencesTo } from './follow.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
const day = 86_400_000

interface File {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly values: Record<string, unknown>
  readonly can: string[]
}

describeStores('duplicates', (open) => {
  let app: TestApp
  let village: Village
  let officer: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    officer = village.tokens.officer
  })
  afterAll(() => app.close())

  const create = async (path: string, values: object, placeId = village.house.id) => {
    const answer = await app.call<File>('POST', path, { token: officer, body: { placeId, source: 'collected', values } })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body
  }
  const person = (name: string, values: object = {}, placeId?: string) =>
    create('/api/people', { name, idKind: 'none', population: 'resident', ...values }, placeId)
  const look = async () => {
    for (const { jobs } of app.house.capabilities)
      for (const job of jobs ?? [])
        if (job.kind === 'duplicate.follow') await job.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
  }
  const pairs = async (query = '', token = officer) =>
    (await app.call<{ items: Duplicate[] }>('GET', `/api/duplicates${query}`, { token })).body.items
  const pairOf = async (a: { id: string }, b: { id: string }, query = '?limit=100') =>
    (await pairs(query)).find(({ first, second }) => [first.id, second.id].sort().join() === [a.id, b.id].sort().join())
  const read = async (id: string) => (await app.call<DuplicateDetail>('GET', `/api/duplicates/${id}`, { token: officer })).body
  const file = async (path: string, id: string) => (await app.call<File>('GET', `${path}/${id}`, { token: officer })).body
  const mergeBody = (pair: DuplicateDetail | Duplicate, survivorId: string, take: string[] = []) => ({
    ...{ version: pair.version, survivorId, take },
    versions: { first: pair.first.version, second: pair.second.version },
  })
  const act = (pair: { id: string }, verb: string, body: object, token = officer) =>
    app.call<DuplicateDetail>('POST', `/api/duplicates/${pair.id}/${verb}`, { token, body })
  /** Everything stored about these files, and what names them; versions apart, which only grow. */
  const stored = async (table: string, ids: string[]) => {
    const marks = ids.map(() => '?').join(', ')
    const tables: [string, string][] = [
      [`SELECT * FROM ${table} WHERE id IN (${marks}) ORDER BY id`, ''],
      [`SELECT * FROM archive_links WHERE from_id IN (${marks}) OR to_id IN (${marks}) ORDER BY id`, 'twice'],
      [`SELECT * FROM archive_tags WHERE file_id IN (${marks}) ORDER BY id`, ''],
      [`SELECT archive, gram, file_id FROM archive_grams WHERE file_id IN (${marks}) ORDER BY gram, file_id`, ''],
      [`SELECT file_id, subject, subject_id FROM attachments WHERE subject_id IN (${marks}) ORDER BY file_id, subject_id`, ''],
    ]
    const rows: Record<string, unknown>[][] = []
    for (const [sql, how] of tables) rows.push((await app.kernel.search) && (await rowsOf(sql, how === 'twice' ? [...ids, ...ids] : ids)))
    return rows.map((some) => some.map(({ version: _version, ...row }) => unsealed(table, row)))
  }
  const rowsOf = async (sql: string, params: string[]) => {
    const { unscoped } = await import('../../kernel/store/scope.ts')
    return unscoped<Record<string, unknown>>(app.kernel.store, 'a test compares what is stored', { sql, params })
  }
  /** Sealed anew a value looks different every time: it is compared opened. */
  const unsealed = (table: string, row: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [
        column,
        column.endsWith('_sealed') && typeof value === 'string'
          ? app.kernel.sealer.open(value, { table, column, row: String(row.id) })
          : value,
      ]),
    )

  it('is closed to whoever may not see or merge, and says nothing of other places', async () => {
    expect((await app.call('GET', '/api/duplicates')).error?.code).toBe('identity.missing')
    expect((await app.call('GET', '/api/duplicates', { token: village.tokens.manager })).error?.code).toBe('permission.denied')
    const [a, b] = [await person('卫子衿', { birthDay: '1980-02-03' }), await person('卫子衿', { birthDay: '1980-02-03' })]
    await look()
    const pair = (await pairOf(a, b)) as Duplicate
    const farId = await makePerson(app.kernel, '郑远行', { roles: [['community-officer', village.otherCommunity]] })
    const far = await app.tokenOf(farId, 'admin')
    expect(await pairs('', far)).toEqual([])
    expect((await app.call('GET', `/api/duplicates/${pair.id}`, { token: far })).status).toBe(404)
    expect((await act(pair, 'merge', mergeBody(pair, a.id), far)).status).toBe(404)
    expect((await act(pair, 'merge', mergeBody(pair, a.id), village.tokens.manager)).error?.code).toBe('permission.denied')
    // a place of their own is not enough: both files have to be within reach
    const [c, d] = [
      await person('齐同舟', { phone: '10000008801' }),
      await person('齐同舟', { phone: '10000008801' }, village.secondHouse.id),
    ]
    await look()
    const across = (await pairOf(c, d)) as Duplicate
    const leaderId = await makePerson(app.kernel, '方寸心', { roles: [['grid-leader', village.estate]] })
    const leader = await app.tokenOf(leaderId, 'admin')
    expect((await pairs('', leader)).map(({ id }) => id)).toContain(pair.id)
    expect((await pairs('', leader)).map(({ id }) => id)).not.toContain(across.id)
    expect((await app.call('GET', `/api/duplicates/${across.id}`, { token: leader })).status).toBe(404)
  })

  it('refuses old versions, a survivor that is no side of it, unknown fields, and two who decide at once', async () => {
    const [a, b] = [
      await person('闻人语', { birthDay: '1991-01-01' }),
      await person('闻人雨', { birthDay: '1991-01-01', phone: '10000008802' }),
    ]
    // sounding alike and born on one day is not enough; the same home tips it
    await look()
    const pair = (await pairOf(a, b)) as Duplicate
    expect(pair.signs).toEqual([
      expect.objectContaining({ field: 'name', how: 'similar' }),
      expect.objectContaining({ field: 'birthDay', how: 'equal' }),
      expect.objectContaining({ field: 'place', how: 'equal' }),
    ])
    const body = mergeBody(pair, a.id)
    expect((await act(pair, 'merge', { ...body, version: 9 })).error?.code).toBe('stale')
    expect((await act(pair, 'merge', { ...body, versions: { first: 1, second: 7 } })).error?.code).toBe('stale')
    expect((await act(pair, 'merge', { ...body, survivorId: village.ids.officer })).error?.code).toBe('duplicate.unfit')
    expect((await act(pair, 'merge', { ...body, take: ['nonsense'] })).error?.code).toBe('request.invalid')
    expect((await act(pair, 'dismiss', { version: pair.version })).error?.code).toBe('request.invalid')
    const both = await Promise.all([act(pair, 'merge', body), act(pair, 'dismiss', { version: pair.version, reason: '两个人' })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('lets nobody merge over a value that they may not read', async () => {
    const [a, b] = [
      await person('毕行远', { birthDay: '1970-05-05', military: 'retired' }),
      await person('毕行远', { birthDay: '1970-05-05' }),
    ].sort((one, other) => (one.id < other.id ? -1 : 1)) as [File, File]
    await look()
    const pair = (await pairOf(a, b)) as Duplicate
    const content = {
      ...{ name: '只读合并员', description: '', ends: ['admin'], deniedEndpoints: [] },
      permissions: ['person.read', 'person.write', 'duplicate.read', 'duplicate.merge'].map((code) => ({ code, range: 'place' })),
      fieldRules: [{ field: 'person.name', rule: 'read' }],
    }
    const adminId = await makePerson(app.kernel, '管理甲', { roles: [['system-administrator', village.city]] })
    const admin = await app.tokenOf(adminId, 'admin')
    await app.kernel.store.run('UPDATE sessions SET stepped_up_at = ?', [app.clock.now()])
    const role = await app.call<{ id: string }>('POST', '/api/roles', { token: admin, body: content })
    expect(role.status, role.text).toBe(201)
    const clerkId = await makePerson(app.kernel, '录入乙', { at: village.estate })
    const { assignRole, theHouse } = await import('../../kernel/identity/assign.ts')
    await app.kernel.store.tx((tx) =>
      assignRole(
        app.kernel,
        theHouse,
        { kind: 'user', id: clerkId },
        { roleId: role.body.id, place: village.estate, from: null, until: null },
        tx,
      ),
    )
    const clerk = await app.tokenOf(clerkId, 'admin')
    const seen = await app.call<DuplicateDetail>('GET', `/api/duplicates/${pair.id}`, { token: clerk })
    const row = seen.body.rows.find(({ field }) => field === 'military')
    expect(row).toMatchObject({ isSame: false, isMasked: true, isDenied: true })
    expect(JSON.stringify(seen.body)).not.toContain('"retired"')
    const refused = await act(pair, 'merge', mergeBody(pair, a.id), clerk)
    expect(refused.error?.code).toBe('duplicate.field-denied')
    expect(refused.error?.faults.map(({ path }) => path)).toEqual(['body.take.military'])
    expect((await file('/api/people', a.id)).state).toBe('active')
    // whoever may reveal it may merge
    expect((await act(pair, 'merge', mergeBody(pair, a.id, ['military']))).status).toBe(200)
  })

  it('changes nothing while a legal hold stands', async () => {
    const [a, b] = [await person('安如山', { birthDay: '1966-06-06' }), await person('安如山', { birthDay: '1966-06-06' })]
    await look()
    const pair = (await pairOf(a, b)) as Duplicate
    const hold = { id: app.kernel.ids.next(), subject: 'person', subject_id: b.id, place_path: village.house.path, reason: '案件调查' }
    const { insertOnce } = await import('../../kernel/store/insert-once.ts')
    await insertOnce(app.kernel.store, 'legal_holds', { ...hold, placed_by: village.ids.officer, placed_at: app.clock.now() })
    expect((await act(pair, 'merge', mergeBody(pair, a.id))).error?.code).toBe('duplicate.held')
    await app.kernel.store.run('UPDATE legal_holds SET lifted_at = ? WHERE id = ?', [app.clock.now(), hold.id])
    expect((await act(pair, 'merge', mergeBody(pair, a.id))).status).toBe(200)
  })

  it('finds people by name and birthday, by sound and telephone, never families that only share a telephone', async () => {
    const one = await person('祝余年', { birthDay: '2001-07-07', phone: '10000008810' })
    const twin = await person('祝余月', { birthDay: '2001-07-07', phone: '10000008810' })
    const same = await person('祝 余年', { phone: '10000008810' }, village.secondHouse.id)
    await look()
    expect(await pairOf(one, twin)).toBeUndefined()
    const found = (await pairOf(one, same)) as Duplicate
    expect(found.score).toBe(55)
    expect(found.signs.map(({ field, how }) => `${field} ${how}`)).toEqual(['name equal', 'phone equal'])
    // what no longer agrees is no longer shown
    await app.call('PATCH', `/api/people/${same.id}`, {
      token: officer,
      body: { version: same.version, source: 'collected', values: { phone: '10000008811' } },
    })
    await look()
    expect(await pairOf(one, same)).toBeUndefined()
    expect((await pairOf(one, same, '?state=gone&limit=100'))?.id).toBe(found.id)
  })

  it('finds vehicles by plates that are misread, organisations by their name, houses by their door', async () => {
    const cars = [
      await create('/api/vehicles', {
        plate: '浙A0B123',
        plateKind: 'blue',
        stay: 'resident',
        brand: '蓝鲸',
        ownerName: '江望舒',
        ownerPhone: '10000008820',
      }),
      await create('/api/vehicles', { plate: '浙AD8123', plateKind: 'blue', stay: 'temporary', brand: '蓝鲸', ownerName: '江望舒' }),
    ] as const
    const firms = [
      await create('/api/orgs', { name: '江临市晨光商贸有限公司', kind: 'social' }, village.building.id),
      await create('/api/orgs', { name: '江临市晨光商贸（有限责任公司）', kind: 'social' }, village.building.id),
    ] as const
    const { makePlace } = await import('../../../test/village.ts')
    const door = await makePlace(app.kernel, 'house', '1202b', '12-02室', village.unit)
    const houses = [
      await create('/api/houses', { purpose: 'home', occupancy: 'owner' }, village.nextHouse.id),
      await create('/api/houses', { purpose: 'home', occupancy: 'owner' }, door.id),
    ] as const
    await look()
    expect((await pairOf(...cars))?.signs.map(({ field, how }) => `${field} ${how}`)).toEqual([
      'plate similar',
      'ownerName equal',
      'brand equal',
    ])
    expect((await pairOf(...firms))?.signs[0]).toMatchObject({ field: 'name', how: 'similar' })
    expect((await pairOf(...houses))?.signs[0]).toMatchObject({ field: 'place', how: 'equal' })
    const pair = (await pairOf(...cars)) as Duplicate
    const merged = await act(pair, 'merge', mergeBody(pair, cars[1].id, ['plate', 'stay']))
    expect(merged.status, merged.text).toBe(200)
    expect((await file('/api/vehicles', cars[1].id)).values).toMatchObject({ plate: '浙A0B123', stay: 'resident' })
    const found = await app.call<{ items: { id: string }[] }>('GET', `/api/vehicles?q=${encodeURIComponent('0B12')}&state=all`, {
      token: officer,
    })
    expect(found.body.items.map(({ id }) => id)).toEqual([cars[1].id])
    const undone = await act(pair, 'undo', { version: merged.body.version, reason: '是两辆车' })
    expect(undone.status, undone.text).toBe(200)
    expect((await file('/api/vehicles', cars[0].id)).values).toMatchObject({ plate: '浙A0B123' })
    expect((await file('/api/vehicles', cars[1].id)).values).toMatchObject({ plate: '浙AD8123', stay: 'temporary' })
  })

  it('takes chosen values, links, tags, visits, reviews and consents to the survivor, keeps both histories, and restores both', async () => {
    const keep = await person('林疏影', { birthDay: '1985-08-08', phone: '10000008830', registeredRegion: '江临市' })
    const photo = await app.photo(officer)
    const gone = await person('林疏影', {
      ...{ birthDay: '1985-08-08', idKind: 'passport', idNumber: 'E12345678', photo: [photo], occupation: 'professional' },
      registeredRegion: '云溪镇',
    })
    const [home, flat] = [
      await create('/api/houses', { purpose: 'home', occupancy: 'owner' }, village.house.id),
      await create('/api/houses', { purpose: 'home', occupancy: 'owner' }, village.secondHouse.id),
    ]
    const link = (id: string, kind: string, otherId: string, archive = 'house') =>
      app.call('POST', `/api/people/${id}/links`, { token: officer, body: { kind, archive, otherId, source: 'collected' } })
    for (const [id, kind, other] of [
      [keep.id, 'lives-in', home.id],
      [gone.id, 'lives-in', home.id],
      [gone.id, 'owns-house', flat.id],
    ] as const)
      expect((await link(id, kind, other)).status).toBe(201)
    expect((await link(gone.id, 'kin-of', keep.id, 'person')).status).toBe(201)
    const { insertOnce } = await import('../../kernel/store/insert-once.ts')
    const tag = (fileId: string, word: string) =>
      insertOnce(app.kernel.store, 'archive_tags', {
        ...{ id: app.kernel.ids.next(), archive: 'person', file_id: fileId, tag: word, source: 'collected' },
        ...{ tagged_at: app.clock.now(), live_key: `person:${fileId}:${word}` },
      })
    await tag(keep.id, 'volunteer')
    await tag(gone.id, 'volunteer')
    await tag(gone.id, 'elder')
    const task = app.kernel.ids.next()
    await insertOnce(app.kernel.store, 'visit_tasks', {
      ...{ id: task, house_id: village.house.id, place_path: village.house.path, subject: 'person', person_id: gone.id },
      ...{ reason: 'plan', due_on: '2026-03-09', route_key: '/x', live_key: `person:${gone.id}`, created_at: app.clock.now() },
    })
    const proposed = await app.call('POST', '/api/reviews', {
      token: village.tokens.manager,
      body: { archive: 'person', fileId: gone.id, version: gone.version, values: { registeredRegion: '白鹭镇' }, source: 'collected' },
    })
    expect(proposed.status, proposed.text).toBe(201)
    const consent = await app.call('POST', `/api/people/${gone.id}/consents`, {
      token: officer,
      body: { purpose: 'health', action: 'given', textVersion: 1, channel: 'paper', evidence: [await app.photo(officer)] },
    })
    expect(consent.status, consent.text).toBe(201)
    await look()
    const pair = (await pairOf(keep, gone)) as Duplicate
    const seen = await read(pair.id)
    expect(seen.references).toContainEqual({ what: '关联', first: 2, second: 3 })
    expect(seen.rows.find(({ field }) => field === 'registeredRegion')).toMatchObject({ isSame: false, isDenied: false })
    const before = await stored('people', [keep.id, gone.id])
    const merged = await act(pair, 'merge', mergeBody(seen, keep.id, ['idNumber', 'photo', 'occupation']))
    expect(merged.status, merged.text).toBe(200)
    expect(merged.body).toMatchObject({ state: 'merged', can: ['undo'] })

    const survivor = await file('/api/people', keep.id)
    expect(survivor.values).toMatchObject({ idKind: 'passport', occupation: 'professional', registeredRegion: '江临市', photo: null })
    expect(survivor.version).toBe(keep.version + 1)
    const ended = await file('/api/people', gone.id)
    expect(ended).toMatchObject({ state: 'merged', can: ['reveal'] })
    expect(
      (await app.call('POST', `/api/people/${gone.id}/restore`, { token: officer, body: { version: ended.version, reason: '想恢复' } }))
        .error?.code,
    ).toBe('person.merged')
    const links = await app.call<{ links: { kind: string; from: { id: string } }[] }>('GET', `/api/people/${keep.id}/links`, {
      token: officer,
    })
    expect(links.body.links.map(({ kind, from }) => `${kind} ${from.id === keep.id}`).sort()).toEqual(['lives-in true', 'owns-house true'])
    const tags = await rowsOf('SELECT tag FROM archive_tags WHERE file_id = ? AND removed_at IS NULL ORDER BY tag', [keep.id])
    expect(tags.map(({ tag: word }) => word)).toEqual(['elder', 'volunteer'])
    expect(await rowsOf('SELECT person_id, live_key FROM visit_tasks WHERE id = ?', [task])).toEqual([
      { person_id: keep.id, live_key: `person:${keep.id}` },
    ])
    expect((await rowsOf('SELECT id FROM reviews WHERE file_id = ? AND is_open = 1', [keep.id])).length).toBe(1)
    const ledger = await app.call<{ items: { purpose: string; action: string }[] }>('GET', `/api/people/${keep.id}/consents`, {
      token: officer,
    })
    expect(ledger.body.items[0]).toMatchObject({ purpose: 'health', action: 'given' })
    for (const id of [keep.id, gone.id]) {
      const history = await app.call<{ items: { action: string }[] }>('GET', `/api/people/${id}/history?limit=100`, { token: officer })
      expect(history.body.items.map(({ action }) => action)).toEqual(expect.arrayContaining(['merged', 'created']))
    }
    const entries = await rowsOf(
      "SELECT action, actor_id, subject_id FROM audit_entries WHERE action = 'duplicate.merged' AND subject_id = ?",
      [keep.id],
    )
    expect(entries).toEqual([{ action: 'duplicate.merged', actor_id: village.ids.officer, subject_id: keep.id }])

    expect((await act(pair, 'undo', { version: merged.body.version })).error?.code).toBe('request.invalid')
    const undone = await act(pair, 'undo', { version: merged.body.version, reason: '原来是两个人' })
    expect(undone.status, undone.text).toBe(200)
    expect(undone.body.state).toBe('open')
    expect(await stored('people', [keep.id, gone.id])).toEqual(before)
    expect((await rowsOf('SELECT person_id FROM visit_tasks WHERE id = ?', [task]))[0]?.person_id).toBe(gone.id)
    expect(
      (await app.call<{ items: { action: string }[] }>('GET', `/api/people/${keep.id}/consents`, { token: officer })).body.items[0]?.action,
    ).toBe('withdrawn')
  })

  it('does not take a merge back over a change, says what changed, and not after its time', async () => {
    const [a, b] = [await person('池上鸣', { birthDay: '1999-09-09' }), await person('池上鸣', { birthDay: '1999-09-09' })]
    await look()
    const pair = (await pairOf(a, b)) as Duplicate
    const merged = (await act(pair, 'merge', mergeBody(pair, a.id))).body
    await app.call('PATCH', `/api/people/${a.id}`, {
      token: officer,
      body: { version: a.version + 1, source: 'collected', values: { registeredRegion: '新地' } },
    })
    const refused = await act(pair, 'undo', { version: merged.version, reason: '想撤销' })
    expect(refused.error?.code).toBe('duplicate.changed')
    expect(refused.error?.details).toMatchObject({
      changes: [{ fileId: a.id, action: 'updated', fields: ['registeredRegion'], by: '孙明理' }],
    })
    expect((await file('/api/people', b.id)).state).toBe('merged')

    const [c, d] = [await person('丘如是', { birthDay: '1988-08-18' }), await person('丘如是', { birthDay: '1988-08-18' })]
    await look()
    const other = (await pairOf(c, d)) as Duplicate
    const done = (await act(other, 'merge', mergeBody(other, c.id))).body
    await app.clock.leap(31 * day)
    officer = await app.tokenOf(village.ids.officer, 'admin')
    expect((await act(other, 'undo', { version: done.version, reason: '太迟了' })).error?.code).toBe('duplicate.too-late')
    for (const { jobs } of app.house.capabilities)
      for (const job of jobs ?? [])
        if (job.kind === 'duplicate.forget') await job.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
    expect(await rowsOf('SELECT before_sealed FROM duplicate_merges WHERE pair_id = ?', [other.id])).toEqual([{ before_sealed: null }])
  })

  it('remembers that two are not one, until somebody says otherwise', async () => {
    const [a, b] = [await person('易安居', { birthDay: '1990-10-10' }), await person('易安居', { birthDay: '1990-10-10' })]
    await look()
    const pair = (await pairOf(a, b)) as Duplicate
    const dismissed = await act(pair, 'dismiss', { version: pair.version, reason: '同名同日生，已电话核实' })
    expect(dismissed.body).toMatchObject({ state: 'dismissed', can: ['reconsider'] })
    await app.call('PATCH', `/api/people/${b.id}`, {
      token: officer,
      body: { version: b.version, source: 'collected', values: { phone: '10000008890' } },
    })
    await look()
    expect(await pairOf(a, b)).toBeUndefined()
    expect((await act(pair, 'reconsider', { version: dismissed.body.version })).body.state).toBe('open')
  })

  it('merges with as many statements for many links as for few, and lists with as many for many as for one', async () => {
    const statements = async (links: number) => {
      const [a, b] = [
        await person(`易水寒${links}`, { birthDay: '1977-07-07' }),
        await person(`易水寒${links}`, { birthDay: '1977-07-07' }),
      ]
      for (let n = 0; n < links; n++) {
        const other = await person(`亲友${links}-${n}`)
        await app.call('POST', `/api/people/${b.id}/links`, {
          token: officer,
          body: { kind: 'kin-of', archive: 'person', otherId: other.id, source: 'collected' },
        })
      }
      await look()
      const pair = (await pairOf(a, b)) as Duplicate
      const answer = await act(pair, 'merge', mergeBody(pair, a.id))
      expect(answer.status, answer.text).toBe(200)
      return Number(answer.headers.get('x-liren-statements'))
    }
    const few = await statements(2)
    expect(await statements(12)).toBe(few)
    const count = async (limit: number) =>
      Number(
        (await app.call('GET', `/api/duplicates?archive=person&state=merged&limit=${limit}`, { token: officer })).headers.get(
          'x-liren-statements',
        ),
      )
    expect(await count(50)).toBe(await count(1))
  })

  it('knows of every column that names a file of an archive what becomes of it', async () => {
    const declared = new Set(
      ['person', 'house', 'vehicle', 'org'].flatMap((name) =>
        referencesTo(app.kernel, name).map(({ table, column }) => `${table}.${column}`),
      ),
    )
    const stays: Readonly<Record<string, string>> = {
      'archive_changes.file_id': 'each history stays with its own file',
      'archive_grams.file_id': 'pieces of the texts of the file itself',
      'attachments.file_id': 'an upload, not a file of an archive; shared when its field is taken',
      'consents.person_id': 'the ledger is only added to: the last word is carried over as a line of its own',
      'duplicate_keys.file_id': 'what the file itself is found by',
      'faces.person_id': 'changes sides when the face is chosen',
      'govdata_records.file_id': 'what was pulled for the file itself; asked again for the survivor',
      'govdata_traces.file_id': 'who was looked at stays with the file that was looked at; rights look at both',
      'map_stage_entries.file_id': 'an upload, the paper of a stage of a building',
      'passages.person_id': 'what a gate saw stays with the file that it saw; rights look at both',
      'presences.person_id': 'where the file itself was seen last; the survivor gets its own with the next passage',
      'quality_faults.file_id': 'judged anew after the change',
      'quality_tasks.file_id': 'ends with the file that is merged; the survivor has its own',
    }
    const columns = new Set<string>()
    const migrations = Object.values(await import('../../../migrations/index.ts')) as { up: (m: unknown) => Promise<void> }[]
    const note = {
      createTable: async (table: string, shape: Record<string, unknown>) => {
        for (const column of Object.keys(shape)) if (/^(file|person|from|to)_id$/.test(column)) columns.add(`${table}.${column}`)
      },
      addColumn: async (table: string, column: string) => {
        if (/^(file|person)_id$/.test(column)) columns.add(`${table}.${column}`)
      },
    }
    const nothing = async () => []
    const ddl = new Proxy(note, { get: (target, name) => (name === 'then' ? undefined : (target[name as keyof typeof note] ?? nothing)) })
    for (const { up } of migrations) await up(ddl).catch(() => undefined)
    expect(columns.size).toBeGreaterThan(8)
    expect([...columns].filter((column) => !declared.has(column) && !(column in stays))).toEqual([])
  })
})
