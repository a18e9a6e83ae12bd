import type { Page } from '@liren/contract'
import type { Ask, DeskAsk, HousekeeperFigures, HousekeeperPost, Talk, TalkWord } from '@liren/contract/capabilities/housekeeper'
import type { Message } from '@liren/contract/capabilities/message'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { personalDataOf } from '../../kernel/personal.ts'

const minute = 60_000

describeStores('housekeepers', (open) => {
  let app: TestApp
  let v: Village
  let [resident, family, neighbour, stranger, manager, keeper, colleague, farKeeper] = ['', '', '', '', '', '', '', '']
  let ids = { keeper: '', colleague: '', farKeeper: '' }
  let talkId = ''

  const ok = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
    const answer = await asked
    if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`)
    return answer.body
  }
  const get = <T>(token: string, path: string) => app.call<T>('GET', `/api/${path}`, { token })
  const post = <T>(token: string, path: string, body: object) => app.call<T>('POST', `/api/${path}`, { token, body })
  const assign = (token: string, placeId: string, keeperId: string) =>
    post<HousekeeperPost>(token, 'housekeepers', { placeId, keeperId, phone: '10000008866' })
  const ask = (token: string, more: object = {}) =>
    post<{ talkId: string; dueAt: string }>(token, 'housekeeper-talks', {
      houseId: v.house.id,
      kind: 'message',
      text: '快递柜打不开',
      photos: [],
      ...more,
    })
  const answer = (token: string, text: string, more: object = {}) =>
    post<Talk>(token, `housekeeper-talks/${talkId}/answers`, { text, photos: [], ...more })
  const talk = (token: string) => get<Talk>(token, `housekeeper-talks/${talkId}`)
  const words = (token: string) => get<Page<TalkWord>>(token, `housekeeper-talks/${talkId}/words?limit=100`)
  const inbox = (token: string, view = 'waiting') => ok(get<Page<Talk>>(token, `housekeeper-talks?view=${view}`))
  const titles = async (token: string) => (await ok(get<Page<Message>>(token, 'messages?limit=100'))).items.map(({ title }) => title.zh)
  const mine = async (token: string) =>
    (
      await ok(
        get<{ items: { houseId: string; keeper: { name: string; substitute: { name: string } | null } | null; talkId: string | null }[] }>(
          token,
          'housekeepers/mine',
        ),
      )
    ).items

  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    v = await makeVillage(app)
    ;({ resident, family, neighbour, stranger, manager } = v.tokens)
    const make = (name: string, at: Village['estate']) => makePerson(app.kernel, name, { roles: [['housekeeper', at]] })
    ids = { keeper: v.ids.housekeeper, colleague: await make('何暖阳', v.estate), farKeeper: await make('方远', v.farEstate) }
    keeper = await app.tokenOf(ids.keeper, 'staff')
    colleague = await app.tokenOf(ids.colleague, 'staff')
    farKeeper = await app.tokenOf(ids.farKeeper, 'staff')
  })
  afterAll(() => app.close())

  it('says so where a house has no housekeeper, and takes nothing in', async () => {
    expect((await mine(resident))[0]).toMatchObject({ houseId: v.house.id, keeper: null, talkId: null })
    expect((await ask(resident)).error?.code).toBe('housekeeper.none')
    expect(await peek(app.kernel.store, 'SELECT id FROM housekeeper_talks')).toEqual([])
  })

  it('lets only who manages a place assign there, and only somebody who may serve there', async () => {
    expect((await assign(resident, v.estate.id, ids.keeper)).error?.code).toBe('permission.denied')
    expect((await assign(keeper, v.estate.id, ids.keeper)).error?.code).toBe('permission.denied')
    expect((await assign(manager, v.farEstate.id, ids.farKeeper)).error?.code).toBe('not-found')
    expect((await assign(manager, v.estate.id, ids.farKeeper)).error?.code).toBe('housekeeper.unfit')
    expect((await assign(manager, v.estate.id, v.ids.worker)).error?.code).toBe('housekeeper.unfit')
    const { items } = await ok(get<{ items: { id: string }[] }>(manager, `housekeepers/candidates?placeId=${v.estate.id}`))
    expect(items.map(({ id }) => id).sort()).toEqual([ids.keeper, ids.colleague].sort())
    expect(await ok(assign(manager, v.estate.id, ids.keeper))).toMatchObject({
      keeper: { name: '沈安然' },
      phone: '10000008866',
      until: null,
    })
    expect((await mine(resident))[0]?.keeper).toMatchObject({ name: '沈安然', substitute: null })
  })

  it('refuses a house of somebody else, an empty word, and a photo of another person', async () => {
    expect((await ask(neighbour)).error?.code).toBe('housekeeper.house-not-yours')
    expect((await ask(stranger)).error?.code).toBe('housekeeper.house-not-yours')
    expect((await ask(resident, { text: '   ' })).error?.code).toBe('request.invalid')
    expect((await ask(resident, { photos: [await app.photo(neighbour)] })).error?.code).toBe('housekeeper.file-unknown')
    expect(await peek(app.kernel.store, 'SELECT id FROM housekeeper_words')).toEqual([])
  })

  it('[ZJWL-7.4.5-1] a resident reaches the own housekeeper by message and by service request, and how soon both were answered is on record', async () => {
    const photo = await app.photo(resident)
    const asked = await ok(ask(resident, { photos: [photo] }))
    talkId = asked.talkId
    expect(Date.parse(asked.dueAt) - app.kernel.clock.now()).toBe(30 * minute)
    // a word more about what still waits opens nothing new
    await ok(ask(resident, { text: '是 3 幢楼下那一台' }))
    const [waiting] = (await inbox(keeper)).items
    expect(waiting).toMatchObject({ id: talkId, side: 'keeper', can: ['answer'], resident: { name: '林晓岚' }, overdue: false })
    expect(waiting?.asks).toMatchObject([{ kind: 'message', state: 'waiting', responseMinutes: null }])
    await app.clock.advance(12 * minute)
    expect((await ok(answer(keeper, '已联系柜子厂家，十分钟后到'))).asks).toMatchObject([{ state: 'closed', responseMinutes: 12 }])
    expect((await inbox(keeper)).items).toEqual([])

    await ok(ask(resident, { kind: 'cleaning', text: '楼道有垃圾，请来打扫' }))
    await app.clock.advance(8 * minute)
    const [open] = (await ok(answer(keeper, '保洁马上到'))).asks
    expect(open).toMatchObject({ kind: 'cleaning', state: 'answered', responseMinutes: 8, can: ['finish'] })
    const done = await ok(post<Ask>(keeper, `housekeeper-asks/${open?.id}/finish`, { version: open?.version }))
    expect(done).toMatchObject({ state: 'closed', can: [] })
    expect((await post(keeper, `housekeeper-asks/${open?.id}/finish`, { version: open?.version })).error?.code).toBe('stale')

    const said = (await ok(words(resident))).items
    expect(said.map(({ side, text }) => [side, text])).toEqual([
      ['keeper', '保洁马上到'],
      ['resident', '楼道有垃圾，请来打扫'],
      ['keeper', '已联系柜子厂家，十分钟后到'],
      ['resident', '是 3 幢楼下那一台'],
      ['resident', '快递柜打不开'],
    ])
    expect((await app.call('GET', said.at(-1)?.photos[0]?.url ?? '', { token: resident })).status).toBe(200)
    const [kept] = await peek<{ content: string }>(app.kernel.store, 'SELECT content FROM housekeeper_words ORDER BY id LIMIT 1')
    expect(kept?.content).not.toContain('快递柜')
  })

  it('is nobody else’s business: family, neighbours, other housekeepers and the manager meet no conversation', async () => {
    for (const token of [family, neighbour, stranger, colleague, farKeeper, manager]) {
      expect((await talk(token)).status).toBe(404)
      expect((await words(token)).status).toBe(404)
    }
    for (const token of [colleague, farKeeper]) {
      expect((await answer(token, '我来答')).status).toBe(404)
      expect((await inbox(token, 'all')).items).toEqual([])
    }
    for (const token of [resident, manager, v.tokens.worker]) expect((await answer(token, '我来答')).error?.code).toBe('permission.denied')
    const desk = (await ok(get<Page<DeskAsk>>(manager, 'housekeeper-asks'))).items
    expect(desk).toHaveLength(2)
    expect(JSON.stringify(desk)).not.toContain('快递柜')
    expect((await ok(get<Page<DeskAsk>>(v.tokens.farManager, 'housekeeper-asks'))).items).toEqual([])
  })

  it('a request for a repair becomes one repair in the resident’s name, with its photo, and is done when the repair is', async () => {
    await ok(ask(resident, { kind: 'repair', text: '厨房水龙头漏水', photos: [await app.photo(resident)] }))
    await app.work()
    await app.work()
    const [made] = (await ok(get<Page<{ id: string; number: string; title: string }>>(resident, 'repairs?view=mine'))).items
    expect(made?.title).toBe('厨房水龙头漏水')
    const repair = await ok(get<{ photos: unknown[]; category: { code: string }; version: number }>(resident, `repairs/${made?.id}`))
    expect([repair.photos.length, repair.category.code]).toEqual([1, 'water'])
    expect((await ok(talk(resident))).asks[0]).toMatchObject({ kind: 'repair', repair: { id: made?.id, number: made?.number } })
    expect(await peek(app.kernel.store, 'SELECT id FROM repairs')).toHaveLength(1)
    await ok(answer(keeper, '师傅已派单'))
    await ok(post(resident, `repairs/${made?.id}/actions/withdraw`, { version: repair.version, reason: '自己修好了' }))
    await app.work()
    expect((await ok(talk(resident))).asks[0]).toMatchObject({ kind: 'repair', state: 'closed' })
  })

  it('reminds of what is not answered, then tells who manages the place, and stops with the answer', async () => {
    await ok(ask(resident, { kind: 'parking', text: '车位被占了' }))
    await app.clock.advance(31 * minute)
    await app.work()
    expect(await titles(keeper)).toContain('住户等待答复已超时')
    expect(await titles(manager)).not.toContain('住户等待答复已超时')
    expect((await inbox(keeper)).items[0]).toMatchObject({ overdue: true })
    await app.clock.advance(31 * minute)
    await app.work()
    expect(await titles(manager)).toContain('住户等待答复已超时')
    await ok(answer(keeper, '已通知车主挪车'))
    const before = (await titles(keeper)).length
    await app.clock.advance(40 * minute)
    await app.work()
    expect(await titles(keeper)).toHaveLength(before)
    expect(await titles(resident)).toEqual(expect.arrayContaining(['管家已答复', '服务请求已办结']))
  })

  it('a substitute answers while the housekeeper is away, and no longer afterwards', async () => {
    const [held] = (await ok(get<Page<HousekeeperPost>>(manager, 'housekeepers'))).items
    const away = (token: string, substituteId: string, hours: number) =>
      post<{ id: string; version: number }>(token, 'housekeeper-absences', {
        ...{ postId: held?.id, substituteId, reason: '年假' },
        from: new Date(app.kernel.clock.now()).toISOString(),
        until: new Date(app.kernel.clock.now() + hours * 60 * minute).toISOString(),
      })
    expect((await away(keeper, ids.colleague, 8)).error?.code).toBe('permission.denied')
    expect((await away(manager, ids.farKeeper, 8)).error?.code).toBe('housekeeper.unfit')
    expect((await away(manager, ids.keeper, 8)).error?.code).toBe('housekeeper.absence-invalid')
    expect((await away(manager, ids.colleague, -1)).error?.code).toBe('housekeeper.absence-invalid')
    const absence = await ok(away(manager, ids.colleague, 8))
    expect((await mine(resident))[0]?.keeper?.substitute).toMatchObject({ name: '何暖阳' })
    await ok(ask(resident, { text: '在吗' }))
    await app.work()
    expect(await titles(colleague)).toContain('住户留言')
    expect((await inbox(colleague)).items.map(({ id }) => id)).toEqual([talkId])
    await ok(answer(colleague, '沈管家休假，我在'))
    await ok(post(manager, `housekeeper-absences/${absence.id}/back`, { version: absence.version }))
    expect((await talk(colleague)).status).toBe(404)
    expect((await answer(colleague, '还能答吗')).status).toBe(404)
  })

  it('hands conversations to the nearer housekeeper, back to the one around it, and keeps the history', async () => {
    const nearer = await ok(assign(manager, v.building.id, ids.colleague))
    expect((await mine(resident))[0]?.keeper?.name).toBe('何暖阳')
    expect((await talk(keeper)).status).toBe(404)
    expect((await ok(talk(colleague))).keeper?.name).toBe('何暖阳')
    // a change further out leaves it where it is
    await ok(assign(manager, v.estate.id, ids.keeper))
    expect((await talk(colleague)).status).toBe(200)
    expect((await post(manager, `housekeepers/${nearer.id}/end`, { version: nearer.version + 5 })).error?.code).toBe('stale')
    expect((await post(manager, `housekeepers/${nearer.id}/end`, { version: nearer.version })).status).toBe(204)
    expect((await ok(talk(keeper))).keeper?.name).toBe('沈安然')
    const ended = (await ok(get<Page<HousekeeperPost>>(manager, 'housekeepers?view=ended'))).items
    expect(ended.map(({ keeper: { name }, until }) => [name, until !== null])).toEqual([
      ['何暖阳', true],
      ['沈安然', true],
    ])
  })

  it('gives a place one housekeeper at a time, whoever assigns at once', async () => {
    const both = await Promise.all([assign(manager, v.unit.id, ids.keeper), assign(manager, v.unit.id, ids.colleague)])
    expect(both.every(({ status }) => status === 201 || status === 409)).toBe(true)
    const open = await peek(app.kernel.store, 'SELECT id FROM housekeeper_posts WHERE place_id = ? AND until_at IS NULL', [v.unit.id])
    expect(open).toHaveLength(1)
  })

  it('opens one conversation however many words are sent at once, and answers them all by one answer', async () => {
    const at = { houseId: v.nextHouse.id, text: '同时' }
    const sent = await Promise.all([1, 2, 3, 4].map(() => ask(neighbour, at)))
    expect(sent.filter(({ status }) => status !== 201 && status !== 409)).toEqual([])
    const made = new Set(sent.flatMap(({ status, body }) => (status === 201 ? [body.talkId] : [])))
    expect(made.size).toBe(1)
    const open = await peek(app.kernel.store, "SELECT id FROM housekeeper_asks WHERE talk_id = ? AND state = 'waiting'", [...made])
    expect(open).toHaveLength(1)
  })

  it('counts first answers, those in time and the mean, for the whole and for each housekeeper', async () => {
    const figures = await ok(get<HousekeeperFigures>(manager, 'housekeepers/figures?from=2026-03-01&to=2026-03-03'))
    expect(figures).toMatchObject({ asked: 6, answered: 5, inTime: 4, overdue: 0 })
    // 12, 8, 0, 62 and 0 minutes
    expect(figures.meanMinutes).toBe(16.4)
    expect(figures.keepers.reduce((sum, { asked }) => sum + asked, 0)).toBe(6)
    expect(await ok(get<HousekeeperFigures>(v.tokens.farManager, 'housekeepers/figures?from=2026-03-01&to=2026-03-03'))).toMatchObject({
      asked: 0,
      meanMinutes: null,
    })
    expect((await get(manager, 'housekeepers/figures?from=2026-03-03&to=2026-03-01')).error?.code).toBe('request.invalid')
    expect((await get(keeper, 'housekeepers/figures?from=2026-03-01&to=2026-03-03')).error?.code).toBe('permission.denied')
  })

  it('asks a fixed number of statements for an inbox of any length', async () => {
    const one = Number((await get(keeper, 'housekeeper-talks?view=all')).headers.get('x-liren-statements'))
    const empty = Number((await get(farKeeper, 'housekeeper-talks?view=all')).headers.get('x-liren-statements'))
    expect(one).toBeGreaterThan(0)
    expect(one - empty).toBeLessThanOrEqual(4)
  })

  it('tells people what they said to a housekeeper, and takes the words back when they leave', async () => {
    const subject = { userId: v.ids.resident, personIds: [] }
    const data = personalDataOf(app.kernel).find(({ name }) => name === 'housekeeper-words')
    expect((await data?.records(subject))?.some((lines) => lines.some(([, value]) => value === '快递柜打不开'))).toBe(true)
    const erasure = await app.kernel.store.tx(async (tx) => data?.erase?.(subject, tx))
    expect(erasure?.erased).toBeGreaterThan(4)
    expect(JSON.stringify(await data?.records(subject))).not.toContain('快递柜')
  })
})
