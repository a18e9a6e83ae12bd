import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { bookOf, sheetOf } from '../../kernel/workbook/testing.ts'
import type { OutCell } from '../../kernel/workbook/write.ts'
import { tidyImports } from './imports/tidy.ts'
import { apply, dryRun, idNumber, importOf, rowsOf, upload, workbookOf } from './testing.ts'

const head = ['所在空间', '姓名*', '证件类型*', '证件号码', '人口类型*', '手机号', '出生日期']
type Given = Partial<Record<'place' | 'kind' | 'number' | 'type' | 'phone' | 'born', string>>
const person = (name: string, over: Given = {}): OutCell[] => [
  over.place ?? '3-1-1201',
  name,
  over.kind ?? '居民身份证',
  over.number ?? idNumber(),
  over.type ?? '常住人口',
  over.phone ?? '',
  over.born ?? '',
]
const day = 86_400_000

describeStores('importing workbooks', (open) => {
  let app: TestApp
  let village: Village
  let token: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings: { LIREN_RATE_FACTOR: '50' } })
    village = await makeVillage(app)
    token = village.tokens.officer
  })
  afterAll(() => app.close())

  const people = () => ({ archive: 'person', placeId: village.estate.id })
  const named = async (name: string) =>
    (await app.call<{ items: { id: string; version: number }[] }>('GET', `/api/people?q=${encodeURIComponent(name)}&limit=100`, { token }))
      .body.items
  const post = (id: string, what: string, body: object, as = token) =>
    app.call<Record<string, unknown>>('POST', `/api/workbooks/imports/${id}/${what}`, { token: as, body })
  const run = async (...rows: OutCell[][]) => dryRun(app, token, people(), await workbookOf([head, ...rows]))

  it('refuses whoever may not import, an archive of no name, and a place of others', async () => {
    const bytes = await workbookOf([head, person('钟离雪')])
    const code = async (...asked: Parameters<typeof upload>) => (await upload(...asked)).error?.code
    expect(await code(app, village.tokens.housekeeper, people(), bytes)).toBe('permission.denied')
    expect(await code(app, village.tokens.gridWorker, people(), bytes)).toBe('permission.denied')
    expect(await code(app, village.tokens.manager, { archive: 'grid', placeId: village.estate.id }, bytes)).toBe('permission.denied')
    expect(await code(app, token, { archive: 'nothing', placeId: village.estate.id }, bytes)).toBe('workbook.unknown')
    const far = await upload(app, village.tokens.farManager, people(), bytes)
    expect(far.error?.faults.map(({ path }) => path)).toEqual(['query.placeId'])
  })

  it('shows an import, its rows and its actions to whoever uploaded it and to nobody else', async () => {
    const { id, version } = await run(person('司空见'))
    for (const other of ['manager', 'farManager'] as const) {
      const as = village.tokens[other]
      expect((await app.call('GET', `/api/workbooks/imports/${id}`, { token: as })).status).toBe(404)
      expect((await app.call('GET', `/api/workbooks/imports/${id}/rows`, { token: as })).status).toBe(404)
      expect((await post(id, 'confirm', { version }, as)).status).toBe(404)
      expect((await post(id, 'fix', { rows: [{ number: 2, isSkipped: true }] }, as)).status).toBe(404)
      const list = await app.call<{ items: { id: string }[] }>('GET', '/api/workbooks/imports', { token: as })
      expect(list.body.items.map((item) => item.id)).not.toContain(id)
    }
  })

  it('takes rows that are right, and says of every other all that is wrong with it, at the address of the cell', async () => {
    const known = idNumber()
    await app.call('POST', '/api/people', {
      token,
      body: {
        placeId: village.house.id,
        source: 'collected',
        values: { name: '旧人', idKind: 'resident', idNumber: known, population: 'resident' },
      },
    })
    const twice = idNumber()
    const bytes = await workbookOf([
      ['人员名册'],
      head,
      person('钟离一'),
      person('钟离二', { number: '99010119860309001X', type: '火星人口', phone: '12', born: '86-3-9' }),
      person('钟离三', { number: known }),
      person('钟离四', { number: twice }),
      person('钟离五', { number: twice, place: '9-9-909' }),
      person('', {}),
      person('钟离六', { place: '枫林雅苑3幢1单元1202室', phone: '１００００００４３２１　', kind: ' 居民身份证 ' }),
    ])
    const checked = await dryRun(app, token, people(), bytes)
    expect(checked).toMatchObject({ state: 'checked', rows: { ready: 3, faulty: 4, applied: 0 }, failure: null })
    const faulty = await rowsOf(app, token, checked.id, 'faulty')
    expect(faulty.map(({ number, faults }) => [number, ...faults.map(({ address, zh }) => `${address} ${zh}`).sort()])).toEqual([
      [
        4,
        'D4 身份证号校验不通过，请核对每一位',
        'E4 不在可选范围内：常住人口、暂住人口、流动人口、重点人口',
        'F4 格式不对',
        'G4 年份须写四位，如 1986-03-09',
      ],
      [5, 'D5 已有相同的档案'],
      [7, 'A7 没有找到这个空间，或不在您的管理范围', 'D7 与第 6 行重复'],
      [8, 'B8 此项必填'],
    ])
    expect(await named('钟离')).toEqual([])
    const done = await apply(app, token, checked)
    expect(done).toMatchObject({ state: 'applied', rows: { applied: 3, faulty: 4, ready: 0 } })
    expect(await named('钟离')).toHaveLength(3)
    const [six] = await named('钟离六')
    const file = await app.call<{ place: { name: string } }>('GET', `/api/people/${six?.id}`, { token })
    expect(file.body).toMatchObject({ source: 'imported', sourceNote: '名册.xlsx #9', values: { birthYear: 1986 } })
    expect(file.body.place.name).toContain('1202')
  })

  it('has rows corrected or left out in the page, and looks at them and at their twins again', async () => {
    const twice = idNumber()
    const { id } = await run(person('百里一', { number: twice }), person('百里二', { number: twice }), person('百里三', { type: '?' }))
    const fix = async (rows: object[]) => {
      const answer = await post(id, 'fix', { rows })
      const items = (answer.body.items ?? []) as { number: number; state: string; faults: unknown[] }[]
      return Object.fromEntries(items.map(({ number, state, faults }) => [number, `${state} ${faults.length}`]))
    }
    expect((await post(id, 'fix', { rows: [{ number: 99, cells: { name: 'x' } }] })).error?.faults[0]?.path).toBe('body.rows.0.number')
    expect((await post(id, 'fix', { rows: [{ number: 2, cells: { nonsense: 'x' } }] })).error?.faults[0]?.path).toBe(
      'body.rows.0.cells.nonsense',
    )
    expect(await fix([{ number: 2, isSkipped: true }])).toEqual({ 2: 'skipped 0', 3: 'ready 0' })
    expect(await fix([{ number: 2, isSkipped: false }])).toEqual({ 2: 'ready 0', 3: 'faulty 1' })
    expect(await fix([{ number: 3, cells: { idNumber: idNumber() } }])).toEqual({ 2: 'ready 0', 3: 'ready 0' })
    expect(await fix([{ number: 4, cells: { population: '流动人口' } }])).toEqual({ 4: 'ready 0' })
    const done = await apply(app, token, await importOf(app, token, id))
    expect(done.rows).toMatchObject({ applied: 3, faulty: 0 })
    expect((await post(id, 'fix', { rows: [{ number: 4, isSkipped: true }] })).error?.code).toBe('request.invalid')
    expect((await post(id, 'confirm', { version: done.version })).error?.code).toBe('workbook.nothing-ready')
  })

  it('says again at the moment of writing what has become wrong since the dry run', async () => {
    const number = idNumber()
    const checked = await run(person('公羊一', { number }), person('公羊二'))
    const values = { name: '先到', idKind: 'resident', idNumber: number, population: 'resident' }
    await app.call('POST', '/api/people', { token, body: { placeId: village.house.id, source: 'collected', values } })
    const done = await apply(app, token, checked)
    expect(done.rows).toMatchObject({ applied: 1, faulty: 1 })
    expect((await rowsOf(app, token, done.id, 'faulty'))[0]?.faults[0]?.zh).toBe('已有相同的档案')
  })

  it('takes a whole import back, but for files that somebody has worked on, and names those', async () => {
    const checked = await run(person('东方一'), person('东方二'), person('东方三'))
    const done = await apply(app, token, checked)
    const [touched, linked] = [(await named('东方一'))[0], (await named('东方二'))[0]]
    await app.call('PATCH', `/api/people/${touched?.id}`, {
      token,
      body: { version: touched?.version, source: 'collected', values: { registeredRegion: '江临市' } },
    })
    const house = await app.call<{ id: string }>('POST', '/api/houses', {
      token,
      body: { placeId: village.house.id, source: 'collected', values: { purpose: 'home', occupancy: 'owner' } },
    })
    await app.call('POST', `/api/people/${linked?.id}/links`, {
      token,
      body: { kind: 'lives-in', archive: 'house', otherId: house.body.id, source: 'collected' },
    })
    expect((await post(done.id, 'undo', { version: done.version })).error?.faults[0]?.path).toBe('body.reason')
    expect((await post(done.id, 'undo', { version: 99, reason: '导错了文件' })).error?.code).toBe('stale')
    expect((await post(done.id, 'undo', { version: done.version, reason: '导错了文件' })).status).toBe(202)
    await app.work()
    const undone = await importOf(app, token, done.id)
    expect(undone).toMatchObject({ state: 'undone', rows: { undone: 1, kept: 2, applied: 0 } })
    const kept = await rowsOf(app, token, done.id, 'kept')
    expect(kept.map(({ number, faults, fileId }) => [number, faults[0]?.zh, fileId])).toEqual([
      [2, '档案已被修改', touched?.id],
      [3, '档案已登记关联', linked?.id],
    ])
    expect((await named('东方三')).length).toBe(0)
    const search = await app.call<{ groups?: unknown[] }>('GET', `/api/search?q=${encodeURIComponent('东方三')}`, { token })
    expect(JSON.stringify(search.body)).not.toContain('东方三')
    const [entry] = await unscoped<{ reason: string; after_json: string }>(app.kernel.store, 'the test reads the trail', {
      sql: "SELECT reason, after_json FROM audit_entries WHERE action = 'workbook.taken-back' AND subject_id = ?",
      params: [done.id],
    })
    expect(entry).toMatchObject({ reason: '导错了文件' })
    expect(JSON.parse(entry?.after_json ?? '{}')).toMatchObject({ undone: 1, kept: 2 })
  })

  it('cannot take an import back when its time is over; what was typed is forgotten then', async () => {
    const done = await apply(app, token, await run(person('南宫一'), person('南宫二', { type: '?' })))
    await app.clock.advance(8 * day)
    const fresh = await app.tokenOf(village.ids.officer, 'admin')
    const late = await post(done.id, 'undo', { version: done.version, reason: '太晚了' }, fresh)
    expect(late.error?.code).toBe('workbook.too-late')
    await tidyImports(app.kernel, app.clock.now())
    const left = await app.kernel.store.rows('SELECT id FROM workbook_rows WHERE import_id = ?', [done.id])
    expect(left).toEqual([])
    token = fresh
    expect(await named('南宫一')).toHaveLength(1)
  })

  it('carries on where a crash left it, at every step, and doubles nothing', async () => {
    const rows = Array.from({ length: 230 }, (_, n) => person(`尉迟${String(n).padStart(3, '0')}`))
    const { store } = app.kernel
    const real = store.tx.bind(store)
    const answer = await upload(app, token, people(), await workbookOf([head, ...rows]))
    const { id } = answer.body
    let crashes = 0
    // three of ten transactions of the work are lost, as if the process had been killed before their commit
    let count = 0
    Object.assign(store, {
      tx: (work: Parameters<typeof store.tx>[0]) =>
        real(async (tx) => {
          const result = await work(tx)
          if ((++count * 7) % 10 < 3) {
            crashes++
            throw new Error('killed')
          }
          return result
        }),
    })
    const until = async (state: string) => {
      for (let round = 0; round < 60; round++) {
        await app.house.worker.round().catch(() => 0)
        if ((await importOf(app, token, id)).state === state) return
        await app.clock.advance(100_000)
        await tidyImports(app.kernel, app.clock.now()).catch(() => {})
      }
      throw new Error(`it never came to ${state}: ${JSON.stringify(await importOf(app, token, id))}`)
    }
    try {
      await until('checked')
      const { version } = await importOf(app, token, id)
      for (let asked = 0; asked < 4; asked++) if ((await post(id, 'confirm', { version })).status === 202) break
      await until('applied')
    } finally {
      Object.assign(store, { tx: real })
    }
    expect(crashes).toBeGreaterThan(3)
    await app.work()
    expect((await importOf(app, token, id)).rows).toMatchObject({ applied: 230, ready: 0, faulty: 0 })
    const found = await app.call<{ items: unknown[]; next?: string }>('GET', `/api/people?q=${encodeURIComponent('尉迟')}&limit=100`, {
      token,
    })
    expect(found.body.items).toHaveLength(100)
    const [made] = await store.rows<{ n: number }>(
      "SELECT COUNT(*) AS n FROM archive_changes WHERE reason LIKE '名册.xlsx #%' AND file_id IN (SELECT id FROM workbook_rows WHERE import_id = ?)",
      [id],
    )
    expect(Number(made?.n)).toBe(230)
  })

  it.each<[string, () => Buffer, string]>([
    ['a picture with the name of a workbook', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'not-a-workbook'],
    ['an old xls', () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), 'old-format'],
    [
      'a workbook with a password',
      () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'protected',
    ],
    ['nothing', () => Buffer.alloc(0), 'empty'],
  ])('refuses %s at once and keeps none of it', async (_name, bytes, code) => {
    const answer = await upload(app, token, people(), bytes())
    expect(answer.status).toBe(422)
    expect(answer.error).toMatchObject({ code: 'workbook.refused', details: { code } })
  })

  it('refuses a file larger than 20 MB at the first byte too many', async () => {
    const answer = await upload(app, token, people(), Buffer.alloc(20 * 1024 * 1024 + 1, 0x20))
    expect(answer.error?.code).toBe('workbook.too-large')
  })

  it.each<[string, () => Buffer, RegExp]>([
    ['entities', () => bookOf('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet/>'), /不安全/],
    ['a bomb', () => bookOf('<worksheet><sheetData>'.padEnd(40_000_000, ' ')), /解压后过大/],
    ['no head', () => bookOf(sheetOf('<row><c t="str"><v>随便</v></c><c t="str"><v>写的</v></c></row>')), /表头/],
    [
      'a missing column',
      () => bookOf(sheetOf('<row><c t="str"><v>姓名</v></c><c t="str"><v>手机号</v></c></row><row><c t="str"><v>林</v></c></row>')),
      /缺少必填列：证件类型、人口类型/,
    ],
    [
      'a column twice',
      () => bookOf(sheetOf('<row><c t="str"><v>姓名</v></c><c t="str"><v>姓名*</v></c></row><row><c t="str"><v>林</v></c></row>')),
      /重复的列：姓名/,
    ],
  ])('stops at %s in the dry run, says why, and leaves nothing behind', async (_name, bytes, why) => {
    const failed = await dryRun(app, token, people(), bytes())
    expect(failed.state).toBe('failed')
    expect(failed.failure?.zh).toMatch(why)
    expect(await app.kernel.store.rows('SELECT id FROM workbook_rows WHERE import_id = ?', [failed.id])).toEqual([])
    expect(await app.kernel.files.open(`workbook/${failed.id}.in`)).toBeUndefined()
  })

  it('[GB42455-9.4-d] refuses what is marked as a state secret, in a cell or in the name of the file, keeps nothing of it, and the guide says what to do', async () => {
    const marked = await dryRun(app, token, people(), await workbookOf([['机密★10年'], head, person('闻人一')]))
    expect([marked.state, marked.failure?.en]).toEqual(['failed', expect.stringContaining('state secret')])
    const byName = await upload(app, token, { ...people(), name: '机密人员名册.xlsx' }, await workbookOf([head, person('闻人二')]))
    expect(byName.error).toMatchObject({ code: 'workbook.refused', details: { code: 'secret' } })
    expect(await named('闻人')).toEqual([])
    expect(await app.kernel.store.rows('SELECT id FROM workbook_rows WHERE import_id = ?', [marked.id])).toEqual([])
    expect(await app.kernel.files.open(`workbook/${marked.id}.in`)).toBeUndefined()
    const guide = readFileSync(new URL('../../../../docs/security/state-secrets.md', import.meta.url), 'utf8')
    for (const words of ['out of scope', 'How to record the handling']) expect(guide).toContain(words)
  })

  it('takes formulas only by their saved result and says so, and never a merged cell, a lost digit or an error', async () => {
    const text = (at: string, value: string) => `<c r="${at}" t="str"><v>${value}</v></c>`
    const titles = ['所在空间', '姓名', '证件类型', '证件号码', '人口类型', '出生日期', '手机号']
    const line = (row: number, name: string, rest: string) =>
      `<row r="${row}">${text(`A${row}`, '3-1-1201')}${text(`B${row}`, name)}${text(`C${row}`, '护照')}${rest}${text(`E${row}`, '常住人口')}</row>`
    const sheet = sheetOf(
      `<row r="1">${titles.map((title, n) => text(`${'ABCDEFG'[n]}1`, title)).join('')}</row>
       ${line(2, '宇文一', '<c r="D2" t="str"><f>X1&amp;Y1</f><v>E12345678</v></c>')}
       ${line(3, '宇文二', '<c r="D3"><f>X1</f></c>')}
       ${line(4, '宇文三', '<c r="D4"><v>990101198603090000</v></c>')}
       ${line(5, '宇文四', '<c r="D5" t="e"><v>#REF!</v></c>')}
       ${line(6, '宇文五', text('D6', 'E0000006'))}${line(7, '宇文六', text('D7', 'E0000007'))}
       <row r="8">${text('A8', '3-1-1201')}${text('B8', '宇文七')}${text('C8', '护照')}${text('D8', 'E0000008')}${text('E8', '常住人口')}<c r="F8"><v>31480</v></c><c r="G8"><v>10000001234</v></c></row>`,
      '<mergeCells><mergeCell ref="B6:B7"/></mergeCells>',
    )
    const checked = await dryRun(app, token, people(), bookOf(sheet, { is1904: true, more: [sheetOf('')], states: ['', 'hidden'] }))
    const rows = await rowsOf(app, token, checked.id)
    expect(
      rows.map(({ number, state, faults, warnings }) => [
        number,
        state,
        ...[...faults, ...warnings].map(({ address, zh }) => `${address} ${zh}`),
      ]),
    ).toEqual([
      [2, 'ready', 'D2 由公式算出，已取其保存时的结果'],
      [3, 'faulty', 'D3 公式没有结果，请直接填写内容', 'D3 由公式算出，已取其保存时的结果'],
      [4, 'faulty', 'D4 被存成了数字，15 位以后已丢失，请把单元格设为文本重新填写'],
      [5, 'faulty', 'D5 公式出错，请直接填写内容'],
      [6, 'faulty', 'B6 合并单元格，请取消合并后逐行填写'],
      [7, 'faulty', 'B7 合并单元格，请取消合并后逐行填写'],
      [8, 'ready', 'F8 数字按日期序列读作 1990-03-10'],
    ])
    expect(checked.warnings[0]?.zh).toBe('隐藏的工作表未读取：S2')
    const fixed = await post(checked.id, 'fix', { rows: [{ number: 6, cells: { name: '宇文五' } }] })
    expect((fixed.body.items as { state: string }[])[0]?.state).toBe('ready')
  })

  it('reads text files in UTF-8 with its mark and in GB18030', async () => {
    // 所在空间,姓名,证件类型,人口类型 and one row, as GB18030 writes them
    const gb = Buffer.from(
      'cbf9d4dabfd5bce42cd0d5c3fb2cd6a4bcfec0e0d0cd2cc8cbbfdac0e0d0cd0a332d312d313230312cd6d3c0ebc4dc2cd4ddceded6a4bcfe2cb3a3d7a1c8cbbfda0a',
      'hex',
    )
    const text = '\uFEFF所在空间,姓名,证件类型,人口类型\r\n3-1-1201,"夏侯一",暂无证件,常住人口\r\n'
    const utf = await dryRun(app, token, { ...people(), name: 'a.csv' }, Buffer.from(text))
    expect(utf.rows).toMatchObject({ ready: 1, faulty: 0 })
    const other = await dryRun(app, token, { ...people(), name: 'b.csv' }, gb)
    expect(other).toMatchObject({
      state: 'checked',
      columns: [{ key: 'place' }, { key: 'name' }, { key: 'idKind' }, { key: 'population' }],
    })
  })

  it('writes nothing of what was uploaded in plain to any file or table, before, while and after', async () => {
    const [secret, number] = ['皇甫清辉', idNumber()]
    const bytes = await workbookOf([
      head,
      person(secret, { number, phone: '10000009876' }),
      person('皇甫二', { number: `${number.slice(0, 17)}?` }),
    ])
    const answer = await upload(app, token, people(), bytes)
    const look = async () => {
      const places = (readdirSync(app.dataFolder, { recursive: true }) as string[])
        .map((name) => join(app.dataFolder, name))
        .filter((path) => statSync(path).isFile())
      const disk = places.map((path) => readFileSync(path))
      const tables = [
        'workbook_imports',
        'workbook_rows',
        'workbook_keys',
        'jobs',
        'outbox',
        'audit_entries',
        'idempotency_keys',
        'people',
        'archive_changes',
      ]
      for (const table of tables) disk.push(Buffer.from(await everything(table)))
      for (const word of [secret, number, '10000009876', `${number.slice(0, 17)}?`])
        expect(
          disk.some((each) => each.includes(word) || each.includes(Buffer.from(word, 'utf16le'))),
          word,
        ).toBe(false)
      return disk
    }
    const everything = async (table: string) => {
      return JSON.stringify(await unscoped(app.kernel.store, 'the test looks at every byte', { sql: `SELECT * FROM ${table}`, params: [] }))
    }
    // the search itself finds what is there: the name of the file is no secret
    expect((await look()).some((each) => each.includes('名册.xlsx'))).toBe(true)
    await app.work()
    await look()
    const done = await apply(app, token, await importOf(app, token, answer.body.id))
    expect(done.rows.applied).toBe(1)
    await look()
    expect(await app.kernel.files.open(`workbook/${done.id}.in`)).toBeUndefined()
  })

  it('asks the store as often for a hundred imports as for one, and for a page of rows as for one row', async () => {
    const statements = async (path: string) => Number((await app.call('GET', path, { token })).headers.get('x-liren-statements'))
    const { id } = await run(person('长孙一'), person('长孙二'), person('长孙三'))
    await statements('/api/workbooks/imports?limit=1')
    expect(await statements('/api/workbooks/imports?limit=100')).toBe(await statements('/api/workbooks/imports?limit=1'))
    expect(await statements('/api/workbooks/imports?limit=100')).toBeLessThanOrEqual(3)
    expect(await statements(`/api/workbooks/imports/${id}/rows?limit=100`)).toBe(
      await statements(`/api/workbooks/imports/${id}/rows?limit=1`),
    )
  })
})
