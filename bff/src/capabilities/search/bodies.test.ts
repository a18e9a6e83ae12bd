import type { Found } from '@liren/contract/capabilities/search'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { sendFile } from '../../../test/send-file.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { noticeDesk } from '../notice/testing.ts'

type Who = keyof Village['tokens']

describeStores('what people, cases, notices and files say', (open) => {
  let app: TestApp
  let v: Village
  let ids: Readonly<Record<'person' | 'repair' | 'notice' | 'document', string>>
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    v = await makeVillage(app)
    const post = async (who: Who, path: string, body: object) => {
      const answer = await app.call<{ id: string }>('POST', `/api/${path}`, { token: v.tokens[who], body })
      expect(answer.status, answer.text).toBeLessThan(300)
      return answer.body.id
    }
    const text = '会议纪要\n第三项：听松亭的木栏杆须在雨季前更换。\n'
    const file = await sendFile<{ id: string }>(app, '/api/files', {
      token: v.tokens.resident,
      file: { name: 'minutes.txt', content: text },
    })
    const at = { kind: 'home', category: 'water', placeId: v.house.id }
    await post('resident', 'repairs', { ...at, description: '附上纪要', photos: [file.body.id] })
    const desk = noticeDesk(app, v)
    const body = `${'各位邻居，近期天气转暖。'.repeat(6)}施工期间听松亭暂停开放，请绕行。`
    ids = {
      document: file.body.id,
      repair: await post('resident', 'repairs', {
        ...at,
        description: `${'楼下一切正常。'.repeat(8)}听松亭的灯不亮，晚上看不清台阶。`,
        photos: [],
      }),
      notice: (await desk.publish({ title: '施工告知', body })).id,
      person: await post('officer', 'people', {
        ...{ placeId: v.house.id, source: 'collected', consents: [] },
        values: { name: '听松', idKind: 'resident', idNumber: '110101199003074477', population: 'resident' },
      }),
    }
    await app.work()
  })
  afterAll(() => app.close())

  const found = async (who: Who, q: string): Promise<Record<string, Found[]>> => {
    const answer = await app.call<{ groups: { subject: string; items: Found[] }[] }>('GET', `/api/search?q=${encodeURIComponent(q)}`, {
      token: v.tokens[who],
    })
    expect(answer.status, answer.text).toBe(200)
    return Object.fromEntries(answer.body.groups.map(({ subject, items }) => [subject, items]))
  }
  const idsOf = (groups: Record<string, Found[]>) =>
    Object.fromEntries(Object.entries(groups).map(([subject, items]) => [subject, items.map(({ id }) => id)]))

  it('[GB42455-7.1.3-d] a phrase inside the body of a notice and of an event is found with the piece in which it stands, and by nobody who may not read it', async () => {
    const groups = await found('resident', '听松亭')
    expect(idsOf(groups)).toMatchObject({ notice: [ids.notice], repair: [ids.repair] })
    for (const subject of ['notice', 'repair']) {
      const [hit] = groups[subject] ?? []
      expect(hit?.title).not.toContain('听松亭')
      expect(hit?.excerpt).toContain('听松亭')
    }
    expect(idsOf(await found('neighbour', '听松亭')), 'a notice is for the whole estate, a repair at home is not').toEqual({
      notice: [ids.notice],
    })
    for (const who of ['stranger', 'farManager', 'farWorker'] as const) expect(await found(who, '听松亭'), who).toEqual({})
    expect(await found('resident', '听竹亭'), 'another phrase').toEqual({})
  })

  it('[DB3205-7.3.1-10] one word finds people, events, notices and files across the house, each only for who may read it', async () => {
    const all = idsOf(await found('officer', '听松'))
    expect(all).toMatchObject({ person: [ids.person], repair: [ids.repair], notice: [ids.notice], document: [ids.document] })
    const mine = idsOf(await found('resident', '听松'))
    expect(mine).toMatchObject({ repair: [ids.repair], notice: [ids.notice], document: [ids.document] })
    expect(mine, 'files of people are not for residents').not.toHaveProperty('person')
    const next = idsOf(await found('neighbour', '听松'))
    expect(next).toEqual({ notice: [ids.notice] })
    expect(await found('farManager', '听松')).toEqual({})
    expect(await found('stranger', '听松')).toEqual({})
  })

  it('finds what is for staff or owners for them alone, although it stands at the same place', async () => {
    const desk = noticeDesk(app, v)
    const inside = await desk.publish({ title: '内部安排', audience: 'staff', body: '揽月楼备用钥匙在值班室。' })
    const owners = await desk.publish({ title: '业主通知', audience: 'owners', body: '揽月楼外墙维修动用维修资金。' })
    expect(idsOf(await found('worker', '揽月楼')).notice?.sort()).toEqual([inside.id, owners.id].sort())
    expect(idsOf(await found('resident', '揽月楼'))).toEqual({ notice: [owners.id] })
    expect(await found('family', '揽月楼')).toEqual({})
  })

  it('lets go of a notice that was taken back', async () => {
    const desk = noticeDesk(app, v)
    const out = await desk.publish({ title: '临时通知', body: '望月台今晚放映露天电影。' })
    expect(idsOf(await found('resident', '望月台'))).toEqual({ notice: [out.id] })
    await desk.ok(desk.step('manager', out, 'withdraw', '改期'))
    await app.work()
    expect(await found('resident', '望月台')).not.toHaveProperty('notice')
  })
})
