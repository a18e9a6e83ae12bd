import type { Lease, LeaseSummary, OwnLease } from '@liren/contract/capabilities/lease'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'

type Who = keyof Village['tokens']
const tenants = [
  { name: '柳依依', phone: '10000008001', paper: 'g7654321' },
  { name: '柳青青', phone: '10000008002' },
]

describeStores('leases', (open) => {
  let app: TestApp
  let v: Village
  let house: { id: string; version: number }
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    v = await makeVillage(app)
    const made = await app.call<typeof house>('POST', '/api/houses', {
      token: v.tokens.officer,
      body: { placeId: v.house.id, source: 'collected', values: { purpose: 'home', occupancy: 'owner' } },
    })
    house = made.body
  })
  afterAll(() => app.close())

  const declare = (who: Who, over: object = {}) =>
    app.call<OwnLease>('POST', '/api/leases', {
      token: v.tokens[who],
      body: { houseId: v.house.id, kind: 'whole', from: '2026-02-01', until: '2026-03-02', tenants, ...over },
    })
  const list = async (who: Who, query = '') =>
    (await app.call<{ items: LeaseSummary[] }>('GET', `/api/leases${query}`, { token: v.tokens[who] })).body.items
  const decide = (who: Who, lease: { id: string; version: number }, body: object) =>
    app.call<Lease>('POST', `/api/leases/${lease.id}/decide`, { token: v.tokens[who], body: { version: lease.version, ...body } })
  const fileOfHouse = async () =>
    (await app.call<{ values: Record<string, unknown>; source: string }>('GET', `/api/houses/${house.id}`, { token: v.tokens.officer }))
      .body

  it('refuses whoever does not own the house, a lease that ends before it begins, and one without tenants', async () => {
    for (const who of ['family', 'neighbour', 'officer'] as const) expect((await declare(who)).error?.code).toBe('lease.not-owner')
    const wrong = await declare('resident', { until: '2026-01-01', tenants: [] })
    expect(wrong.error?.faults.map(({ path }) => path)).toEqual(['body.tenants'])
    expect((await declare('resident', { until: '2026-01-01' })).error?.faults.map(({ path }) => path)).toEqual(['body.until'])
    expect((await declare('resident', { photos: [await app.photo(v.tokens.stranger)] })).error?.code).toBe('lease.file-unknown')
    expect(await list('officer')).toEqual([])
  })

  it('[GB42455-8.1.3-c.1] a landlord registers a lease with its tenants, the grid worker verifies it, and what has expired is listed', async () => {
    const photo = await app.photo(v.tokens.resident)
    const made = await declare('resident', { photos: [photo] })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ state: 'declared', tenantCount: 2, isExpired: false, can: ['end'] })
    expect(made.body.tenants).toEqual(tenants.map(({ name, phone }) => ({ name, phone })))
    const [waiting] = await list('gridWorker', '?state=declared')
    expect(waiting).toMatchObject({ id: made.body.id, can: ['decide', 'end'] })
    const seen = await app.call<Lease>('GET', `/api/leases/${made.body.id}`, { token: v.tokens.gridWorker })
    expect(seen.body.photos.map(({ id }) => id)).toEqual([photo])
    expect((await fetch(`${app.origin}${seen.body.photos[0]?.url}`)).status).toBe(200)
    expect(seen.body.tenants.length).toBe(2)
    expect((await decide('manager', made.body, { isTrue: true })).error?.code).toBe('permission.denied')
    const verified = await decide('gridWorker', made.body, { isTrue: true })
    expect(verified.body).toMatchObject({ state: 'verified', decidedBy: '吴行知', houseFileId: house.id })
    expect(await fileOfHouse()).toMatchObject({
      values: {
        occupancy: 'let',
        rentalKind: 'whole',
        leaseFrom: '2026-02-01',
        leaseUntil: '2026-03-02',
        leaseVerifiedOn: '2026-03-02',
        tenants: 2,
      },
    })
    expect((await decide('gridWorker', verified.body, { isTrue: true })).error?.code).toBe('lease.decided')
    expect(await list('gridWorker', '?state=expired')).toEqual([])
    await app.clock.advance(86_400_000)
    const token = v.tokens.gridWorker
    const expired = await app.call<{ items: LeaseSummary[] }>('GET', '/api/leases?state=expired', { token })
    expect(expired.body.items.map(({ id, isExpired }) => [id, isExpired])).toEqual([[made.body.id, true]])
    const ended = await app.call<Lease>('POST', `/api/leases/${made.body.id}/end`, {
      token,
      body: { version: expired.body.items[0]?.version, endedOn: '2026-03-02', reason: '租客已搬离' },
    })
    expect(ended.body).toMatchObject({ state: 'ended', isExpired: false, can: [] })
    const after = await app.call<{ items: LeaseSummary[] }>('GET', '/api/leases?state=expired', { token })
    expect(after.body.items).toEqual([])
  })

  it('says why a lease is not accepted, and lets the landlord register it anew', async () => {
    const made = await declare('resident', { kind: 'rooms', from: '2026-08-01', until: '2026-12-31' })
    expect((await decide('gridWorker', made.body, { isTrue: false })).error?.faults.map(({ path }) => path)).toEqual(['body.reason'])
    const no = await decide('gridWorker', made.body, { isTrue: false, reason: '实际居住三人，与登记不符' })
    expect(no.body).toMatchObject({ state: 'rejected', reason: '实际居住三人，与登记不符', can: [] })
    const mine = await app.call<{ items: OwnLease[] }>('GET', '/api/leases/mine', { token: v.tokens.resident })
    expect(mine.body.items.map(({ state, reason }) => [state, reason])).toEqual([
      ['rejected', '实际居住三人，与登记不符'],
      ['ended', '租客已搬离'],
    ])
    expect((await declare('resident', { kind: 'rooms', from: '2026-08-01', until: '2026-12-31' })).status).toBe(201)
    expect((await app.call<{ items: OwnLease[] }>('GET', '/api/leases/mine', { token: v.tokens.neighbour })).body.items).toEqual([])
  })

  it('a house is let as a whole once at a time, also when two leases of it come at the same moment; rooms may be let side by side', async () => {
    const both = await Promise.all([
      declare('resident', { from: '2027-01-01', until: '2027-06-30' }),
      declare('resident', { from: '2027-02-01', until: '2027-08-31' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(both.find(({ status }) => status === 409)?.error?.code).toBe('lease.overlap')
    const rooms = { kind: 'rooms', from: '2028-01-01', until: '2028-12-31' }
    expect([(await declare('resident', rooms)).status, (await declare('resident', rooms)).status]).toEqual([201, 201])
    expect((await declare('resident', { kind: 'whole', from: '2028-05-01', until: '2028-06-01' })).error?.code).toBe('lease.overlap')
  })

  it('the landlord ends a lease of their own, nobody one of another; a stale answer changes nothing', async () => {
    const { body } = await app.call<{ items: OwnLease[] }>('GET', '/api/leases/mine', { token: v.tokens.resident })
    const [lease] = body.items
    const end = (token: string, over: object) =>
      app.call<OwnLease>('POST', `/api/leases/mine/${lease?.id}/end`, {
        token,
        body: { version: lease?.version, endedOn: '2028-03-01', ...over },
      })
    expect((await end(v.tokens.neighbour, {})).status).toBe(404)
    expect((await end(v.tokens.resident, { version: 9 })).error?.code).toBe('stale')
    expect((await end(v.tokens.resident, { endedOn: '2027-01-01' })).error?.faults.map(({ path }) => path)).toEqual(['body.endedOn'])
    expect((await end(v.tokens.resident, {})).body).toMatchObject({ state: 'ended', endedOn: '2028-03-01' })
    expect((await end(v.tokens.resident, { version: 2 })).error?.code).toBe('lease.not-running')
  })

  it('keeps names, numbers and papers sealed, and masks them for whoever may not read them in files of people', async () => {
    const rows = await peek<Record<string, unknown>>(app.kernel.store, 'SELECT * FROM leases')
    for (const secret of ['柳依依', '10000008001', 'G7654321', '林晓岚']) expect(JSON.stringify(rows)).not.toContain(secret)
    const reader = await app.tokenOf(await makePerson(app.kernel, '严实', { roles: [['property-manager', v.estate]] }), 'admin')
    const [first] = (await app.call<{ items: LeaseSummary[] }>('GET', '/api/leases?limit=1', { token: reader })).body.items
    const { text } = await app.call('GET', `/api/leases/${first?.id}`, { token: reader })
    for (const secret of ['G7654321', '10000008001']) expect(text).not.toContain(secret)
  })

  it('asks the store as often for many leases as for one', async () => {
    const statements = async (query: string) =>
      Number((await app.call('GET', `/api/leases${query}`, { token: v.tokens.officer })).headers.get('x-liren-statements'))
    await statements('?limit=1')
    expect(await statements('?limit=5')).toBe(await statements('?limit=1'))
  })

  it('leaves with the account of the landlord, but for leases that still run', async () => {
    const data = app.house.capabilities.flatMap(({ personal }) => personal ?? []).find(({ name }) => name === 'leases')
    const subject = { userId: v.ids.resident, personIds: [] }
    expect(JSON.stringify(await data?.records(subject))).toContain('柳依依')
    const done = await app.kernel.store.tx(async (tx) => data?.erase?.(subject, tx))
    expect(done?.erased).toBe(3)
    expect(done?.kept?.count).toBe(3)
    expect(await data?.records(subject)).toEqual([])
    expect((await list('officer')).length).toBe(3)
  })
})
