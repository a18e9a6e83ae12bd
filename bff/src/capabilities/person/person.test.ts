import { residentIdSign } from '@liren/contract/archive/index'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makePlace, makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
let made = 0
/** A number that adds up, of a region that does not exist. */
const idNumber = (born = '19860309', odd = true) => {
  const head = `990101${born}${String(++made).padStart(2, '0')}${odd ? 1 : 2}`
  return head + residentIdSign(head)
}

interface Shown {
  id: string
  title: string
  version: number
  state: string
  values: Record<string, unknown>
  masked: string[]
  source: string
  enteredAt: string
  verifiedAt: string | null
  enteredBy: string | null
  provenance: Record<string, { source: string; verifiedAt: string | null }>
  complete: number
  can: string[]
}

describeStores('files of people', (open) => {
  let app: TestApp
  let village: Village
  let secondGrid: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    const id = await makePerson(app.kernel, '郑远行', { roles: [['grid-worker', village.otherCommunity]] })
    secondGrid = await app.tokenOf(id, 'grid')
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const draft = (values: object = {}, over: object = {}) => ({
    placeId: village.house.id,
    source: 'collected',
    values: { name: '江望舒', idKind: 'resident', idNumber: idNumber(), population: 'resident', ...values },
    ...over,
  })
  const token = (who: Who) => village.tokens[who]
  const create = (who: Who, values?: object, over?: object) =>
    app.call<Shown>('POST', '/api/people', { token: token(who), body: draft(values, over) })
  const made_ = async (values?: object, over?: object): Promise<Shown> => {
    const answer = await create('gridWorker', values, over)
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body
  }
  const list = (who: Who, query = '') => app.call<{ items: Shown[]; next?: string }>('GET', `/api/people${query}`, { token: token(who) })
  const change = (who: Who, file: Shown, values: object, over: object = {}) =>
    app.call<Shown>('PATCH', `/api/people/${file.id}`, {
      token: token(who),
      body: { version: file.version, source: 'collected', values, ...over },
    })

  it('[ZJWL-6.3.1.1] refuses whoever is not signed in, has no permission, or enters at a place of others; an authorised recorder enters and the trail says so', async () => {
    expect((await app.call('POST', '/api/people', { body: draft() })).error?.code).toBe('identity.missing')
    expect((await create('worker')).error?.code).toBe('permission.denied')
    expect((await create('resident')).error?.code).toBe('permission.denied')
    expect((await create('farManager')).error?.code).toBe('request.invalid')
    const elsewhere = await app.call('POST', '/api/people', { token: secondGrid, body: draft() })
    expect(elsewhere.error?.faults.map(({ path }) => path)).toEqual(['body.placeId'])
    const file = await made_()
    const entries = await readTrail(app, file.id, 'person.created')
    expect(entries).toMatchObject([{ actor_id: village.ids.gridWorker }])
    expect(entries[0]?.after_json).not.toContain('江望舒')
  })

  it('tells all faults of a file at once, by the names the sender knows', async () => {
    const answer = await create('gridWorker', {
      name: '',
      idNumber: '99010119860309001X',
      population: 'key',
      phone: '12',
      ethnicity: 'martian',
      nonsense: 1,
    })
    expect(answer.status).toBe(400)
    expect(answer.error?.faults.map(({ path }) => path).sort()).toEqual(['body.values.name', 'body.values.nonsense', 'body.values.phone'])
    const second = await create('gridWorker', { idNumber: '99010119860309001X', population: 'key', ethnicity: 'martian' })
    expect(second.error?.faults.map(({ path }) => path).sort()).toEqual([
      'body.values.ethnicity',
      'body.values.idNumber',
      'body.values.keyClass',
    ])
  })

  it('[GB42455-7.2.1-c] refuses a person without a source; every file says where it comes from and when it came', async () => {
    const { source: _, ...without } = draft()
    const answer = await app.call('POST', '/api/people', { token: token('gridWorker'), body: without })
    expect(answer.error?.faults.map(({ path }) => path)).toEqual(['body.source'])
    expect(await made_()).toMatchObject({ source: 'collected', enteredAt: new Date(morning).toISOString(), enteredBy: '吴行知' })
  })

  it('[GB42455-8.1.1-a] refuses a second file with the same identity number and names the first; an update is visible at once', async () => {
    const number = idNumber()
    const file = await made_({ idNumber: number })
    const twin = await create('manager', { idNumber: number.toLowerCase(), name: '江望' })
    expect(twin.status).toBe(409)
    expect(twin.error).toMatchObject({ code: 'person.exists', details: { id: file.id, state: 'active' } })
    expect((await change('gridWorker', file, { registeredRegion: '江临市' })).status).toBe(200)
    expect((await app.call<Shown>('GET', `/api/people/${file.id}`, { token: token('officer') })).body.values).toMatchObject({
      registeredRegion: '江临市',
    })
  })

  it('does not say who has the same number where the other file is out of reach', async () => {
    const number = idNumber()
    await made_({ idNumber: number })
    const far = await app.call('POST', '/api/people', {
      token: secondGrid,
      body: { ...draft({ idNumber: number }), placeId: village.farEstate.id },
    })
    expect(far.error?.code).toBe('person.exists')
    expect(far.error?.details).toBeUndefined()
  })

  it('keeps identity, living and registered address, photo and labels; what is sealed comes out masked', async () => {
    const photo = await app.photo(token('gridWorker'))
    const file = await made_({
      phone: '10000004321',
      livingAddress: '枫林雅苑3幢1201',
      registeredAddress: '江临市云溪街道梧桐路8号',
      photo: [photo],
    })
    expect(file).toMatchObject({
      title: '江望舒',
      values: { sex: 'male', birthYear: 1986, phone: '100****4321', birthDay: '***', photo: null, livingAddress: '枫林雅苑*幢*' },
    })
    expect(file.masked).toEqual(expect.arrayContaining(['idNumber', 'phone', 'photo', 'birthDay', 'registeredAddress']))
    expect(file.values.idNumber).toMatch(/^9901\*{10}/)
    const shown = await app.call<{ values: Record<string, unknown> }>('POST', `/api/people/${file.id}/reveal`, {
      token: token('officer'),
      body: { fields: ['registeredAddress', 'photo', 'birthDay'], reason: '核对户籍' },
    })
    expect(shown.body.values).toEqual({ registeredAddress: '江临市云溪街道梧桐路8号', photo: [photo], birthDay: '1986-03-09' })
    expect((await app.call('GET', `/api/files/${photo}`, { token: token('officer') })).status).toBe(200)
    expect((await app.call('GET', `/api/files/${photo}`, { token: token('farManager') })).status).toBe(404)
  })

  it('reveals only to those who may, for a reason, and writes down who saw what', async () => {
    const file = await made_({ phone: '10000004321' })
    const ask = (who: Who, body: object) => app.call('POST', `/api/people/${file.id}/reveal`, { token: token(who), body })
    expect((await ask('gridWorker', { fields: ['phone'], reason: '核对' })).error?.code).toBe('permission.denied')
    expect((await ask('officer', { fields: ['phone'] })).error?.faults[0]?.path).toBe('body.reason')
    expect((await ask('officer', { fields: ['sex'], reason: '核对' })).status).toBe(400)
    expect((await ask('officer', { fields: ['phone'], reason: '核对联系方式' })).status).toBe(200)
    const rows = await readTrail(app, file.id, 'person.revealed')
    expect(rows.at(-1)).toMatchObject({ reason: '核对联系方式', actor_id: village.ids.officer, after_json: '{"fields":["phone"]}' })
  })

  it('keeps nothing sensitive in plain in the table, its history or its indexes', async () => {
    const file = await made_({ name: '欧阳清歌', phone: '10000007654', keyClass: 'care', keyNote: '行动不便', population: 'key' })
    await change('officer', file, { phone: '10000007655' })
    const dump: string[] = []
    for (const table of ['people', 'archive_changes', 'archive_grams', 'outbox', 'audit_entries', 'idempotency_keys'])
      dump.push(JSON.stringify(await everything(app, table)))
    for (const secret of ['欧阳清歌', '清歌', '10000007654', '10000007655', '行动不便']) expect(dump.join(), secret).not.toContain(secret)
  })

  it('finds by name piece, by whole phone or number, and by last four; what none may see is not asked by a filter either', async () => {
    const number = idNumber('19911212', false)
    const file = await made_({ name: '慕容听雪', phone: '10000002468', idNumber: number, keyClass: 'care', population: 'key' })
    for (const query of [
      'q=听雪',
      'f.phone=10000002468',
      'last4.phone=2468',
      `f.idNumber=${number}`,
      `last4.idNumber=${number.slice(-4)}`,
      'f.birthYear=1991',
      'f.population=key',
    ])
      expect(
        (await list('gridWorker', `?${query}&limit=100`)).body.items.map(({ id }) => id),
        query,
      ).toContain(file.id)
    expect((await list('gridWorker', '?q=听风')).body.items).toEqual([])
    expect((await list('gridWorker', '?f.keyClass=care')).error?.code).toBe('permission.field')
    expect((await list('officer', '?f.keyClass=care&limit=100')).body.items.map(({ id }) => id)).toContain(file.id)
  })

  it('is found in the one box by name, pinyin, number and last four, masked and only within reach', async () => {
    const number = idNumber()
    const file = await made_({ name: '钟离秋水', phone: '10000008642', idNumber: number })
    await app.work()
    const find = async (q: string, asked: string) => {
      const { body } = await app.call<{ groups: { subject: string; items: { id: string; title: string }[] }[] }>(
        'GET',
        `/api/search?q=${encodeURIComponent(q)}`,
        { token: asked },
      )
      return body.groups.find(({ subject }) => subject === 'person')?.items ?? []
    }
    for (const q of ['秋水', 'zhongli', '10000008642', '8642', number.slice(-4)]) {
      expect(
        (await find(q, token('gridWorker'))).map(({ id }) => id),
        q,
      ).toContain(file.id)
      expect(
        (await find(q, secondGrid)).map(({ id }) => id),
        q,
      ).not.toContain(file.id)
    }
  })

  it('another community sees, finds, changes and reads the history of nobody here', async () => {
    const file = await made_({ name: '令狐晚晴' })
    const call = (method: string, path: string, body?: object) => app.call(method, path, { token: secondGrid, body })
    expect((await call('GET', `/api/people/${file.id}`)).status).toBe(404)
    expect((await call('PATCH', `/api/people/${file.id}`, { version: 1, source: 'collected', values: { name: '某某' } })).status).toBe(404)
    for (const path of ['history', 'links']) expect((await call('GET', `/api/people/${file.id}/${path}`)).status, path).toBe(404)
    for (const [path, body] of Object.entries({
      retire: { version: 1, reason: '试一试' },
      restore: { version: 1, reason: '试一试' },
      verify: { version: 1 },
    }))
      expect((await call('POST', `/api/people/${file.id}/${path}`, body)).status, path).toBe(404)
    expect(((await call('GET', '/api/people?q=晚晴')).body as { items: unknown[] }).items).toEqual([])
    expect((await app.call('GET', `/api/people/${file.id}`, { token: token('farManager') })).status).toBe(404)
  })

  it('refuses a write that saw an older version, and keeps exactly one of two at a time', async () => {
    const file = await made_()
    const both = await Promise.all([
      change('gridWorker', file, { registeredRegion: '甲市' }),
      change('officer', file, { registeredRegion: '乙市' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const stale = await change('gridWorker', file, { registeredRegion: '丙市' })
    expect(stale.error).toMatchObject({ code: 'stale' })
  })

  it('keeps exactly one of two files of the same person entered at once', async () => {
    const number = idNumber()
    const both = await Promise.all([create('gridWorker', { idNumber: number }), create('manager', { idNumber: number })])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it('tells before and after of every change, sealed values only masked', async () => {
    const file = await made_({ phone: '10000001111' })
    const changed = (await change('officer', file, { phone: '10000002222', registeredRegion: '江临市' }, { reason: '本人来电更正' })).body
    const { body } = await app.call<{
      items: {
        action: string
        reason: string | null
        by: string
        changes: { field: string; before: string | null; after: string | null }[]
      }[]
    }>('GET', `/api/people/${file.id}/history`, { token: token('gridWorker') })
    expect(body.items.map(({ action }) => action)).toEqual(['updated', 'created'])
    expect(body.items[0]).toMatchObject({ by: '孙明理', reason: '本人来电更正' })
    expect(body.items[0]?.changes).toHaveLength(2)
    expect(body.items[0]?.changes).toEqual(
      expect.arrayContaining([
        { field: 'phone', before: '100****1111', after: '100****2222' },
        { field: 'registeredRegion', before: null, after: '江临市' },
      ]),
    )
    expect(changed.provenance.contact).toMatchObject({ source: 'collected', verifiedAt: null })
  })

  it('says of each group of fields where it comes from and when somebody last looked', async () => {
    const file = await made_()
    const changed = (await change('officer', file, { phone: '10000003333' }, { source: 'declared' })).body
    expect(changed.provenance).toMatchObject({ identity: { source: 'collected' }, contact: { source: 'declared' } })
    const part = await app.call<Shown>('POST', `/api/people/${file.id}/verify`, {
      token: token('gridWorker'),
      body: { version: changed.version, groups: ['contact'] },
    })
    expect(part.body.provenance.contact?.verifiedAt).not.toBeNull()
    expect(part.body.verifiedAt).toBeNull()
    const whole = await app.call<Shown>('POST', `/api/people/${file.id}/verify`, {
      token: token('gridWorker'),
      body: { version: part.body.version },
    })
    expect(whole.body.verifiedAt).toBe(new Date(morning).toISOString())
  })

  it('takes a file out of use and back, with a reason; out of use it is not changed', async () => {
    const file = await made_()
    const act = (what: string, version: number, body: object = { reason: '已搬离本社区' }) =>
      app.call<Shown>('POST', `/api/people/${file.id}/${what}`, { token: token('gridWorker'), body: { version, ...body } })
    expect((await act('retire', 1, {})).status).toBe(400)
    const retired = (await act('retire', 1)).body
    expect(retired).toMatchObject({ state: 'retired', can: ['restore'] })
    expect((await change('gridWorker', retired, { registeredRegion: '甲市' })).error?.code).toBe('person.retired')
    expect((await list('gridWorker', '?limit=100')).body.items.map(({ id }) => id)).not.toContain(file.id)
    expect((await list('gridWorker', '?limit=100&state=retired')).body.items.map(({ id }) => id)).toContain(file.id)
    expect((await act('restore', retired.version)).body).toMatchObject({ state: 'active' })
  })

  it('requires one of the population types; each list by type is right', async () => {
    expect((await create('gridWorker', { population: undefined })).error?.faults[0]?.path).toBe('body.values.population')
    expect((await create('gridWorker', { population: 'alien' })).status).toBe(400)
    for (const population of ['resident', 'temporary', 'floating', 'key']) {
      const file = await made_({ population, ...(population === 'key' ? { keyClass: 'care' } : {}) })
      const found = (await list('officer', `?f.population=${population}&limit=100`)).body.items
      expect(found.map(({ id }) => id)).toContain(file.id)
      expect(new Set(found.map(({ values }) => values.population))).toEqual(new Set([population]))
    }
  })

  it('takes no face from a form: it has a surface of its own, where the consent is asked for', async () => {
    const refused = await create('gridWorker', { face: [await app.photo(token('gridWorker'))], faceConsentOn: '2026-03-01' })
    expect(refused.error?.faults.map(({ path }) => path).sort()).toEqual(['body.values.face', 'body.values.faceConsentOn'])
  })

  it('[ZJWL-7.2.4.4-1] lists nine roles of governing per community; one person may hold several', async () => {
    const roles = ['party-branch', 'manager', 'grid', 'resident', 'volunteer', 'committee', 'property', 'owners', 'professional']
    const committee = async (who: Who, placeId: string, name: string) =>
      (
        await app.call<Shown>('POST', '/api/orgs', {
          token: who === 'officer' ? token('officer') : secondOfficer,
          body: { placeId, source: 'collected', values: { name, kind: 'committee' } },
        })
      ).body
    const secondOfficer = await app.tokenOf(
      await makePerson(app.kernel, '郑远望', { roles: [['community-officer', village.otherCommunity]] }),
      'admin',
    )
    const [own, far] = [
      await committee('officer', village.community.id, '梧桐共治委员会'),
      await committee('farManager', village.otherCommunity.id, '滨河共治委员会'),
    ]
    const attach = (as: string, org: Shown, person: Shown, role: string) =>
      app.call('POST', `/api/people/${person.id}/links`, {
        token: as,
        body: { kind: 'governs', archive: 'org', otherId: org.id, role, source: 'collected' },
      })
    const expected = new Map<string, string>()
    for (const role of roles) {
      const person = await made_({ name: `共治${role}` })
      expect((await attach(token('officer'), own, person, role)).status, role).toBe(201)
      expected.set(role, person.id)
    }
    const both = await made_({ name: '身兼二职' })
    const grid = await app.call<Shown>('POST', '/api/grids', {
      token: token('officer'),
      body: {
        placeId: (await makePlace(app.kernel, 'grid', 'g9', '第九网格', village.community)).id,
        source: 'collected',
        values: { code: 'G9', name: '第九网格', kind: 'home' },
      },
    })
    await attach(token('officer'), own, both, 'volunteer')
    const second = { kind: 'governs', archive: 'grid', otherId: grid.body.id, role: 'grid', source: 'collected' }
    expect((await app.call('POST', `/api/people/${both.id}/links`, { token: token('officer'), body: second })).status).toBe(201)
    const away = await app.call<Shown>('POST', '/api/people', {
      token: secondOfficer,
      body: draft({ idNumber: idNumber() }, { placeId: village.farEstate.id }),
    })
    await attach(secondOfficer, far, away.body, 'volunteer')

    for (const role of roles) {
      const found = (await list('officer', `?linked=governs:${role}&placeId=${village.community.id}&limit=100`)).body.items.map(
        ({ id }) => id,
      )
      const more = role === 'volunteer' || role === 'grid' ? [both.id] : []
      expect(found.sort(), role).toEqual([expected.get(role), ...more].sort())
    }
    const other = await app.call<{ items: Shown[] }>('GET', '/api/people?linked=governs&limit=100', { token: secondOfficer })
    expect(other.body.items.map(({ id }) => id)).toEqual([away.body.id])
    expect((await attach(token('officer'), own, both, 'king')).error?.code).toBe('person.link-unfit')
  })

  it('[ZJWL-7.5.2.1] lets the property keep people, houses and vehicles at its own end, and nothing beyond its estate', async () => {
    const staff = await app.tokenOf(village.ids.manager, 'staff')
    const kinds = [
      ['/api/people', { name: '员工录入', idKind: 'none', population: 'resident' }, { registeredRegion: '江临市' }, village.house.id],
      ['/api/houses', { purpose: 'home', occupancy: 'owner' }, { occupancy: 'empty' }, village.house.id],
      ['/api/vehicles', { plate: '浙A77001', plateKind: 'blue', stay: 'temporary' }, { brand: '里仁 R2' }, village.estate.id],
    ] as const
    for (const [path, values, next, placeId] of kinds) {
      const post = (at: string) => app.call<Shown>('POST', path, { token: staff, body: { placeId: at, source: 'property', values } })
      expect((await post(village.farEstate.id)).status, path).toBeGreaterThanOrEqual(400)
      expect((await post(village.secondHouse.id)).error?.faults[0]?.path, path).toBe('body.placeId')
      const made = await post(placeId)
      expect(made.status, path).toBe(201)
      const changed = await app.call<Shown>('PATCH', `${path}/${made.body.id}`, {
        token: staff,
        body: { version: made.body.version, source: 'property', values: next },
      })
      expect(changed.body.values, path).toMatchObject(next)
      const found = await app.call<{ items: (Shown & { place: { path: string } })[] }>('GET', `${path}?limit=100`, { token: staff })
      expect(
        found.body.items.map(({ id }) => id),
        path,
      ).toContain(made.body.id)
      expect(
        found.body.items.every(({ place }) => place.path.startsWith(village.estate.path)),
        path,
      ).toBe(true)
      const far = await app.call('GET', `${path}/${made.body.id}`, { token: village.tokens.farManager })
      expect(far.status, path).toBe(404)
    }
  })

  it('reads pages without doubles or gaps, and with as many statements for fifty files as for five', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { body }: { body: { items: Shown[]; next?: string } } = await list(
        'gridWorker',
        `?limit=4&state=all&sort=changed${cursor ? `&cursor=${cursor}` : ''}`,
      )
      seen.push(...body.items.map(({ id }) => id))
      cursor = body.next
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    const statements = async (query: string) => Number((await list('gridWorker', query)).headers.get('x-liren-statements'))
    await statements('?limit=1')
    expect(await statements('?limit=30')).toBe(await statements('?limit=2'))
    expect(await statements('?limit=30')).toBeLessThanOrEqual(6)
  })
})

async function everything(app: TestApp, table: string) {
  return unscoped(app.kernel.store, 'a test looks at every byte', { sql: `SELECT * FROM ${table}`, params: [] })
}

async function readTrail(app: TestApp, subjectId: string, action: string) {
  return unscoped<{ reason: string; actor_id: string; after_json: string }>(app.kernel.store, 'a test reads the trail', {
    sql: 'SELECT reason, actor_id, after_json FROM audit_entries WHERE subject_id = ? AND action = ? ORDER BY id',
    params: [subjectId, action],
  })
}
