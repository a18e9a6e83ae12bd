import type { Page } from '@liren/contract'
import type { Notice, NoticeBrief, NoticeDraft } from '@liren/contract/capabilities/notice'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makePlace } from '../../../test/village.ts'
import { type NoticeScene, openNotices } from './testing.ts'

const day = 86_400_000

describeStores('reading notices', (open) => {
  let app: NoticeScene['app']
  let v: NoticeScene['v']
  let desk: NoticeScene['desk']
  let street = ''
  beforeAll(async () => {
    ;({ app, v, desk, street } = await openNotices(open))
  })
  afterAll(() => app.close())

  const told = async (who: Parameters<typeof desk.messages>[0]) => (await desk.messages(who)).map(({ title }) => title.zh)
  const subscribe = (who: 'resident' | 'family', category: string, isOn = true) =>
    desk.ok(desk.call('PUT', `notice-subscriptions/${category}`, who, { isOn }))

  it('is for those of its places whom it is for, and does not exist for others', async () => {
    const building = await desk.publish({ title: '三幢换水管', places: [v.building.id] })
    await desk.publish({ title: '业主大会', audience: 'owners' })
    await desk.publish({ title: '小区开放日', audience: 'public', body: '欢迎来看看。' })
    expect(await desk.titles('resident')).toEqual(['小区开放日', '业主大会', '三幢换水管'])
    expect(await desk.titles('family'), 'family does not own').toEqual(['小区开放日', '三幢换水管'])
    expect(await desk.titles('stranger')).toEqual([])
    expect(await desk.titles('worker'), 'whoever works there sees all of it').toHaveLength(3)
    expect(await desk.titles(undefined), 'a guest who looks nowhere').toEqual([])
    expect(await desk.titles(undefined, `?placeId=${v.estate.id}`)).toEqual(['小区开放日'])
    expect(await desk.titles(undefined, `?placeId=${v.farEstate.id}`)).toEqual([])
    for (const who of ['stranger', undefined] as const) expect((await desk.call('GET', `notices/${building.id}`, who)).status).toBe(404)
    expect((await desk.call('POST', `notices/${building.id}/receipt`, 'stranger')).status).toBe(404)
    expect((await desk.call('POST', `notices/${building.id}/receipt`)).status).toBe(401)
    const [open] = await desk.list(undefined, `?placeId=${v.estate.id}`)
    expect((await desk.ok(desk.call<Notice>('GET', `notices/${open?.id}`))).body.zh, 'by its address from anywhere').toBe('欢迎来看看。')
  })

  it('for a grid reaches the buildings that stand in it', async () => {
    const grid = await makePlace(app.kernel, 'grid', 'g9', '第九网格', v.community)
    await app.kernel.store.run('UPDATE places SET grid_id = ? WHERE id = ?', [grid.id, v.building.id])
    await desk.publish({ title: '网格走访安排', publisher: 'committee', placeId: v.community.id, places: [grid.id] }, ['officer', street])
    expect((await desk.titles('resident'))[0]).toBe('网格走访安排')
    expect(await desk.titles('stranger')).not.toContain('网格走访安排')
    expect(await told('resident')).toContain('网格走访安排')
  })

  it('[SZSQ-5.3.1-a] [GB42455-8.4.1-a] four kinds of government information reach the residents of the place by message, and are filtered by kind', async () => {
    const kinds = { affairs: '医保代办上门', openness: '街道预算公开', policy: '物业管理条例解读', oversight: '投诉监督渠道' }
    for (const [category, title] of Object.entries(kinds))
      await desk.publish({ title, category, publisher: 'committee', placeId: v.community.id, places: [v.estate.id] }, ['officer', street])
    for (const title of Object.values(kinds)) {
      expect(await told('resident')).toContain(title)
      expect(await told('stranger'), 'another estate').not.toContain(title)
    }
    for (const [category, title] of Object.entries(kinds)) expect(await desk.titles('resident', `?category=${category}`)).toEqual([title])
    expect((await desk.titles('resident', '?group=government')).sort()).toEqual(Object.values(kinds).sort())
  })

  it('[SZSQ-5.3.1-b] [GB42455-8.4.1-b] repair services and shops reach who asked for them, and open their page', async () => {
    await subscribe('resident', 'repair-service')
    await subscribe('resident', 'merchant')
    const items = {
      'repair-service': ['上门修水管', 'repair', '/pkg-case/new'],
      merchant: ['锁具换新优惠', 'merchants', '/pkg-life/merchants'],
    } as const
    for (const [category, [title, service, page]] of Object.entries(items)) {
      const out = await desk.publish({ title, category, service, audience: 'public' })
      expect(await told('resident')).toContain(title)
      expect(await told('family'), 'who did not ask is left alone').not.toContain(title)
      expect((await desk.ok(desk.call<Notice>('GET', `notices/${out.id}`, 'resident'))).service).toMatchObject({ code: service, page })
    }
    await subscribe('resident', 'merchant', false)
    await desk.publish({ title: '第二次优惠', category: 'merchant', audience: 'public' })
    expect(await told('resident')).not.toContain('第二次优惠')
  })

  it('[SZSQ-5.3.1-c] [GB42455-8.4.1-c] adverts are named as such, and what is urgent stands on top and is told at once, to those who muted it too', async () => {
    await subscribe('resident', 'advert')
    await desk.ok(desk.call('PUT', 'messages/preferences/community', 'resident', { muted: true }))
    expect(await subscribe('family', 'emergency', false), 'nobody turns it off').toEqual({ category: 'emergency', isOn: true })
    for (const [title, category] of [
      ['社区便民维修日', 'convenience'],
      ['底商招租', 'advert'],
      ['台风红色预警', 'emergency'],
      ['便民理发', 'convenience'],
    ] as const)
      await desk.publish({ title, category, audience: 'public' })
    const [top, ...rest] = await desk.list('resident', '?group=daily')
    expect(top).toMatchObject({ title: { zh: '台风红色预警' }, category: 'emergency', isPinned: true })
    expect(rest.map(({ title, category, isPinned }) => [title.zh, category, isPinned])).toEqual([
      ['便民理发', 'convenience', false],
      ['底商招租', 'advert', false],
      ['社区便民维修日', 'convenience', false],
    ])
    const sent = await desk.messages('resident')
    expect(sent.find(({ title }) => title.zh === '底商招租')?.body.zh).toContain('招商广告')
    expect(sent.find(({ title }) => title.zh === '台风红色预警')).toMatchObject({ urgent: true })
    expect(await told('family')).toContain('台风红色预警')
    const pushed = await peek<{ payload: string }>(app.kernel.store, "SELECT payload FROM outbox WHERE name = 'message.sent' ORDER BY id")
    expect(pushed.filter(({ payload }) => payload.includes('"isForEverybody":true')).length).toBeGreaterThan(0)
  })

  it('[SZSQ-5.3.1-d] [GB42455-8.4.1-d] a summary of how service bodies were rated is read by residents, and stays in the archive with the time of its publication', async () => {
    const body = '# 一季度评议\n| 机构 | 满意率 |\n| --- | --- |\n| 枫林物业 | 96% |\n| 社区食堂 | 91% |'
    const endsAt = new Date(app.kernel.clock.now() + day).toISOString()
    const over = { title: '服务机构评议结果', category: 'publicity', publisher: 'committee', audience: 'public', endsAt, body }
    const out = await desk.publish({ ...over, placeId: v.community.id }, ['officer', street])
    expect(await desk.titles('resident', '?group=publicity')).toEqual(['服务机构评议结果'])
    await app.clock.advance(2 * day)
    await app.work()
    expect(await desk.titles('resident', '?group=publicity')).toEqual([])
    const [past] = await desk.list('resident', '?group=publicity&shelf=archive')
    expect(past).toMatchObject({ id: out.id, shelf: 'archive', publishedAt: out.publishedAt })
    expect((await desk.ok(desk.call<Notice>('GET', `notices/${out.id}`, 'resident'))).body.zh).toBe(body)
  })

  it('[SZSQ-5.3.1-e] [GB42455-8.4.1-e] street, committee, community and property publish, and each is found by publisher, kind and a word', async () => {
    const at = { placeId: v.community.id, category: 'news', audience: 'public' }
    await desk.publish({ ...at, publisher: 'street', title: '街道河长巡河', body: '本周巡查云溪河道。' }, [street, 'officer'])
    await desk.publish({ ...at, publisher: 'committee', title: '居委会换届', body: '选民登记开始。' }, ['officer', street])
    await desk.publish({ ...at, publisher: 'community', title: '社区读书会', body: '周六共读。', category: 'neighbour' }, [
      'officer',
      street,
    ])
    await desk.publish({ title: '物业保洁升级', body: '楼道每日两扫。', category: 'news', audience: 'public' })
    for (const [publisher, category, q, title] of [
      ['street', 'news', '云溪河道', '街道河长巡河'],
      ['committee', 'news', '选民登记', '居委会换届'],
      ['community', 'neighbour', '共读', '社区读书会'],
      ['property', 'news', '每日两扫', '物业保洁升级'],
    ] as const) {
      expect(await desk.titles('resident', `?publisher=${publisher}&category=${category}`)).toEqual([title])
      expect(await desk.titles('resident', `?publisher=${publisher}&category=${category}&q=${encodeURIComponent(q)}`)).toEqual([title])
      expect(await desk.titles('resident', `?category=${category}&q=${encodeURIComponent('没有的词')}`)).toEqual([])
    }
    expect(await desk.titles(undefined, `?placeId=${v.estate.id}&q=${encodeURIComponent('选民登记')}`), 'a guest too').toEqual([
      '居委会换届',
    ])
    expect(await desk.titles(undefined, `?placeId=${v.farEstate.id}&q=${encodeURIComponent('选民登记')}`)).toEqual([])
  })

  it('tells everybody once, in steps of a hundred, and says how many were told and opened it', async () => {
    for (let i = 0; i < 120; i++) await makePerson(app.kernel, `住户${i}`, { house: v.nextHouse, relation: 'family' })
    const out = await desk.publish({ title: '电梯更新征询', places: [v.building.id] })
    await app.work()
    const figures = async () => {
      const { told: sent, read, reaches } = await desk.ok(desk.call<NoticeDraft>('GET', `notice-drafts/${out.id}`, 'manager'))
      return { sent, read, reaches }
    }
    expect(await figures()).toEqual({ sent: 123, read: 0, reaches: 123 })
    await app.kernel.store.run("UPDATE jobs SET state = 'waiting', run_at = 0 WHERE kind = 'notice.tell'")
    await app.work()
    expect(await figures(), 'a step that is repeated').toMatchObject({ sent: 123 })
    expect((await told('resident')).filter((title) => title === '电梯更新征询')).toHaveLength(1)
    const isRead = async () => (await desk.list('resident')).find(({ id }) => id === out.id)?.isRead
    expect(await isRead()).toBe(false)
    const open = () => desk.ok(desk.call<{ isFirst: boolean }>('POST', `notices/${out.id}/receipt`, 'resident', {}))
    expect([await open(), await open()]).toEqual([{ isFirst: true }, { isFirst: false }])
    expect(await isRead()).toBe(true)
    expect(await figures()).toMatchObject({ read: 1 })
  })

  it('pages by cursor, urgent first, in as many statements however many there are', async () => {
    const page = (query: string) => desk.call<Page<NoticeBrief>>('GET', `notices?${query}`, 'resident')
    const all = (await desk.ok(page('limit=100'))).items.map(({ id }) => id)
    const walked: string[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const { items, next }: Page<NoticeBrief> = await desk.ok(page(`limit=4${cursor ? `&cursor=${cursor}` : ''}`))
      walked.push(...items.map(({ id }) => id))
      cursor = next
    }
    expect(walked).toEqual(all)
    expect(all.length).toBeGreaterThan(8)
    const [few, many] = [await page('limit=2&publisher=property'), await page('limit=50&publisher=property')]
    expect(many.headers.get('x-liren-statements')).toBe(few.headers.get('x-liren-statements'))
    expect(Number(many.headers.get('x-liren-statements'))).toBeLessThanOrEqual(9)
    const { next } = await desk.ok(page('limit=2'))
    expect((await page(`limit=2&shelf=archive&cursor=${next}`)).status).toBe(400)
  })
})
