import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Found } from '@liren/contract/capabilities/search'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { openScene } from '../device/testing.ts'
import { sendMessage } from '../message/send.ts'

interface Answer {
  groups: { subject: string; items: Found[]; more: boolean }[]
  isComplete: boolean
}
type Who = keyof Village['tokens']

describeStores('the one box', (open) => {
  let app: TestApp
  let village: Village
  let repairId: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    const photo = await app.photo(village.tokens.resident)
    const body = { kind: 'home', category: 'water', description: '厨房的角阀渗漏，地砖湿了', placeId: village.house.id, photos: [photo] }
    const answer = await app.call<{ id: string }>('POST', '/api/repairs', { token: village.tokens.resident, body })
    repairId = answer.body.id
    await app.work()
  })
  afterAll(() => app.close())

  const ask = (who: Who, q: string, more = '') =>
    app.call<Answer>('GET', `/api/search?q=${encodeURIComponent(q)}${more}`, { token: village.tokens[who] })
  const found = async (who: Who, q: string, more = '') => {
    const answer = await ask(who, q, more)
    expect(answer.status, answer.text).toBe(200)
    return answer.body.groups.flatMap((group) => group.items.map((item) => item.id))
  }

  it('answers nobody who is not signed in, and nothing of one character', async () => {
    expect((await app.call('GET', '/api/search?q=角阀')).error?.code).toBe('identity.missing')
    expect((await ask('manager', '阀')).status).toBe(400)
    const others = await app.call('GET', `/api/search/user?q=${encodeURIComponent('李守成')}`, { token: village.tokens.resident })
    expect(others.body).toEqual({ items: [], count: 0 })
    expect(
      (await app.call<{ items: Found[] }>('GET', `/api/search/user?q=${encodeURIComponent('李守成')}`, { token: village.tokens.manager }))
        .body.items,
    ).toHaveLength(1)
  })

  it('finds a phrase inside the text of a case, for those who may read it and nobody else', async () => {
    for (const who of ['resident', 'family', 'manager', 'worker', 'officer'] as const)
      expect(await found(who, '角阀渗漏'), who).toContain(repairId)
    for (const who of ['neighbour', 'stranger', 'farManager', 'farWorker'] as const) expect(await found(who, '角阀渗漏'), who).toEqual([])
  })

  it('shows the piece of a long description in which a phrase was found, and leaves the title as it is', async () => {
    const description = `${'楼道里一切正常。'.repeat(8)}但是三楼转角的声控灯整夜不熄。`
    const body = { kind: 'home', category: 'water', description, placeId: village.house.id, photos: [] }
    await app.call('POST', '/api/repairs', { token: village.tokens.resident, body })
    await app.work()
    const [item] = (await ask('manager', '声控灯整夜')).body.groups.flatMap((group) => group.items)
    expect(item?.title).not.toContain('声控灯')
    expect(item?.excerpt).toContain('声控灯整夜')
    expect((await ask('manager', '地砖湿了')).body.groups[0]?.items[0]).not.toHaveProperty('excerpt')
  })

  const send = async (bytes: Buffer): Promise<{ id: string; kind: string }> => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(bytes)], { type: 'text/plain' }), 'minutes.txt')
    const headers = { authorization: `Bearer ${village.tokens.resident}`, 'idempotency-key': `document-${app.kernel.ids.next()}` }
    const answer = await fetch(`${app.origin}/api/files`, { method: 'POST', headers, body: form })
    expect(answer.status).toBe(201)
    return (await answer.json()) as { id: string; kind: string }
  }
  const document = Buffer.from('枫林雅苑设备例会纪要\n一、消防水泵。\n二、照壁旁边的石灯笼年久失修，须在雨季前加固。\n')

  it('[GB42455-7.1.3-c] finds a record and the text of a document by one question, each for those who may read it', async () => {
    const upload = await send(document)
    expect(upload.kind).toBe('text')
    const withDocument = {
      kind: 'home',
      category: 'water',
      description: '附上会议纪要，请看',
      placeId: village.house.id,
      photos: [upload.id],
    }
    expect((await app.call('POST', '/api/repairs', { token: village.tokens.resident, body: withDocument })).status).toBe(201)
    const plain = { kind: 'home', category: 'water', description: '门前石灯笼倒了', placeId: village.house.id, photos: [] }
    const record = await app.call<{ id: string }>('POST', '/api/repairs', { token: village.tokens.resident, body: plain })
    await app.work()

    for (const who of ['resident', 'manager', 'officer'] as const) {
      const { groups } = (await ask(who, '石灯笼')).body
      const bySubject = new Map(groups.map((group) => [group.subject, group.items]))
      expect(
        bySubject.get('repair')?.map(({ id }) => id),
        who,
      ).toEqual([record.body.id])
      expect(
        bySubject.get('document')?.map(({ id }) => id),
        who,
      ).toEqual([upload.id])
      expect(bySubject.get('document')?.[0]).toMatchObject({ title: '枫林雅苑设备例会纪要' })
      expect(bySubject.get('document')?.[0]?.excerpt).toContain('石灯笼年久失修')
    }
    for (const who of ['neighbour', 'stranger', 'farManager', 'farWorker'] as const) {
      const answer = await ask(who, '石灯笼')
      expect(answer.body.groups, who).toEqual([])
      expect(
        (await app.call(`GET`, `/api/search/document?q=${encodeURIComponent('石灯笼')}`, { token: village.tokens[who] })).body,
      ).toEqual({
        items: [],
      })
    }
  })

  it('finds no document that waits for its record, nor one whose every opening is written down', async () => {
    const upload = await send(Buffer.from('凌霄花开满了后山的廊架，十分好看'))
    await app.kernel.search.setNote('whole', 'no')
    expect(await found('resident', '凌霄花开')).toEqual([])
    await app.kernel.store.run("UPDATE files SET expires_at = NULL, level = 'L3' WHERE id = ?", [upload.id])
    await app.kernel.search.setNote('whole', 'no')
    expect(await found('resident', '凌霄花开')).toEqual([])
    await app.kernel.store.run("UPDATE files SET level = 'L2' WHERE id = ?", [upload.id])
    await app.kernel.search.setNote('whole', 'no')
    expect(await found('resident', '凌霄花开'), 'the control').toEqual([upload.id])
  })

  it('finds what somebody was told by a phrase in it, with where it stands, for them and for nobody else', async () => {
    const letter = {
      ...({ userId: village.ids.resident, group: 'community', source: 'test', cause: app.kernel.ids.next() } as const),
      title: { zh: '枫林雅苑停水通知', en: 'Water off' },
      body: { zh: '周六上午清洗二次供水箱，请各户提前储水。', en: 'The tanks are cleaned on Saturday.' },
    } as const
    await app.kernel.store.tx((tx) => sendMessage(app.kernel, letter, tx))
    await app.work()
    const { groups } = (await ask('resident', '清洗二次供水箱')).body
    expect(groups.map(({ subject }) => subject)).toEqual(['message'])
    expect(groups[0]?.items[0]).toMatchObject({ title: '枫林雅苑停水通知' })
    expect(groups[0]?.items[0]?.excerpt).toContain('清洗二次供水箱')
    expect(await found('resident', 'tanks are')).toHaveLength(1)
    for (const who of ['family', 'neighbour', 'manager', 'officer'] as const) {
      expect(await found(who, '清洗二次供水箱'), who).toEqual([])
      const list = await app.call(`GET`, `/api/search/message?q=${encodeURIComponent('清洗二次供水箱')}`, { token: village.tokens[who] })
      expect(list.body, who).toEqual({ items: [] })
    }
  })

  it('knows no phrase that only arises where two texts meet', async () => {
    expect(await found('manager', '湿了枫林')).toEqual([])
    expect(await found('manager', '地砖湿了')).toContain(repairId)
  })

  it('asks for all words that are typed', async () => {
    expect(await found('manager', '厨房 角阀')).toContain(repairId)
    expect(await found('manager', '厨房 电梯')).not.toContain(repairId)
  })

  it.each(['林晓岚', '晓岚', 'linxiaolan', 'xiaolan', 'lxl'])('finds a person by "%s"', async (q) => {
    const person = await makePerson(app.kernel, '林晓岚', { roles: [['repair-worker', village.estate]], at: village.estate })
    await app.kernel.search.setNote('whole', 'no')
    expect(await found('manager', q)).toContain(person)
    expect(await found('farManager', q)).toEqual([])
  })

  it('reads a surname as a surname', async () => {
    const person = await makePerson(app.kernel, '单知行', { roles: [['repair-worker', village.estate]], at: village.estate })
    await app.kernel.search.setNote('whole', 'no')
    expect(await found('manager', 'shanzhixing')).toContain(person)
  })

  it('finds a telephone number whole and by its last four, and shows it shortened', async () => {
    const person = await makePerson(app.kernel, '顾南舟', {
      phone: '10000097531',
      roles: [['repair-worker', village.estate]],
      at: village.estate,
    })
    await app.kernel.search.setNote('whole', 'no')
    for (const q of ['10000097531', '7531']) expect(await found('manager', q), q).toContain(person)
    expect(await found('manager', '9753')).not.toContain(person)
    expect((await ask('manager', '7531')).text).not.toContain('10000097531')
  })

  it.each(['3-1-1201', '3幢1单元1201', '3号楼1单元1201室', '3栋1201', '3-1201'])('finds a house by "%s"', async (q) => {
    const here = await found('manager', q)
    expect(here).toContain(village.house.id)
    expect(here).not.toContain(village.nextHouse.id)
    expect(await found('farManager', q)).toEqual([])
  })

  it('narrows to a place', async () => {
    expect(await found('officer', '角阀', `&placeId=${village.estate.id}`)).toContain(repairId)
    expect(await found('officer', '角阀', `&placeId=${village.secondEstate.id}`)).toEqual([])
    expect(await found('officer', '角阀', `&placeId=${village.farEstate.id}`)).toEqual([])
  })

  it('finds a device by its code, its serial number or the end of it, and where it stands, for those who keep the place', async () => {
    const scene = await openScene(app, village)
    const lamp = await scene.made({ code: 'lamp-east-0042', name: '听雨亭路灯', serial: 'SN20250711-8830' })
    await app.work()
    for (const typed of ['lamp-east-0042', 'SN20250711-8830', '8830', '听雨亭', 'tingyu'])
      expect(await found('manager', typed), typed).toEqual([lamp.id])
    expect(await found('farManager', 'lamp-east-0042')).toEqual([])
    await scene.post(lamp, 'retire', { note: '拆除' })
    await app.work()
    expect(await found('manager', '听雨亭')).toEqual([])
  })

  it('puts the record of a whole number first, before the many in which it only stands', async () => {
    const subjects = async () => (await ask('manager', '1201')).body.groups.map(({ subject }) => subject)
    expect(await subjects()).toContain('place')
    expect((await subjects())[0], 'the control').not.toBe('device')
    const scene = await openScene(app, village)
    const lamp = await scene.made({ code: 'lamp-west-0077', name: '西门路灯', serial: '1201' })
    await app.work()
    const { groups } = (await ask('manager', '1201')).body
    expect(groups[0]).toMatchObject({ subject: 'device', items: [{ id: lamp.id }] })
    expect(groups.map(({ subject }) => subject)).toContain('place')
  })

  it('finds a case by its whole number, by its beginning and by its end, and by the house it is about', async () => {
    const read = await app.call<{ number: string }>('GET', `/api/repairs/${repairId}`, { token: village.tokens.manager })
    const { number } = read.body
    for (const q of [number, number.toLowerCase(), number.slice(0, 2), number.slice(0, 6), number.slice(-4), '3-1-1201'])
      expect(await found('manager', q), q).toContain(repairId)
    for (const q of [number, number.slice(-4), '3-1-1201']) expect(await found('farManager', q), q).not.toContain(repairId)
  })

  it('follows changes, and lets go of what is retired', async () => {
    const building = await app.call<{ id: string; version: number }>('POST', '/api/places', {
      token: await administrator(),
      body: { parentId: village.estate.id, kind: 'building', code: '77', name: '揽月楼' },
    })
    expect(building.status, building.text).toBeLessThan(300)
    await app.work()
    expect(await found('manager', '揽月楼')).toEqual([building.body.id])
    await app.kernel.store.run('UPDATE places SET is_retired = 1 WHERE id = ?', [building.body.id])
    await app.kernel.store.run(
      "INSERT INTO search_changes (seq, subject, subject_id, event_id, at) SELECT COALESCE(MAX(seq), 0) + 1, 'place', ?, ?, 0 FROM search_changes",
      [building.body.id, app.kernel.ids.next()],
    )
    expect(await found('manager', '揽月楼')).toEqual([])
  })

  async function administrator(): Promise<string> {
    const id = await makePerson(app.kernel, '系统管理', { roles: [['system-administrator', village.city]] })
    return app.tokenOf(id, 'admin')
  }

  it('shows nothing that went out of reach after it was indexed', async () => {
    const person = await makePerson(app.kernel, '沈听澜', { roles: [['repair-worker', village.estate]], at: village.estate })
    await app.kernel.search.setNote('whole', 'no')
    expect(await found('manager', '沈听澜')).toContain(person)
    await app.kernel.store.run('UPDATE users SET place_path = ? WHERE id = ?', [village.farEstate.path, person])
    expect(
      (await app.kernel.search.query({ text: '沈听澜', subject: 'user', reach: { places: [village.estate.path] }, limit: 9 })).length,
    ).toBe(1)
    expect(await found('manager', '沈听澜')).toEqual([])
  })

  it('pages one kind by cursor, counts up to a hundred, and refuses the cursor of another question', async () => {
    for (let i = 0; i < 25; i++)
      await makePerson(app.kernel, `石榴${'甲乙丙丁戊'[i % 5]}`, { roles: [['repair-worker', village.estate]], at: village.estate })
    await app.kernel.search.setNote('whole', 'no')
    const page = (more = '', q = '石榴') =>
      app.call<{ items: Found[]; next?: string; count?: number }>('GET', `/api/search/user?q=${encodeURIComponent(q)}&limit=10${more}`, {
        token: village.tokens.manager,
      })
    const first = await page()
    expect(first.status, first.text).toBe(200)
    expect(first.body.count).toBe(25)
    const second = await page(`&cursor=${first.body.next}`)
    const third = await page(`&cursor=${second.body.next}`)
    const ids = [first, second, third].flatMap((answer) => answer.body.items.map((item) => item.id))
    expect(new Set(ids).size).toBe(25)
    expect(third.body.next).toBeUndefined()
    expect((await page(`&cursor=${first.body.next}`, '石榴甲')).status).toBe(400)
  })

  it('asks the database the same number of times however much there is', async () => {
    const few = (await ask('manager', '沈听澜')).headers.get('x-liren-statements')
    const many = (await ask('manager', '石榴')).headers.get('x-liren-statements')
    expect(Number(many) - Number(few)).toBeLessThanOrEqual(6)
    expect(Number(many)).toBeLessThanOrEqual(12)
  })

  it('keeps no word of a record in its file', async () => {
    const folder = join(app.dataFolder, 'search')
    const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
    expect(bytes.length).toBeGreaterThan(10_000)
    for (const word of ['角阀', '林晓', '10000097531', '7531', 'linxiaolan', '枫林']) expect(bytes.includes(word), word).toBe(false)
    expect(bytes.includes(repairId), 'the control: ids are there').toBe(true)
  })

  it('is written anew when it was lost, or belongs to another database', async () => {
    await app.kernel.search.clear()
    expect(await found('manager', '角阀')).toContain(repairId)
    await app.kernel.search.setNote('keys', 'of another house')
    await app.kernel.search.upsert('repair', [{ id: 'a-stranger', paths: [village.estate.path], texts: ['角阀'] }])
    expect(await found('manager', '角阀')).toContain(repairId)
    const hits = await app.kernel.search.query({ text: '角阀', subject: 'repair', reach: { places: [village.estate.path] }, limit: 9 })
    expect(hits.map((hit) => hit.id)).not.toContain('a-stranger')
  })
})
