import type { Partner } from '@liren/contract/capabilities/api'
import type { CatalogueField } from '@liren/contract/capabilities/catalogue'
import type { EgressRequest, EgressStop, EgressTarget } from '@liren/contract/capabilities/egress'
import type { WorkbookExport } from '@liren/contract/capabilities/workbook'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { signatureHeaders, signRequest } from '../../kernel/crypto/signed-request.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { openWorkbook } from '../../kernel/workbook/read.ts'
import { queueParcel } from '../subscription/read.ts'

const day = 86_400_000

describeStores('ways out for data', (open) => {
  let app: TestApp
  let village: Village
  const tokens = { system: '', security: '', second: '', auditor: '' }
  const ids: Record<string, string> = {}
  const keys = { publicKey: '', privateKey: '' }
  let partner: Partner
  let nonces = 0
  beforeAll(async () => {
    const settings = { LIREN_REDIS_URL: '', LIREN_RATE_FACTOR: '50' }
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings })
    village = await makeVillage(app)
    const roles = {
      system: 'system-administrator',
      security: 'security-administrator',
      second: 'security-administrator',
      auditor: 'auditor',
    }
    for (const [name, role] of Object.entries(roles))
      ids[name] = await makePerson(app.kernel, `${name}员`, { roles: [[role, village.city]] })
    await signIn()
    Object.assign(keys, app.kernel.crypto.generateKeyPair())
    const body = {
      name: '市域平台',
      owner: '数据局',
      publicKey: keys.publicKey,
      groups: ['person'],
      placeId: village.estate.id,
      perSecond: 1000,
    }
    partner = (await app.call<Partner>('POST', '/api/partners', { token: tokens.system, body })).body
    const made = await app.call('POST', '/api/people', {
      token: village.tokens.officer,
      body: {
        placeId: village.house.id,
        source: 'collected',
        values: { name: '轩辕近', idKind: 'none', population: 'resident', phone: '10000006543' },
      },
    })
    expect(made.status, made.text).toBe(201)
  })
  afterAll(() => app.close())

  const signIn = async () => {
    for (const name of Object.keys(tokens) as (keyof typeof tokens)[]) tokens[name] = await app.tokenOf(ids[name] ?? '', 'admin')
  }
  const asPartner = () => {
    const target = '/api/people?limit=10'
    const nonce = `nonce-of-the-way-${String(++nonces).padStart(6, '0')}`
    const request = { method: 'GET', target, body: Buffer.alloc(0) }
    const made = signRequest(app.kernel.crypto, keys.privateKey, request, { keyId: partner.keyId, now: app.clock.now(), nonce })
    const headers = Object.fromEntries(Object.entries(signatureHeaders).map(([part, header]) => [header, made[part as keyof typeof made]]))
    return app.call<{ items: { id: string; title?: string; values: Record<string, unknown> }[] }>('GET', target, { headers })
  }
  const targets = async () =>
    (await app.call<{ items: EgressTarget[] }>('GET', '/api/egress/targets', { token: tokens.auditor })).body.items
  const stops = async () => (await app.call<{ items: EgressStop[] }>('GET', '/api/egress/stops', { token: tokens.auditor })).body.items
  const ask = (over: object = {}, token = tokens.system) =>
    app.call<EgressRequest>('POST', '/api/egress/requests', {
      token,
      body: {
        kind: 'partner',
        targetId: partner.id,
        subject: 'person.list',
        clearance: 'L3',
        reason: '联合走访',
        basis: 'law',
        days: 7,
        ...over,
      },
    })
  const decide = (id: string, isApproved: boolean, token = tokens.security, version = 1) =>
    app.call<EgressRequest>('POST', `/api/egress/requests/${id}/decision`, { token, body: { isApproved, version } })
  const clear = async (kind: string, id: string, clearance: string, token = tokens.security) =>
    app.call<EgressTarget>('PUT', `/api/egress/targets/${kind}/${id}`, {
      token,
      body: { clearance, version: (await targets()).find((one) => one.id === id)?.version ?? 0 },
    })
  const trail = (id: string) =>
    peek<{ actor_kind: string; result: string; after_json: string }>(
      app.kernel.store,
      "SELECT actor_kind, result, after_json FROM audit_entries WHERE action = 'egress.stripped' AND subject_id = ? ORDER BY id",
      [id],
    )

  it('is seen, asked, decided and set by those who may, and by nobody for a target that is not there', async () => {
    expect((await app.call('GET', '/api/egress/targets', { token: village.tokens.officer })).status).toBe(403)
    expect((await ask({}, tokens.security)).status).toBe(403)
    expect((await clear('partner', partner.id, 'L3', tokens.system)).status).toBe(403)
    expect((await clear('workbook', 'desks', 'L4')).error?.faults[0]?.path).toBe('body.clearance')
    expect((await ask({ targetId: 'nobody' })).error?.code).toBe('egress.target-unknown')
    expect((await ask({ clearance: 'L2' })).error?.code).toBe('egress.needless')
    expect((await ask({ days: 91 })).error?.faults[0]?.path).toBe('body.days')
    expect(await targets()).toEqual([
      expect.objectContaining({ kind: 'workbook', id: 'desks', clearance: 'L3', isUsual: true }),
      expect.objectContaining({ kind: 'partner', id: partner.id, name: '市域平台', clearance: 'L2', isUsual: true }),
    ])
  })

  it('[SZSQ-7.3-b, GB42455-9.4-c, CSPSTC-7.3-b] strips what is graded L3 from what a system cleared to L2 asks for, and audits it', async () => {
    const answer = await asPartner()
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body.items).toHaveLength(1)
    expect(answer.body.items[0]?.values).toMatchObject({ population: 'resident' })
    expect(answer.body.items[0]?.values).not.toHaveProperty('name')
    expect(answer.body.items[0]).not.toHaveProperty('title')
    expect(answer.text).not.toContain('轩')
    const [entry] = await trail(partner.id)
    expect(entry).toMatchObject({ actor_kind: 'app', result: 'refused' })
    expect(JSON.parse(entry?.after_json ?? '{}')).toMatchObject({
      subject: 'person.list',
      fields: expect.arrayContaining(['items.values.name']),
    })
    expect((await stops())[0]).toMatchObject({ targetName: '市域平台', subject: 'person.list', clearance: 'L2', times: 1 })

    // people of the house get the same list as they may see it
    const own = await app.call<{ items: { title: string }[] }>('GET', '/api/people?limit=10', { token: village.tokens.officer })
    expect(own.body.items[0]?.title).toContain('轩')
  })

  it('lets it go when a second person has approved it, for as long as that holds and for nothing else', async () => {
    const asked = await ask()
    expect(asked.body).toMatchObject({ state: 'waiting', askedBy: 'system员', can: [] })
    expect(JSON.stringify((await asPartner()).body)).not.toContain('轩')
    await app.kernel.store.run('UPDATE egress_requests SET asked_by = ? WHERE id = ?', [ids.security ?? '', asked.body.id])
    expect((await decide(asked.body.id, true)).error?.code).toBe('egress.own')
    expect((await decide(asked.body.id, true, tokens.second, 5)).error?.code).toBe('stale')
    const [one, other] = await Promise.all([decide(asked.body.id, true, tokens.second), decide(asked.body.id, false, tokens.second)])
    expect([one.status, other.status].sort()).toEqual([200, 409])
    // whoever came first decided; for the rest of this test it is approved
    await app.kernel.store.run("UPDATE egress_requests SET state = 'approved', until_at = ? WHERE id = ?", [
      app.clock.now() + 7 * day,
      asked.body.id,
    ])
    expect((await asPartner()).body.items[0]?.values).toHaveProperty('name')
    await app.clock.leap(7 * day + 1)
    await signIn()
    expect((await asPartner()).body.items[0]?.values).not.toHaveProperty('name')
  })

  it('[GB42455-7.1.6-e] personal fields leave for a purpose and a basis; by consent only of those who gave theirs, and a withdrawal stops the next exchange', async () => {
    village.tokens.officer = await app.tokenOf(village.ids.officer, 'admin')
    const names = async () => (await asPartner()).body.items.map(({ values }) => ('name' in values ? 'told' : null))
    // nobody named a purpose and a basis: nothing personal leaves
    expect(await names()).toEqual([null])
    const asked = await ask({ basis: undefined, reason: '联合助老' })
    expect(asked.body).toMatchObject({ basis: 'consent', reason: '联合助老' })
    expect((await decide(asked.body.id, true)).body).toMatchObject({ state: 'approved' })
    // approved, and yet nobody was asked
    expect(await names()).toEqual([null])
    const { items } = (await app.call<{ items: { id: string }[] }>('GET', '/api/people?limit=10', { token: village.tokens.officer })).body
    const id = items[0]?.id ?? ''
    const say = async (action: 'given' | 'withdrawn') => {
      const token = village.tokens.officer
      const evidence = action === 'given' ? [await app.photo(token)] : []
      const body = { purpose: 'sharing', action, textVersion: 1, channel: 'counter', evidence }
      const line = await app.call('POST', `/api/people/${id}/consents`, { token, body })
      expect(line.status, line.text).toBe(201)
    }
    await say('given')
    expect(await names()).toEqual(['told'])
    await say('withdrawn')
    expect(await names()).toEqual([null])
    const law = await ask({ basis: 'law', reason: '《居住证暂行条例》核对' })
    expect((await decide(law.body.id, true)).status).toBe(200)
    await app.kernel.store.run('UPDATE egress_requests SET until_at = 0 WHERE id = ?', [asked.body.id])
    expect(await names()).toEqual(['told'])
    await app.kernel.store.run('UPDATE egress_requests SET until_at = 0 WHERE id = ?', [law.body.id])
    expect(await names()).toEqual([null])
  })

  it('sends an address nothing by which somebody can be recognised, unless a contract or a law was named for it', async () => {
    const { kernel } = app
    const id = kernel.ids.next()
    const place = { place_id: village.estate.id, place_path: village.estate.path, place_label: village.estate.name }
    const row = {
      id,
      name: '门禁推送',
      ...place,
      url: 'https://listen.example.com/in',
      signed_by: 'sm2',
      sealed_secret: 'x',
      created_at: 1,
    }
    await insertOnce(kernel.store, 'hooks', row)
    const hook = { id, name: row.name, placePath: row.place_path, isEnabled: true }
    const device = { id: kernel.ids.next(), code: 'door-1', name: '东门', kind: 'door' }
    const values = { isGranted: true, person: '轩辕近', credential: '04A1B2', temperatureC: 36.4 }
    const message = { id: 'm', type: 'passage', at: '2026-03-02T02:00:00.000Z', productId: null, placePath: row.place_path, device, values }
    const queue = async (cause: string) => {
      const about = { kind: 'subscription', id, name: '通行' } as const
      await kernel.store.tx((tx) =>
        queueParcel(kernel, { hook, about, placePath: row.place_path, cause, content: { messages: [message] } }, tx),
      )
      const [left] = await peek<{ content: string }>(kernel.store, 'SELECT content FROM hook_deliveries WHERE cause_key = ?', [cause])
      return (JSON.parse(left?.content ?? '{}') as { messages: { values: object }[] }).messages[0]?.values
    }
    expect(await queue('first')).toEqual({ isGranted: true })
    expect(JSON.parse((await trail(id))[0]?.after_json ?? '{}')).toMatchObject({
      fields: ['passage.credential', 'passage.person', 'passage.temperatureC'],
    })
    // never by a standing clearance, nor by a consent that cannot be told person by person
    expect((await clear('hook', id, 'L3')).error?.code).toBe('egress.basis-missing')
    const told = { kind: 'hook', targetId: id, subject: 'device-message' }
    expect((await ask({ ...told, basis: 'consent' })).error?.code).toBe('egress.consent-unknown')
    const asked = await ask({ ...told, basis: 'contract' })
    expect((await decide(asked.body.id, true)).status).toBe(200)
    expect(await queue('second')).toEqual({ isGranted: true, person: '轩辕近', credential: '04A1B2' })
    await app.kernel.store.run("UPDATE egress_requests SET basis = 'consent' WHERE id = ?", [asked.body.id])
    expect(await queue('third')).toEqual({ isGranted: true })
  })

  it('masks in a workbook what may not go to a desk, whatever the asker may read, until it is approved', async () => {
    const exported = async () => {
      const token = await app.tokenOf(village.ids.officer, 'admin')
      const body = { archive: 'person', columns: ['name', 'population'], filters: {}, reason: '季度核对' }
      const asked = await app.call<WorkbookExport>('POST', '/api/workbooks/exports', { token, body })
      expect(asked.status, asked.text).toBe(202)
      await app.work()
      const { body: done } = await app.call<WorkbookExport>('GET', `/api/workbooks/exports/${asked.body.id}`, { token })
      const answer = await fetch(app.origin + done.url, { headers: { authorization: `Bearer ${token}` } })
      const rows: string[] = []
      const book = await openWorkbook(Buffer.from(await answer.arrayBuffer()))
      for await (const { cells } of book.rows) rows.push(cells[0]?.text ?? '')
      return { masked: done.masked, name: rows[2] }
    }
    expect(await exported()).toEqual({ masked: [], name: '轩辕近' })
    expect((await clear('workbook', 'desks', 'L2')).status).toBe(200)
    expect(await exported()).toEqual({ masked: ['name'], name: '轩**' })
    expect(JSON.parse((await trail('desks'))[0]?.after_json ?? '{}')).toMatchObject({ subject: 'person', fields: ['name'] })
    const asked = await ask({ kind: 'workbook', targetId: 'desks', subject: 'person' })
    expect((await decide(asked.body.id, true)).body).toMatchObject({ state: 'approved', decidedBy: 'security员' })
    expect(await exported()).toEqual({ masked: [], name: '轩辕近' })
  })

  it('[GB42455-9.4-b.2, SZSQ-7.3-a.2] values lie, show and leave by their grade: L1 and L2 plain, L3 and L4 sealed and masked, out by approval only', async () => {
    await signIn()
    const officer = await app.tokenOf(village.ids.officer, 'admin')
    const leaderId = await makePerson(app.kernel, '江致和', { roles: [['street-leader', village.street]] })
    const leader = await app.tokenOf(leaderId, 'admin')
    const values = { name: '上官分级', idKind: 'passport', idNumber: 'E87654321', phone: '10000007654', population: 'floating' }
    const made = await app.call<{ id: string }>('POST', '/api/people', {
      token: officer,
      body: { placeId: village.house.id, source: 'manual', values },
    })
    expect(made.status, made.text).toBe(201)
    const { id } = made.body

    // how it lies: what the catalogue says of each field is how the row is
    const graded = (await app.call<{ items: CatalogueField[] }>('GET', '/api/catalogue/fields?q=people&limit=100', { token: officer })).body
      .items
    const people = graded.filter(({ table }) => table === 'people')
    expect(new Set(people.map(({ grade }) => grade))).toEqual(new Set(['L1', 'L2', 'L3', 'L4']))
    for (const { grade, protection, column } of people)
      expect((grade ?? 'L4') > 'L2', column).toBe(protection !== 'plain' && protection !== 'index')
    const [row] = await peek<Record<string, unknown>>(app.kernel.store, 'SELECT * FROM people WHERE id = ?', [id])
    expect(row).toMatchObject({ source: 'manual', population: 'floating', name_sealed: expect.stringMatching(/^v1\./) })
    for (const secret of [values.name, values.idNumber, values.phone]) expect(JSON.stringify(row)).not.toContain(secret)

    // how it shows: to whoever was not given the field, masked; in plain for a reason and by permission only
    type Shown = { values: Record<string, string>; masked: string[] }
    const shown = (await app.call<Shown>('GET', `/api/people/${id}`, { token: leader })).body
    expect(shown.values.population).toBe('floating')
    expect(shown.masked).toEqual(expect.arrayContaining(['name', 'phone', 'idNumber']))
    for (const field of ['name', 'phone', 'idNumber'] as const) expect(shown.values[field]).not.toBe(values[field])
    const reveal = (token: string, reason?: string) =>
      app.call<{ values: object }>('POST', `/api/people/${id}/reveal`, {
        token,
        body: { fields: ['idNumber'], ...(reason ? { reason } : {}) },
      })
    expect((await reveal(leader, '核对')).status).toBe(403)
    expect((await reveal(officer)).error?.faults[0]?.path).toBe('body.reason')
    expect((await reveal(officer, '核对户籍')).body.values).toEqual({ idNumber: 'E87654321' })

    // how it leaves: internal data freely, personal and sensitive data each by the approval of a second person
    const leaving = async () => Object.keys((await asPartner()).body.items.find((item) => item.id === id)?.values ?? {})
    const bare = await leaving()
    expect(bare).toContain('population')
    expect(bare.filter((field) => field in values && !['population', 'idKind'].includes(field))).toEqual([])
    expect((await decide((await ask()).body.id, true)).status).toBe(200)
    expect(await leaving()).toEqual(expect.arrayContaining(['population', 'name', 'phone']))
    expect(await leaving()).not.toContain('idNumber')
    expect((await decide((await ask({ clearance: 'L4' })).body.id, true)).status).toBe(200)
    expect(await leaving()).toContain('idNumber')
  })
})
