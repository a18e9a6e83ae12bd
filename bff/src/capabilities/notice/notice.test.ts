import type { Page } from '@liren/contract'
import type { KeptNotice, Notice, NoticeDraft } from '@liren/contract/capabilities/notice'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { type NoticeScene, openNotices } from './testing.ts'

const hour = 3_600_000

describeStores('writing and reviewing notices', (open) => {
  let app: NoticeScene['app']
  let v: NoticeScene['v']
  let desk: NoticeScene['desk']
  let street = ''
  beforeAll(async () => {
    ;({ app, v, desk, street } = await openNotices(open))
  })
  afterAll(() => app.close())

  const at = (hours: number) => new Date(app.kernel.clock.now() + hours * hour).toISOString()

  it('lets only who writes for a place write there, and nobody in a name that is not theirs', async () => {
    expect((await app.call('POST', '/api/notice-drafts', { body: desk.content() })).status).toBe(401)
    for (const who of ['resident', 'worker', 'gridWorker']) expect((await desk.create(who)).error?.code).toBe('permission.denied')
    expect((await desk.create('farManager')).error?.code).toBe('not-found')
    expect((await desk.create('manager', { placeId: v.community.id })).error?.code).toBe('not-found')
    for (const publisher of ['street', 'committee', 'community'])
      expect((await desk.create('manager', { publisher })).error?.code, publisher).toBe('notice.not-yours-to-speak-for')
    expect((await desk.create('officer', { publisher: 'street', placeId: v.community.id })).error?.code).toBe(
      'notice.not-yours-to-speak-for',
    )
    expect((await desk.create('officer', { publisher: 'committee', placeId: v.community.id })).status).toBe(201)
    expect((await desk.create(street, { publisher: 'street', placeId: v.community.id })).status).toBe(201)
  })

  it('names every fault of what was typed, and takes nothing in', async () => {
    const before = await peek(app.kernel.store, 'SELECT id FROM notices')
    const empty = await desk.create('manager', { title: ' ', body: '', category: 'gossip' })
    expect(empty.error?.faults.map(({ path }) => path).sort()).toEqual(['body.body', 'body.category', 'body.title'])
    expect((await desk.create('manager', { endsAt: at(-1) })).error?.code).toBe('notice.days-in-wrong-order')
    expect((await desk.create('manager', { publishAt: at(5), pinnedUntil: at(4) })).error?.code).toBe('notice.days-in-wrong-order')
    expect((await desk.create('manager', { service: 'no-such-page' })).error?.code).toBe('notice.service-unknown')
    expect((await desk.create('manager', { places: [v.farEstate.id] })).error?.code).toBe('notice.place-not-within')
    expect((await desk.create('officer', { places: [v.secondEstate.id] })).error?.code).toBe('notice.place-not-within')
    expect((await desk.create('manager', { files: [await app.photo(v.tokens.stranger)] })).error?.code).toBe('notice.file-unknown')
    expect(await peek(app.kernel.store, 'SELECT id FROM notices')).toEqual(before)
  })

  it('[CSPSTC-4.5-3] nobody outside reads what was not approved; after the approval it is there, and who approved it, when, and in which words is kept', async () => {
    const drafts = [
      await desk.ok(desk.create('manager', { title: '电梯年检' })),
      await desk.ok(desk.create('manager', { title: '值班安排', audience: 'staff' })),
    ]
    const readers = ['resident', 'worker'] as const
    for (const [which, draft] of drafts.entries()) {
      const reader = readers[which] as 'resident'
      const seen = async () => [
        (await desk.titles(reader)).includes(draft.title),
        (await desk.call('GET', `notices/${draft.id}`, reader)).status,
      ]
      expect(await seen()).toEqual([false, 404])
      const submitted = await desk.ok(desk.step('manager', draft, 'submit'))
      expect(submitted).toMatchObject({ state: 'submitted', can: ['withdraw'] })
      expect(await seen(), 'submitted is not approved').toEqual([false, 404])
      const approved = await desk.ok(desk.step('officer', submitted, 'approve', '内容属实，同意发布'))
      expect(approved.state).toBe('published')
      expect(approved.steps).toMatchObject([
        { step: 'submit', by: { id: v.ids.manager } },
        {
          step: 'approve',
          by: { id: v.ids.officer, name: '孙明理' },
          at: new Date(app.kernel.clock.now()).toISOString(),
          opinion: '内容属实，同意发布',
        },
      ])
      expect(await seen()).toEqual([true, 200])
    }
    expect(await desk.titles('resident'), 'what is for staff stays with staff').not.toContain('值班安排')
    expect((await desk.call('GET', `notices/${drafts[1]?.id}`, 'resident')).status).toBe(404)
  })

  it('is reviewed by nobody who wrote, changed or submitted it', async () => {
    const draft = await desk.ok(desk.create('housekeeper', { title: '楼道清理' }))
    const changed = await desk.ok(
      desk.call<NoticeDraft>('PUT', `notice-drafts/${draft.id}`, 'manager', {
        ...desk.content({ title: '楼道杂物清理' }),
        version: draft.version,
      }),
    )
    const submitted = await desk.ok(desk.step('housekeeper', changed, 'submit'))
    expect((await desk.step('housekeeper', submitted, 'approve', '')).error?.code).toBe('permission.denied')
    for (const name of ['approve', 'return']) {
      expect((await desk.step('manager', submitted, name, '可以')).error?.code).toBe('notice.own-review')
      expect((await desk.step('farManager', submitted, name, '可以')).error?.code).toBe('not-found')
    }
    expect(await desk.titles('resident')).not.toContain('楼道杂物清理')
    const [shown] = await Promise.all(
      ['manager', 'officer'].map(async (who) => (await desk.ok(desk.call<NoticeDraft>('GET', `notice-drafts/${draft.id}`, who))).can),
    )
    expect(shown).toEqual(['withdraw'])
    expect((await desk.step('officer', submitted, 'approve', '')).status, 'the control: somebody else may').toBe(200)
  })

  it('goes back to be changed with a reason, is changed only as it was seen, and once', async () => {
    const draft = await desk.ok(desk.create('manager', { title: '消杀安排' }))
    const submitted = await desk.ok(desk.step('manager', draft, 'submit'))
    expect(
      (await desk.call('PUT', `notice-drafts/${draft.id}`, 'manager', { ...desk.content(), version: submitted.version })).error?.code,
    ).toBe('notice.step-not-allowed')
    expect((await desk.step('officer', submitted, 'return')).error?.faults.map(({ path }) => path)).toEqual(['body.opinion'])
    const returned = await desk.ok(desk.step('officer', submitted, 'return', '请写明用药'))
    expect(returned).toMatchObject({ state: 'returned', can: ['edit', 'submit', 'remove'] })
    expect((await desk.step('officer', submitted, 'approve', '')).error?.code).toBe('stale')
    const body = { ...desk.content({ title: '消杀安排（低毒）' }), version: returned.version }
    const tries = await Promise.all([1, 2].map(() => desk.call<NoticeDraft>('PUT', `notice-drafts/${draft.id}`, 'manager', body)))
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 409])
    const gone = tries.find(({ status }) => status === 200)?.body as NoticeDraft
    expect((await desk.call('DELETE', `notice-drafts/${draft.id}?version=${returned.version}`, 'manager')).error?.code).toBe('stale')
    expect((await desk.call('DELETE', `notice-drafts/${draft.id}?version=${gone.version}`, 'manager')).status).toBe(204)
    expect((await desk.call('GET', `notice-drafts/${draft.id}`, 'manager')).status).toBe(404)
  })

  it('waits for its hour, comes down when it is over, and what is urgent waits for none', async () => {
    const times = { publishAt: at(2), pinnedUntil: at(3), endsAt: at(4) }
    const waiting = await desk.publish({ title: '春季花展', category: 'convenience', ...times })
    expect(waiting).toMatchObject({ state: 'scheduled', shelf: null, can: ['withdraw'] })
    expect((await desk.publish({ title: '燃气泄漏，请撤离', category: 'emergency', publishAt: at(2) })).state).toBe('published')
    expect((await desk.titles('resident'))[0]).toBe('燃气泄漏，请撤离')
    expect(await desk.titles('resident')).not.toContain('春季花展')
    const shown = async () => (await desk.list('resident', '?category=convenience')).map(({ isPinned, shelf }) => [isPinned, shelf])
    for (const [passed, expected] of [
      [2, [[true, 'current']]],
      [1, [[false, 'current']]],
      [1, []],
    ] as const) {
      await app.clock.advance(passed * hour)
      await app.work()
      expect(await shown()).toEqual(expected)
    }
    expect(await desk.titles('resident', '?shelf=archive')).toEqual(['春季花展'])
    const { steps } = await desk.ok(desk.call<NoticeDraft>('GET', `notice-drafts/${waiting.id}`, 'manager'))
    expect(steps.map(({ step, by }) => [step, by?.id ?? null])).toEqual([
      ['submit', v.ids.manager],
      ['approve', v.ids.officer],
      ['publish', null],
    ])
  })

  it('is taken back with a reason, also before its hour, and then nobody reads it or its files', async () => {
    const photo = await app.photo(v.tokens.manager)
    const out = await desk.publish({ title: '误发', files: [photo] })
    const read = () => desk.call<Notice>('GET', `notices/${out.id}`, 'resident')
    const file = () => desk.call('GET', `files/${photo}`, 'resident')
    expect((await desk.ok(read())).attachments).toMatchObject([{ id: photo, kind: 'image' }])
    expect((await file()).status).toBe(200)
    expect((await desk.call('GET', `files/${photo}`, 'stranger')).status).toBe(404)
    expect((await desk.step('resident', out, 'withdraw', '不想要')).error?.code).toBe('permission.denied')
    expect((await desk.ok(desk.step('officer', out, 'withdraw', '发错小区'))).state).toBe('withdrawn')
    expect([(await read()).status, (await file()).status]).toEqual([404, 404])
    const later = await desk.publish({ title: '后天再发', publishAt: at(1) })
    await desk.ok(desk.step('manager', later, 'withdraw', '不发了'))
    await app.clock.advance(2 * hour)
    await app.work()
    expect(await desk.titles('resident')).not.toContain('后天再发')
  })

  it('lists what is kept by state, kind and publisher, page by page, in as many statements however many there are', async () => {
    for (let i = 0; i < 12; i++) await desk.ok(desk.create('manager', { title: `草稿 ${i}`, category: 'news' }))
    const ask = (query: string, who = 'manager') => desk.call<Page<KeptNotice>>('GET', `notice-drafts?${query}`, who)
    const first = await desk.ok(ask('state=draft&category=news&limit=5'))
    expect(first.items.map(({ title }) => title)).toEqual(['草稿 11', '草稿 10', '草稿 9', '草稿 8', '草稿 7'])
    expect((await desk.ok(ask(`state=draft&category=news&limit=5&cursor=${first.next}`))).items[0]?.title).toBe('草稿 6')
    expect((await ask(`state=draft&limit=5&cursor=${first.next}`)).status).toBe(400)
    expect((await desk.ok(ask('limit=50', 'farManager'))).items).toEqual([])
    expect((await ask('limit=5', 'resident')).status).toBe(403)
    const [few, many] = [await ask('category=news&limit=2'), await ask('category=news&limit=12')]
    expect(many.headers.get('x-liren-statements')).toBe(few.headers.get('x-liren-statements'))
  })
})
