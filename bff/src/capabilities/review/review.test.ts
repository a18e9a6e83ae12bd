import { residentIdSign } from '@liren/contract/archive/index'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
let made = 0
const idNumber = () => {
  const head = `99010119860309${String(++made).padStart(2, '0')}1`
  return head + residentIdSign(head)
}

interface Shown {
  id: string
  fileId: string | null
  title: string
  state: string
  version: number
  fields: string[]
  isOwn: boolean
  isOutdated: boolean
  hasFace: boolean
  reason: string | null
  can: string[]
  photos: { id: string; url: string }[]
  changes: {
    field: string
    before: string | null
    after: string | null
    current: string | null
    isOutdated: boolean
    isMasked: boolean
    decision: string | null
  }[]
}
interface Person {
  id: string
  version: number
  values: Record<string, unknown>
  provenance: Record<string, { source: string; by: string | null; verifiedBy: string | null }>
}

describeStores('reviews of changes', (open) => {
  let app: TestApp
  let village: Village
  let secondOfficer: string
  let farOfficer: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    const token = async (name: string, at: Village['community']) =>
      app.tokenOf(await makePerson(app.kernel, name, { roles: [['community-officer', at]] }), 'admin')
    secondOfficer = await token('徐静', village.community)
    farOfficer = await token('钱致和', village.otherCommunity)
  })
  afterAll(() => app.close())

  const token = (who: keyof Village['tokens']) => village.tokens[who]
  const person = async (values: object = {}): Promise<Person> => {
    const body = {
      placeId: village.house.id,
      source: 'collected',
      values: { name: '江望舒', idKind: 'resident', idNumber: idNumber(), population: 'resident', ...values },
    }
    const answer = await app.call<Person>('POST', '/api/people', { token: token('gridWorker'), body })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body
  }
  const read = async (id: string) => (await app.call<Person>('GET', `/api/people/${id}`, { token: token('officer') })).body
  const propose = (file: Person, values: object, over: object = {}, as = token('gridWorker')) =>
    app.call<Shown>('POST', '/api/reviews', {
      token: as,
      body: { archive: 'person', fileId: file.id, version: file.version, values, source: 'collected', ...over },
    })
  const proposed = async (file: Person, values: object, over: object = {}, as?: string) => {
    const answer = await propose(file, values, over, as)
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body
  }
  const decide = (what: string, review: { id: string; version: number }, body: object = {}, as = token('officer')) =>
    app.call<Shown>('POST', `/api/reviews/${review.id}/${what}`, { token: as, body: { version: review.version, ...body } })
  const queue = async (query = '', as = token('officer')) =>
    (await app.call<{ items: Shown[]; next?: string }>('GET', `/api/reviews?state=open&${query}`, { token: as })).body

  it('refuses whoever has no part in it: to propose, to see, to decide, and at other places', async () => {
    const file = await person()
    expect((await app.call('GET', '/api/reviews')).error?.code).toBe('identity.missing')
    expect((await propose(file, { registeredRegion: '江临市' }, {}, token('worker'))).error?.code).toBe('permission.denied')
    expect((await propose(file, { registeredRegion: '江临市' }, {}, token('farManager'))).error?.code).toBe('not-found')
    const review = await proposed(file, { registeredRegion: '江临市' })
    expect((await app.call('GET', `/api/reviews/${review.id}`, { token: token('gridWorker') })).error?.code).toBe('permission.denied')
    expect((await app.call('GET', `/api/reviews/${review.id}`, { token: farOfficer })).error?.code).toBe('not-found')
    expect((await decide('accept', review, {}, farOfficer)).error?.code).toBe('not-found')
    expect((await queue('', farOfficer)).items).toEqual([])
  })

  it('tells all that is wrong with a proposal at once, and takes none that changes nothing', async () => {
    const file = await person({ registeredRegion: '江临市' })
    const wrong = await propose(file, { registeredRegion: '江临市', face: ['0'.repeat(26)], nonsense: 1, phone: '12' })
    expect(wrong.error?.faults.map(({ path }) => path).sort()).toEqual(['body.values.face', 'body.values.nonsense', 'body.values.phone'])
    expect((await propose(file, { idNumber: '99010119860309001X' })).error?.faults.map(({ path }) => path)).toEqual([
      'body.values.idNumber',
    ])
    expect((await propose(file, { registeredRegion: '江临市' })).error?.code).toBe('review.nothing')
    expect((await propose(file, { registeredRegion: '云溪镇' }, { evidence: ['0'.repeat(26)] })).error?.code).toBe('review.file-unknown')
  })

  it('[GB42455-8.1.1-d.2] keeps what was collected out of the archive until a reviewer approves it; a rejection says why', async () => {
    const file = await person()
    const [first, second] = [
      await proposed(file, { livingAddress: '枫林雅苑3幢1201' }),
      await proposed(file, { registeredRegion: '云溪镇' }),
    ]
    expect((await read(file.id)).values).toMatchObject({ livingAddress: null, registeredRegion: null })
    expect((await decide('reject', first)).error?.faults.map(({ path }) => path)).toEqual(['body.reason'])
    expect((await decide('reject', first, { reason: '与户口本不符' })).body).toMatchObject({
      state: 'rejected',
      reason: '与户口本不符',
      can: [],
    })
    expect((await read(file.id)).values).toMatchObject({ livingAddress: null })
    expect((await decide('accept', second)).body).toMatchObject({ state: 'accepted' })
    expect((await read(file.id)).values).toMatchObject({ livingAddress: null, registeredRegion: '云溪镇' })
  })

  it('writes what is accepted with where it comes from, who brought it and who verified it', async () => {
    const file = await person()
    await decide('accept', await proposed(file, { registeredRegion: '云溪镇' }))
    const now = await read(file.id)
    expect(now.provenance.address).toMatchObject({ source: 'collected', by: '吴行知', verifiedBy: '孙明理' })
    const history = await app.call<{ items: { action: string; by: string; reason: string }[] }>('GET', `/api/people/${file.id}/history`, {
      token: token('officer'),
    })
    expect(history.body.items.map(({ action, by }) => [action, by])).toEqual([
      ['verified', '孙明理'],
      ['updated', '吴行知'],
      ['created', '吴行知'],
    ])
  })

  it('lets nobody review their own proposal, whatever they may do otherwise', async () => {
    const file = await person()
    const review = await proposed(file, { registeredRegion: '云溪镇' }, {}, token('officer'))
    for (const [what, body] of [
      ['accept', {}],
      ['reject', { reason: '不对的' }],
      ['ask', { reason: '再拍一张' }],
    ] as const)
      expect((await decide(what, review, body)).error?.code).toBe('review.own')
    const mine = await app.call<Shown>('GET', `/api/reviews/${review.id}`, { token: token('officer') })
    expect(mine.body).toMatchObject({ isOwn: true, can: ['withdraw'] })
    expect((await decide('accept', review, {}, secondOfficer)).status).toBe(200)
  })

  it('shows what has changed in the file since, and refuses to write over it', async () => {
    const file = await person({ registeredRegion: '江临市', employer: '云溪粮站' })
    const review = await proposed(file, { registeredRegion: '云溪镇', nationality: '中国' })
    await app.call('PATCH', `/api/people/${file.id}`, {
      token: token('manager'),
      body: { version: file.version, source: 'manual', values: { registeredRegion: '滨河镇' } },
    })
    const shown = (await app.call<Shown>('GET', `/api/reviews/${review.id}`, { token: token('officer') })).body
    expect(shown).toMatchObject({ isOutdated: true })
    expect(shown.changes).toMatchObject([
      { field: 'registeredRegion', before: '江临市', after: '云溪镇', current: '滨河镇', isOutdated: true },
      { field: 'nationality', before: null, after: '中国', isOutdated: false },
    ])
    const refused = await decide('accept', review)
    expect(refused.error).toMatchObject({ code: 'review.outdated', details: { fields: ['registeredRegion'] } })
    expect((await read(file.id)).values).toMatchObject({ registeredRegion: '滨河镇', nationality: null })
    expect((await decide('accept', review, { fields: ['nationality'] })).body).toMatchObject({ state: 'partial' })
    expect((await read(file.id)).values).toMatchObject({ registeredRegion: '滨河镇', nationality: '中国' })
  })

  it('asks for more, takes it from whoever proposed and nobody else, and goes on', async () => {
    const file = await person()
    const review = await proposed(file, { registeredRegion: '云溪镇' })
    const asked = (await decide('ask', review, { reason: '请补拍户口本首页' })).body
    expect(asked).toMatchObject({ state: 'asked', reason: '请补拍户口本首页' })
    const photo = await app.photo(token('gridWorker'))
    expect((await decide('supply', asked, { evidence: [photo] }, token('manager'))).error?.code).toBe('not-found')
    const supplied = (await decide('supply', asked, { evidence: [photo], note: '已补拍' }, token('gridWorker'))).body
    expect(supplied).toMatchObject({ state: 'pending', reason: null })
    const shown = (await app.call<Shown>('GET', `/api/reviews/${review.id}`, { token: token('officer') })).body
    expect(shown.photos.map(({ id }) => id)).toEqual([photo])
    expect((await fetch(app.origin + (shown.photos[0]?.url ?? ''))).status).toBe(200)
    expect((await app.call('GET', `/api/files/${photo}`, { token: farOfficer })).status).toBe(404)
  })

  it('is decided once, by whoever saw the latest of it', async () => {
    const review = await proposed(await person(), { registeredRegion: '云溪镇' })
    expect((await decide('accept', { ...review, version: 9 })).error?.code).toBe('stale')
    const both = await Promise.all([decide('accept', review), decide('reject', review, { reason: '看错了人' }, secondOfficer)])
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(both.find(({ status }) => status !== 200)?.error?.code).toMatch(/^(stale|review\.decided)$/)
  })

  it('shows sealed values masked, opens them for a reason, and has none of them in the clear in its table', async () => {
    const file = await person()
    const review = await proposed(file, { registeredAddress: '江临市云溪街道梧桐路8号' })
    const shown = (await app.call<Shown>('GET', `/api/reviews/${review.id}`, { token: token('officer') })).body
    expect(shown.changes).toMatchObject([{ field: 'registeredAddress', isMasked: true }])
    expect(JSON.stringify(shown)).not.toContain('梧桐路8号')
    const unsaid = await app.call('POST', `/api/reviews/${review.id}/reveal`, { token: token('officer'), body: {} })
    expect(unsaid.error?.faults.map(({ path }) => path)).toEqual(['body.reason'])
    const opened = await app.call<{ changes: object[] }>('POST', `/api/reviews/${review.id}/reveal`, {
      token: token('officer'),
      body: { reason: '核对户口本' },
    })
    expect(opened.body.changes).toEqual([{ field: 'registeredAddress', before: null, after: '江临市云溪街道梧桐路8号' }])
    const [row] = await peek<{ changes_sealed: string }>(app.kernel.store, 'SELECT changes_sealed FROM reviews WHERE id = ?', [review.id])
    expect(row?.changes_sealed).toMatch(/^v1\./)
    const [entry] = await peek<{ reason: string }>(
      app.kernel.store,
      "SELECT reason FROM audit_entries WHERE subject_id = ? AND action = 'review.revealed'",
      [review.id],
    )
    expect(entry).toMatchObject({ reason: '核对户口本' })
  })

  it('pages from the oldest, counts without reading all, and asks as much for many as for few', async () => {
    const file = await person()
    for (let i = 0; i < 6; i++) await proposed(file, { nationality: `国${i}` })
    const first = await queue('limit=3')
    expect(first.items.map(({ id }) => id)).toEqual([...first.items.map(({ id }) => id)].sort())
    const next = await queue(`limit=3&cursor=${first.next}`)
    expect(next.items.some(({ id }) => first.items.some((one) => one.id === id))).toBe(false)
    const asks = async (limit: number) =>
      Number(
        (await app.call('GET', `/api/reviews?state=open&limit=${limit}`, { token: token('officer') })).headers.get('x-liren-statements'),
      )
    expect(await asks(6)).toBe(await asks(2))
    const counts = (await app.call<{ pending: number }>('GET', '/api/reviews/counts', { token: token('officer') })).body
    expect(counts.pending).toBe((await queue('limit=100')).items.length)
  })

  it('shows residents their own file, takes corrections of it for review, and shows them what became of each', async () => {
    expect((await app.call('GET', '/api/reviews/own-file', { token: token('stranger') })).error?.code).toBe('review.no-file')
    const phone = '10000009911'
    const id = await makePerson(app.kernel, '林小北', { house: village.house, phone })
    const resident = await app.tokenOf(id, 'resident')
    const file = await person({ name: '林小北', phone })
    await person({ name: '林小南', phone })
    const own = await app.call<{ id: string; version: number; title: string; values: Record<string, unknown> }>(
      'GET',
      '/api/reviews/own-file',
      { token: resident },
    )
    expect(own.body).toMatchObject({ id: file.id, title: '林小北', values: { phone } })
    expect(own.body.values.idNumber).toMatch(/^9901\*{10}/)
    const correct = (values: object) =>
      app.call<Shown>('POST', '/api/reviews/own-file/corrections', {
        token: resident,
        body: { version: own.body.version, values, note: '迁过户口' },
      })
    expect((await correct({ population: 'floating' })).error?.faults.map(({ path }) => path)).toEqual(['body.values.population'])
    const review = (await correct({ registeredAddress: '滨河镇柳巷2号' })).body
    expect(review).toMatchObject({ state: 'pending', title: '林小北', isOwn: true })
    expect((await decide('accept', review)).status).toBe(200)
    const mine = await app.call<{ items: Shown[] }>('GET', '/api/reviews/mine', { token: resident })
    expect(mine.body.items.map(({ id: one, state }) => [one, state])).toEqual([[review.id, 'accepted']])
    const again = await app.call<{ values: Record<string, unknown>; source: string }>('GET', '/api/reviews/own-file', { token: resident })
    expect(again.body.values.registeredAddress).toBe('滨河镇柳巷2号')
    expect((await read(file.id)).provenance.address).toMatchObject({ source: 'declared', by: '林小北' })
  })
})
