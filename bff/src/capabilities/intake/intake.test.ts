import type { IntakeItem } from '@liren/contract/capabilities/intake'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { pdf } from '../../kernel/upload/testing.ts'
import { writeWorkbook } from '../../kernel/workbook/write.ts'
import { dayMs } from '../retention/aged.ts'
import { clearAway } from '../retention/run.ts'

const about = { title: '楼道充电排查', source: '应急管理所', grade: 'L2' }
const csv = '楼栋,隐患,日期\n1幢,飞线充电,2026-02-20\n2幢,楼道堆物,2026-02-21\n'
const minutes = '二月二十日联席会议纪要：各方确认排查结果，三月底前完成整改。'

describeStores('intake', (open) => {
  let app: TestApp
  let village: Village
  const tokens = { officer: '', manager: '', far: '', resident: '', auditor: '' }
  let keys = 0

  beforeAll(async () => {
    app = await startTestApp(open, {
      start: Date.parse('2026-03-02T10:00+08:00'),
      settings: { LIREN_REDIS_URL: '', LIREN_RATE_FACTOR: '50' },
    })
    village = await makeVillage(app)
    const far = await makePerson(app.kernel, '远方干部', { roles: [['community-officer', village.otherCommunity]] })
    const auditor = await makePerson(app.kernel, '审计', { roles: [['auditor', village.city]] })
    Object.assign(tokens, {
      ...{ officer: village.tokens.officer, manager: await app.tokenOf(village.ids.manager, 'admin'), resident: village.tokens.resident },
      ...{ far: await app.tokenOf(far, 'admin'), auditor: await app.tokenOf(auditor, 'admin') },
    })
  })
  afterAll(() => app.close())

  const bring = async (
    bytes: Buffer | string,
    over: object = {},
    token = tokens.officer,
    key = `intake-key-${String(++keys).padStart(8, '0')}`,
  ) => {
    const form = new FormData()
    // what a file is called says nothing
    form.append('file', new Blob([new Uint8Array(Buffer.from(bytes as string))]), 'whatever.exe')
    const search = new URLSearchParams({ ...about, placeId: village.estate.id, ...over })
    const headers = { 'idempotency-key': key, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) }
    const response = await fetch(`${app.origin}/api/intake?${search}`, { method: 'POST', headers, body: form })
    const text = await response.text()
    const body = JSON.parse(text) as IntakeItem & { error?: Answer['error'] }
    return { status: response.status, text, body, error: body.error }
  }
  const send = (message: string, over: object = {}, token = tokens.officer) =>
    app.call<IntakeItem>('POST', '/api/intake/messages', { token, body: { ...about, placeId: village.estate.id, message, ...over } })
  const list = async (query = '', token = tokens.officer) =>
    (await app.call<{ items: IntakeItem[]; next?: string }>('GET', `/api/intake${query}`, { token })).body
  const openItem = async (id: string, token = tokens.officer) => {
    const answer = await fetch(`${app.origin}/api/intake/${id}/content`, { headers: token ? { authorization: `Bearer ${token}` } : {} })
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
  }
  const xlsx = async (): Promise<Buffer> => {
    const pieces: Buffer[] = []
    const rows = [
      [
        { text: '单位', style: 'head' as const },
        { text: '人数', style: 'head' as const },
      ],
      ['云溪茶馆', 4],
      ['梧桐书店', 2],
      ['河东面馆', 7],
    ]
    for await (const piece of writeWorkbook({ sheets: [{ name: '名录', rows, widths: [20, 10] }], creator: '外部' })) pieces.push(piece)
    return Buffer.concat(pieces)
  }
  it('takes nothing from whoever may not, for a place out of reach, or above what they may see', async () => {
    expect((await bring(csv, {}, '')).status).toBe(401)
    expect((await bring(csv, {}, tokens.auditor)).status).toBe(403)
    expect((await bring(csv, {}, tokens.resident)).status).toBe(403)
    expect((await bring(csv, {}, tokens.far)).error?.faults[0]?.path).toBe('placeId')
    expect((await bring(csv, { title: '', grade: 'L9' })).status).toBe(400)
    expect((await bring(csv, { grade: 'L3' }, tokens.manager)).error?.code).toBe('intake.grade-high')
    expect((await send('{}', { grade: 'L4' }, tokens.manager)).error?.code).toBe('intake.grade-high')
    expect((await send('{"a":', {})).error?.code).toBe('intake.not-json')
    expect((await send('"words"', {})).error?.code).toBe('intake.not-json')
    expect((await list()).items).toEqual([])
  })

  it('refuses by content what hides something or cannot be read, and keeps nothing of it', async () => {
    const virus = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('-')
    const hostile: readonly (readonly [Buffer | string, string])[] = [
      [`${virus} 结尾`, 'file.dangerous'],
      ['{"note":"<script>alert(1)</script>"}', 'file.dangerous'],
      [Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(60)]), 'file.type-refused'],
      ['<html><body onload="x()">table</body></html>', 'file.type-refused'],
      ['#!/bin/sh\nrm -rf everything here\n', 'file.type-refused'],
      [Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(80, 7)]), 'intake.unreadable'],
      ['', 'file.empty'],
    ]
    for (const [bytes, code] of hostile) expect((await bring(bytes)).error?.code, String(bytes).slice(0, 20)).toBe(code)
    expect((await list()).items).toEqual([])
    expect(await peek(app.kernel.store, 'SELECT id FROM intake_pieces')).toEqual([])
  })

  it('[GB42455-7.1.1-a] takes a table, a message, a picture and a document; all are catalogued, found, and opened as they were', async () => {
    const image = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#3a7' } })
      .png()
      .toBuffer()
    const book = await xlsx()
    const brought = {
      csv: await bring(csv, { title: '排查表' }),
      xlsx: await bring(book, { title: '单位名录' }),
      message: await send('{"kind":"flood","level":2}', { title: '水位消息' }),
      messageFile: await bring('[{"id":1}]', { title: '消息文件' }),
      image: await bring(image, { title: '现场照片' }),
      document: await bring(minutes, { title: '会议纪要' }),
      pdf: await bring(pdf(), { title: '整改通知' }),
    }
    for (const [name, answer] of Object.entries(brought)) expect(answer.status, `${name} ${answer.text}`).toBe(201)
    const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    const told = Object.values(brought).map(({ body }) => [body.kind, body.type, body.columns, body.rows])
    expect(told).toEqual([
      ['table', 'text/csv; charset=utf-8', ['楼栋', '隐患', '日期'], 2],
      ['table', sheet, ['单位', '人数'], 3],
      ['message', 'application/json', [], null],
      ['message', 'application/json', [], null],
      ['image', 'image/jpeg', [], null],
      ['document', 'text/plain; charset=utf-8', [], null],
      ['document', 'application/pdf', [], null],
    ])
    // the catalogue: source, size, digest, place, grade, who and when
    const { items } = await list('?limit=50')
    expect(items).toHaveLength(7)
    for (const item of items) {
      expect(item).toMatchObject({ source: '应急管理所', grade: 'L2', place: { id: village.estate.id }, broughtBy: '孙明理' })
      const { status, bytes, headers } = await openItem(item.id)
      expect(status).toBe(200)
      expect(bytes.length).toBe(item.bytes)
      expect(app.kernel.crypto.sm3(bytes).toString('hex')).toBe(item.digest)
      expect(headers.get('content-disposition')).toMatch(/^attachment/)
      expect(headers.get('content-security-policy')).toContain('sandbox')
    }
    expect((await openItem(brought.csv.body.id)).bytes.toString()).toBe(csv)
    expect((await openItem(brought.xlsx.body.id)).bytes.equals(book)).toBe(true)
    expect((await openItem(brought.message.body.id)).bytes.toString()).toBe('{"kind":"flood","level":2}')
    // found by kind and by what they are called
    expect((await list('?kind=table')).items.map(({ title }) => title).sort()).toEqual(['单位名录', '排查表'])
    expect((await list(`?q=${encodeURIComponent('会议')}`)).items.map(({ title }) => title)).toEqual(['会议纪要'])
    const first = await list('?limit=3')
    const second = await list(`?limit=4&cursor=${first.next}`)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(items.map(({ id }) => id))
  })

  it('is found and opened by whoever may: at the place, and from L3 on by a right of its own', async () => {
    const open = (await bring(csv, { title: '公开排查' })).body
    const personal = (await bring(minutes, { title: '涉及个人', grade: 'L3' })).body
    const titles = async (token: string) => (await list('?limit=50', token)).items.map(({ title }) => title)
    expect(await titles(tokens.officer)).toEqual(expect.arrayContaining(['公开排查', '涉及个人']))
    expect(await titles(tokens.manager)).toContain('公开排查')
    expect(await titles(tokens.manager)).not.toContain('涉及个人')
    expect(await titles(tokens.far)).toEqual([])
    const status = async (token: string) => [(await openItem(open.id, token)).status, (await openItem(personal.id, token)).status]
    expect(await status(tokens.officer)).toEqual([200, 200])
    expect(await status(tokens.manager)).toEqual([200, 404])
    expect(await status(tokens.far)).toEqual([404, 404])
    expect(await status(tokens.auditor)).toEqual([403, 403])
    expect(await status('')).toEqual([401, 401])
    expect((await app.call('GET', `/api/intake/${personal.id}`, { token: tokens.manager })).status).toBe(404)
    // on record, and sealed where it lies
    const looks = await peek<{ result: string; actor_id: string }>(
      app.kernel.store,
      "SELECT result, actor_id FROM audit_entries WHERE action = 'intake.opened' AND subject_id = ? ORDER BY id",
      [personal.id],
    )
    expect(looks[0]).toEqual({ result: 'done', actor_id: village.ids.officer })
    expect(looks.slice(1).map(({ result }) => result)).toEqual(['refused', 'refused', 'refused', 'refused'])
    const [piece] = await peek<{ content_sealed: string }>(app.kernel.store, 'SELECT content_sealed FROM intake_pieces WHERE item_id = ?', [
      personal.id,
    ])
    expect(piece?.content_sealed).not.toContain(Buffer.from(minutes).toString('base64').slice(0, 40))
  })

  it('keeps a piece once however often its request is repeated, in as many parts as it needs, and gives out nothing that was changed', async () => {
    const long = `序号,说明\n${Array.from({ length: 9000 }, (_, n) => `${n},第${n}条说明文字若干`).join('\n')}\n`
    const key = 'intake-key-repeated-1'
    const [one, other] = [
      await bring(long, { title: '大表' }, tokens.officer, key),
      await bring(long, { title: '大表' }, tokens.officer, key),
    ]
    expect([one.status, other.status, other.body.id]).toEqual([201, 201, one.body.id])
    expect(one.body.rows).toBe(9000)
    const pieces = await peek<{ id: string }>(app.kernel.store, 'SELECT id FROM intake_pieces WHERE item_id = ? ORDER BY number', [
      one.body.id,
    ])
    expect(pieces.length).toBeGreaterThan(1)
    expect((await openItem(one.body.id)).bytes.toString()).toBe(long)
    await app.kernel.store.run('DELETE FROM intake_pieces WHERE id = ?', [pieces.at(-1)?.id ?? ''])
    expect((await openItem(one.body.id)).status).toBe(500)
    const statements = async (limit: number) =>
      Number((await app.call('GET', `/api/intake?limit=${limit}`, { token: tokens.officer })).headers.get('x-liren-statements'))
    expect(await statements(50)).toBe(await statements(1))
    expect(await statements(50)).toBeLessThanOrEqual(3)
  })

  it('lets contents go after their time and says so; the catalogue knows of them longer', async () => {
    const piece = (await bring(csv, { title: '限期保存' })).body
    expect(piece.isHere).toBe(true)
    const isDaysOld = (days: number) =>
      app.kernel.store.run('UPDATE intake_pieces SET brought_at = ? WHERE item_id = ?', [app.clock.now() - days * dayMs, piece.id])
    await isDaysOld(364)
    await clearAway(app.kernel)
    expect((await openItem(piece.id)).status).toBe(200)
    await isDaysOld(366)
    await clearAway(app.kernel)
    expect((await openItem(piece.id)).status).toBe(410)
    const shown = await app.call<IntakeItem>('GET', `/api/intake/${piece.id}`, { token: tokens.officer })
    expect(shown.body).toMatchObject({ title: '限期保存', isHere: false })
    expect((await list('?limit=50')).items.find(({ id }) => id === piece.id)).toMatchObject({ isHere: false })
    expect(await peek(app.kernel.store, 'SELECT id FROM intake_pieces WHERE item_id = ?', [piece.id])).toEqual([])
  })
})
