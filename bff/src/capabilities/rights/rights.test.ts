import type { MyRightsRequest, RightsRow } from '@liren/contract/capabilities/rights'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { rightsJobs } from './jobs.ts'
import { isProofGood } from './proof.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
const day = 86_400_000

describeStores('rights of persons', (open) => {
  let app: TestApp
  let village: Village
  let made = 0
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
  })
  afterAll(() => app.close())

  /** A resident with a file that is about the same person. */
  const known = async (name: string, values: object = {}) => {
    const phone = `1000000${String(6100 + ++made)}`
    const id = await makePerson(app.kernel, name, { house: village.house, phone })
    const token = await app.tokenOf(id, 'resident')
    const body = {
      placeId: village.house.id,
      source: 'collected',
      values: { name, idKind: 'none', population: 'resident', phone, ...values },
    }
    const officer = await app.tokenOf(village.ids.officer, 'admin')
    const file = await app.call<{ id: string; version: number }>('POST', '/api/people', { token: officer, body })
    if (file.status !== 201) throw new Error(file.text)
    return { id, token, phone, file: file.body }
  }
  const ask = (token: string, what: string, body: object = {}) => app.call<MyRightsRequest>('POST', `/api/rights/${what}`, { token, body })
  const mine = async (token: string) =>
    (await app.call<{ items: MyRightsRequest[] }>('GET', '/api/rights/requests/mine', { token })).body.items
  const desk = async (query = '', token = village.tokens.officer) =>
    (await app.call<{ items: RightsRow[] }>('GET', `/api/rights/requests${query}`, { token })).body.items
  /** Through the reviews of data, as the page of the own file does it. */
  const correct = async (token: string, values: object) => {
    const own = await app.call<{ version: number }>('GET', '/api/reviews/own-file', { token })
    const body = { version: own.body.version, values }
    const answer = await app.call<{ id: string; version: number }>('POST', '/api/reviews/own-file/corrections', { token, body })
    if (answer.status !== 201) throw new Error(answer.text)
    await app.work()
    return answer.body
  }
  /** What the job does when its time has come, without waiting for every other job of those days. */
  const watch = async () => {
    await rightsJobs(app.kernel)
      .find(({ kind }) => kind === 'rights.watch')
      ?.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
    await app.work()
  }
  const peek = <T extends object>(sql: string, params: string[]) =>
    unscoped<T>(app.kernel.store, 'a test looks behind the house', { sql, params })
  const fetched = async (link: string) => {
    const response = await fetch(app.origin + link)
    return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) }
  }

  it('belong to whoever is signed in; the desk sees those of its own place', async () => {
    for (const what of ['exports', 'closings'])
      expect((await app.call('POST', `/api/rights/${what}`, { body: {} })).error?.code, what).toBe('identity.missing')
    const { token } = await known('柳如是')
    const { body } = await ask(token, 'closings')
    expect((await app.call('GET', '/api/rights/requests', { token: village.tokens.resident })).error?.code).toBe('permission.denied')
    expect((await app.call('GET', '/api/rights/requests', { token: village.tokens.manager })).error?.code).toBe('permission.denied')
    const far = await app.tokenOf(
      await makePerson(app.kernel, '钱致远', { roles: [['community-officer', village.otherCommunity]] }),
      'admin',
    )
    expect(await desk('', far)).toEqual([])
    expect((await desk()).map(({ id }) => id)).toContain(body.id)
    const path = `/api/rights/requests/${body.id}/withdraw`
    expect((await app.call('POST', path, { token: village.tokens.resident, body: { version: 1 } })).status).toBe(404)
    expect((await app.call('POST', path, { token, body: { version: 9 } })).error?.code).toBe('stale')
    expect((await app.call<MyRightsRequest>('POST', path, { token, body: { version: 1 } })).body).toMatchObject({
      state: 'withdrawn',
      can: [],
    })
    expect((await app.call('POST', path, { token, body: { version: 2 } })).error?.code).toBe('rights.decided')
  })

  it('gives somebody everything that is kept about them, to read and to process, sealed while it waits', async () => {
    const { token, phone } = await known('苏小小', { employer: '听雨书店', emergencyName: '苏大大' })
    expect((await ask(token, 'exports')).body).toMatchObject({ state: 'making', download: null })
    expect((await ask(token, 'exports')).error?.code).toBe('rights.asked')
    await app.work()
    const ready = (await mine(token)).find(({ kind }) => kind === 'export')
    expect(ready).toMatchObject({ state: 'ready' })
    const { status, bytes } = await fetched(ready?.download ?? '')
    expect(status).toBe(200)
    const files = unzipSync(bytes)
    const data = JSON.parse(strFromU8(files['data.json'] as Uint8Array)) as { sections: { name: string; records: unknown[] }[] }
    expect(data.sections.map(({ name }) => name).sort()).toEqual(
      [
        'account',
        'athome',
        'bookings',
        'consents',
        'duty-shifts',
        'energy',
        'faces',
        'files',
        'households',
        'housekeeper-words',
        'key-inspections',
        'leases',
        'mandates',
        'merchant-orders',
        'govdata',
        'messages',
        'notices',
        'passage',
        'person',
        'recorders',
        'repairs',
        'reviews',
        'supply',
        'sessions',
        'shares',
        'tags',
        'waste',
      ].sort(),
    )
    const page = strFromU8(files['index.html'] as Uint8Array)
    for (const word of ['苏小小', phone, '听雨书店', '苏大大', '枫林雅苑']) expect(page, word).toContain(word)
    for (const word of ['林晓岚', '周知远']) expect(page, word).not.toContain(word)
    const opened = await app.kernel.files.open(`rights/${ready?.id}.sealed`)
    const parts: Buffer[] = []
    for await (const part of opened?.stream ?? []) parts.push(part as Buffer)
    expect(Buffer.concat(parts).toString()).toMatch(/^v1\./)
  })

  it('a link to an export opens for ten minutes and for its own export only; after a week the bytes are gone', async () => {
    const { token, id } = await known('李师师')
    await ask(token, 'exports')
    await app.work()
    const [first] = await mine(token)
    const link = first?.download ?? ''
    expect((await fetched(link.replace(/sig=[^&]+/, `sig=${'a'.repeat(43)}`))).status).toBe(403)
    expect((await fetched(link.replace(/exp=\d+/, `exp=${app.clock.now() + 10 * day}`))).status).toBe(403)
    expect((await fetched(link)).status).toBe(200)
    await app.clock.leap(11 * 60_000)
    expect((await fetched(link)).status).toBe(403)
    await app.clock.leap(8 * day)
    await watch()
    const [after] = await mine(await app.tokenOf(id, 'resident'))
    expect(after).toMatchObject({ state: 'expired', download: null })
    expect(await app.kernel.files.open(`rights/${first?.id}.sealed`)).toBeUndefined()
  })

  it('a correction is reviewed like every change of a file, and its legal limit and answer are kept here', async () => {
    const officer = await app.tokenOf(village.ids.officer, 'admin')
    const { token, file } = await known('薛宝琴', { employer: '旧单位' })
    const review = await correct(token, { employer: '云溪图书馆' })
    const asked = (await mine(token)).find(({ reviewId }) => reviewId === review.id)
    expect(asked).toMatchObject({ kind: 'correction', state: 'waiting', fields: [{ zh: '工作单位' }], isOverdue: false })
    expect((await desk('', officer)).find(({ id }) => id === asked?.id)).toMatchObject({ name: '薛**', reviewId: review.id })
    const accepted = await app.call('POST', `/api/reviews/${review.id}/accept`, { token: officer, body: { version: review.version } })
    expect(accepted.status).toBe(200)
    await app.work()
    expect((await mine(token)).find(({ id }) => id === asked?.id)).toMatchObject({ state: 'accepted' })
    const other = await correct(token, { employer: '观潮书店' })
    const body = { version: other.version, reason: '请先到社区核对' }
    expect((await app.call('POST', `/api/reviews/${other.id}/reject`, { token: officer, body })).status).toBe(200)
    await app.work()
    expect((await mine(token)).find(({ reviewId }) => reviewId === other.id)).toMatchObject({ state: 'refused', answer: '请先到社区核对' })
    const shown = await app.call<{ values: Record<string, string> }>('POST', `/api/people/${file.id}/reveal`, {
      token: officer,
      body: { fields: ['employer'], reason: '核对更正' },
    })
    expect(shown.body.values).toEqual({ employer: '云溪图书馆' })
  })

  it('a request that nobody answers within fifteen working days is overdue, and the desk is told once', async () => {
    const { token } = await known('贾探春')
    await correct(token, { employer: '秋爽斋' })
    const [request] = await mine(token)
    const asked = { body: request as MyRightsRequest }
    expect(asked.body.dueAt).toBe(new Date(Date.parse(asked.body.createdAt) + 21 * day).toISOString())
    await app.clock.leap(20 * day)
    expect((await desk('?view=overdue', await app.tokenOf(village.ids.officer, 'admin'))).map(({ id }) => id)).not.toContain(asked.body.id)
    await app.clock.leap(2 * day)
    const officer = await app.tokenOf(village.ids.officer, 'admin')
    expect((await desk('?view=overdue', officer)).map(({ id }) => id)).toContain(asked.body.id)
    for (let round = 0; round < 3; round++) {
      await app.clock.leap(11 * 60_000)
      await watch()
    }
    const letters = await app.call<{ items: { subjectId: string; title: { zh: string }; urgent: boolean }[] }>(
      'GET',
      '/api/messages?limit=100',
      {
        token: officer,
      },
    )
    const told = letters.body.items.filter(({ subjectId, title }) => subjectId === asked.body.id && title.zh.includes('超期'))
    expect(told.map(({ urgent }) => urgent)).toEqual([true])
    const summary = await app.call<{ overdue: number }>('GET', '/api/rights/summary', { token: officer })
    expect(summary.body.overdue).toBeGreaterThan(0)
  })

  it('an account is closed after its cooling-off, erased part by part, with a signed proof of what stays and why', async () => {
    expect((await ask(await app.tokenOf(village.ids.worker, 'staff'), 'closings')).error?.code).toBe('rights.staff-account')
    const person = await known('史湘云')
    const report = { kind: 'home', category: 'water', description: '漏水了，请来看看', placeId: village.house.id, photos: [] }
    const repair = await app.call<{ id: string }>('POST', '/api/repairs', { token: person.token, body: report })
    expect(repair.status).toBe(201)
    const back = await ask(person.token, 'closings')
    expect(
      (await app.call('POST', `/api/rights/requests/${back.body.id}/withdraw`, { token: person.token, body: { version: 1 } })).status,
    ).toBe(200)
    const asked = await ask(person.token, 'closings')
    await app.clock.leap(6 * day)
    await watch()
    expect((await mine(await app.tokenOf(person.id, 'resident')))[0]).toMatchObject({ state: 'cooling' })
    await app.clock.leap(2 * day)
    await watch()
    const [row] = await peek<{ state: string; proof: string }>('SELECT state, proof FROM rights_requests WHERE id = ?', [asked.body.id])
    expect(row?.state).toBe('done')
    const proof = JSON.parse(row?.proof ?? '{}')
    expect(proof.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'account', erased: 1 }),
        expect.objectContaining({ name: 'households', erased: 1, kept: 0 }),
        expect.objectContaining({ name: 'repairs', erased: 1, kept: 1, basis: expect.stringContaining('民法典') }),
        expect.objectContaining({ name: 'person', erased: 0, kept: 1 }),
      ]),
    )
    expect(isProofGood(app.kernel, proof)).toBe(true)
    expect(isProofGood(app.kernel, { ...proof, items: [] })).toBe(false)
    expect((await app.call('GET', '/api/rights/held', { token: person.token })).status).toBe(401)
    const [user] = await peek<{ state: string; phone_index: string | null }>(
      'SELECT state, phone_index FROM users WHERE id = ? AND place_path >= ?',
      [person.id, '/'],
    )
    expect(user).toMatchObject({ state: 'retired', phone_index: null })
    const contact = await peek<{ contact: string }>('SELECT contact FROM repairs WHERE reporter_id = ?', [person.id])
    const at = { table: 'repairs', column: 'contact', row: repair.body.id }
    expect(contact.map((each) => app.kernel.sealer.open(each.contact, at))).toEqual(['{"name":"已注销用户","phone":""}'])
  })

  it('gives out, and lets go of, proposed changes, faces and orders of merchants; what the law keeps is named', async () => {
    const { token, id, file } = await known('晴雯')
    await correct(token, { employer: '怡红茶坊' })
    const { sealFace } = await import('../face/read.ts')
    const faceId = app.kernel.ids.next()
    await insertOnce(app.kernel.store, 'faces', {
      ...{ id: faceId, owner_id: village.ids.officer, person_id: file.id, place_path: village.house.path, state: 'kept' },
      ...{
        image_sealed: sealFace(app.kernel, faceId, Buffer.from('picture')),
        digest: 'ab',
        consent_on: '2026-03-01',
        taken_at: app.clock.now(),
      },
    })
    const order = app.kernel.ids.next()
    const at = { table: 'merchant_orders', column: 'contact', row: order }
    await insertOnce(app.kernel.store, 'merchant_orders', {
      ...{
        id: order,
        number: 'M1',
        merchant_id: order,
        merchant_name: '一品锁铺',
        service_name: '换锁',
        unit: '次',
        fen: 5000,
        quantity: 1,
      },
      ...{ customer_id: id, contact: app.kernel.sealer.seal('{"name":"晴雯","phone":"10000006199"}', at), house_id: village.house.id },
      ...{ place_path: village.house.path, address: '3幢1201', note: '请轻敲门', created_at: app.clock.now() },
    })
    await ask(token, 'exports')
    await app.work()
    const [ready] = (await mine(token)).filter(({ kind }) => kind === 'export')
    const page = strFromU8(unzipSync((await fetched(ready?.download ?? '')).bytes)['data.json'] as Uint8Array)
    for (const word of ['怡红茶坊', '一品锁铺', '请轻敲门', '10000006199', `base64,${Buffer.from('picture').toString('base64')}`])
      expect(page, word).toContain(word)

    const asked = await ask(token, 'closings')
    await app.clock.leap(8 * day)
    await watch()
    const [row] = await peek<{ proof: string }>('SELECT proof FROM rights_requests WHERE id = ?', [asked.body.id])
    expect(JSON.parse(row?.proof ?? '{}').items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'reviews', erased: 1, kept: 0 }),
        expect.objectContaining({ name: 'faces', erased: 1, kept: 0 }),
        expect.objectContaining({ name: 'merchant-orders', erased: 1, kept: 1, basis: expect.stringContaining('电子商务法') }),
      ]),
    )
    const faces = await peek<{ state: string; image_sealed: string | null; proof: string | null }>(
      'SELECT state, image_sealed, proof FROM faces WHERE id = ?',
      [faceId],
    )
    expect(faces).toEqual([{ state: 'gone', image_sealed: null, proof: expect.any(String) }])
    const [kept] = await peek<{ contact: string; note: string; address: string; fen: number }>(
      'SELECT contact, note, address, fen FROM merchant_orders WHERE id = ?',
      [order],
    )
    expect(kept).toMatchObject({ note: '', address: '', fen: 5000 })
    expect(app.kernel.sealer.open(kept?.contact ?? '', at)).toBe('{"name":"已注销用户","phone":""}')
    const open = await app.call<{ items: { id: string }[] }>('GET', '/api/reviews?state=open&limit=100', {
      token: await app.tokenOf(village.ids.officer, 'admin'),
    })
    const reviews = await peek<{ id: string; state: string; changes_sealed: string }>(
      'SELECT id, state, changes_sealed FROM reviews WHERE proposed_by = ?',
      [id],
    )
    expect(reviews.map(({ state }) => state)).toEqual(['withdrawn'])
    expect(open.body.items.map((item) => item.id)).not.toContain(reviews[0]?.id)
    for (const review of reviews)
      expect(app.kernel.sealer.open(review.changes_sealed, { table: 'reviews', column: 'changes_sealed', row: review.id })).toBe('{}')
  })

  it('a legal hold keeps an account from being closed until it ends', async () => {
    const person = await known('林黛玉')
    const asked = await ask(person.token, 'closings')
    const now = app.clock.now()
    await insertOnce(app.kernel.store, 'legal_holds', {
      ...{ id: app.kernel.ids.next(), subject: 'user', subject_id: person.id, place_path: village.house.path, reason: '法院调取' },
      ...{ until_at: now + 20 * day, placed_by: village.ids.officer, placed_at: now },
    })
    await app.clock.leap(8 * day)
    await watch()
    expect((await mine(await app.tokenOf(person.id, 'resident')))[0]).toMatchObject({
      id: asked.body.id,
      state: 'held',
      answer: '法院调取',
    })
    await app.clock.leap(13 * day)
    await watch()
    const [row] = await peek<{ state: string }>('SELECT state FROM rights_requests WHERE id = ?', [asked.body.id])
    expect(row?.state).toBe('done')
  })

  it('tells who looked at one’s data, what and why, by a name that leaves out who exactly; not oneself, not others’', async () => {
    const officer = await app.tokenOf(village.ids.officer, 'admin')
    const { token, file } = await known('妙玉')
    const other = await known('惜春')
    await app.call('GET', `/api/people/${file.id}`, { token: officer })
    await app.call('POST', `/api/people/${file.id}/reveal`, { token: officer, body: { fields: ['phone'], reason: '核对联系方式' } })
    const viewers = await app.call<{ items: { viewer: string; action: string; fields: { zh: string }[]; reason: string | null }[] }>(
      'GET',
      '/api/rights/viewers',
      { token },
    )
    expect(viewers.body.items.map(({ viewer, action, fields, reason }) => [viewer, action, fields.map(({ zh }) => zh), reason])).toEqual([
      ['孙**', 'person.revealed', ['手机号'], '核对联系方式'],
      ['孙**', 'person.seen', [], null],
    ])
    expect((await app.call<{ items: unknown[] }>('GET', '/api/rights/viewers', { token: other.token })).body.items).toEqual([])
  })

  it('says how much of each kind is kept', async () => {
    const { token } = await known('秦可卿')
    const held = await app.call<{ items: { name: string; count: number }[] }>('GET', '/api/rights/held', { token })
    expect(held.body.items).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'person', count: 1 })]))
  })
})
