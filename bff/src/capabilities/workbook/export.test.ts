import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkbookExport } from '@liren/contract/capabilities/workbook'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePlace, makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { openWorkbook } from '../../kernel/workbook/read.ts'
import { tidyExports } from './exports/export-job.ts'
import { idNumber } from './testing.ts'

describeStores('exporting workbooks', (open) => {
  let app: TestApp
  let village: Village
  const numbers = { near: idNumber(), second: idNumber(), far: idNumber() }
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings: { LIREN_RATE_FACTOR: '50' } })
    village = await makeVillage(app)
    const farHouse = await makePlace(app.kernel, 'house', '0101', '101', village.farEstate)
    const make = (who: 'officer' | 'farManager', placeId: string, name: string, number: string) =>
      app.call('POST', '/api/people', {
        token: village.tokens[who],
        body: {
          placeId,
          source: 'collected',
          values: {
            name,
            idKind: 'resident',
            idNumber: number,
            population: 'resident',
            phone: '10000006543',
            registeredRegion: '=cmd|calc',
          },
        },
      })
    expect((await make('officer', village.house.id, '轩辕近', numbers.near)).status).toBe(201)
    expect((await make('officer', village.secondHouse.id, '轩辕邻', numbers.second)).status).toBe(201)
    expect((await make('farManager', farHouse.id, '轩辕远', numbers.far)).status).toBe(201)
  })
  afterAll(() => app.close())

  const columns = ['place', 'name', 'idNumber', 'population', 'registeredRegion']
  type Who = keyof Village['tokens']
  const ask = (who: Who, over: object = {}) =>
    app.call<WorkbookExport>('POST', '/api/workbooks/exports', {
      token: village.tokens[who],
      body: { archive: 'person', columns, filters: {}, reason: '季度核对', ...over },
    })
  const status = async (who: Who, id: string) =>
    (await app.call<WorkbookExport>('GET', `/api/workbooks/exports/${id}`, { token: village.tokens[who] })).body
  const fetchCopy = (who: Who, url: string) => fetch(app.origin + url, { headers: { authorization: `Bearer ${village.tokens[who]}` } })
  const exported = async (who: Who, over: object = {}) => {
    const asked = await ask(who, over)
    if (asked.status !== 202) throw new Error(asked.text)
    await app.work()
    const done = await status(who, asked.body.id)
    const answer = await fetchCopy(who, done.url ?? '')
    const bytes = Buffer.from(await answer.arrayBuffer())
    const rows: string[][] = []
    for await (const { cells } of (await openWorkbook(bytes)).rows) rows.push(Array.from(cells, (cell) => cell?.text ?? ''))
    return { done, bytes, rows, headers: answer.headers }
  }

  it('refuses whoever may not export, without a reason, with columns or filters that are not there', async () => {
    for (const who of ['housekeeper', 'gridWorker', 'worker', 'resident'] as const)
      expect((await ask(who)).error?.code, who).toBe('permission.denied')
    expect((await ask('officer', { reason: '' })).error?.faults[0]?.path).toBe('body.reason')
    expect((await ask('officer', { columns: ['name', 'nonsense'] })).error?.faults[0]?.path).toBe('body.columns.1')
    expect((await ask('officer', { filters: { fields: { 'f.nonsense': 'x' } } })).error?.code).toBe('request.invalid')
    expect((await ask('manager', { filters: { fields: { 'f.keyClass': 'care' } } })).error?.code).toBe('permission.field')
    const [entry] = await unscoped<{ result: string }>(app.kernel.store, 'the test reads the trail', {
      sql: "SELECT result FROM audit_entries WHERE action = 'workbook.exported' AND actor_id = ? ORDER BY id DESC LIMIT 1",
      params: [village.ids.housekeeper],
    })
    expect(entry?.result).toBe('refused')
  })

  it('gives each of three staff the rows of their own place and never one of another, whatever they filter by', async () => {
    const names = (rows: string[][]) =>
      rows
        .slice(2)
        .map((row) => row[1])
        .sort()
    expect(names((await exported('officer')).rows)).toEqual(['轩辕近', '轩辕邻'])
    expect(names((await exported('manager')).rows)).toEqual(['轩辕近'])
    expect(names((await exported('farManager')).rows)).toEqual(['轩辕远'])
    expect(names((await exported('manager', { filters: { placeId: village.farEstate.id } })).rows)).toEqual([])
    expect(names((await exported('manager', { filters: { fields: { 'f.idNumber': numbers.far } } })).rows)).toEqual([])
    expect(names((await exported('officer', { filters: { q: '轩辕邻' } })).rows)).toEqual(['轩辕邻'])
  })

  it('masks what the asker may not read, writes no formula, and marks every page and row with who took it, when and why', async () => {
    const { done, bytes, rows, headers } = await exported('manager')
    expect(done.masked).toEqual(['idNumber'])
    expect(headers.get('content-disposition')).toContain('attachment')
    expect(headers.get('cache-control')).toContain('no-store')
    expect(rows[0]?.[0]).toMatch(/陈望舒.*2026-03-02 10:00/)
    expect(rows[0]?.[0]).toContain('季度核对')
    const [, , row = []] = rows
    expect(row.slice(0, 2)).toEqual(['江临市 · 云溪街道 · 梧桐社区 · 枫林雅苑 · 3幢 · 1单元 · 1201', '轩辕近'])
    expect(row[2]).toMatch(/^9901\*{10}/)
    expect(row.slice(3)).toEqual(['常住人口', "'=cmd|calc", '陈望舒 2026-03-02 10:00 #1'])
    const parts = unzipSync(new Uint8Array(bytes))
    const text = (name: string) => strFromU8(parts[name] as Uint8Array)
    expect(text('xl/worksheets/sheet1.xml')).toMatch(/<oddHeader>.*陈望舒.*<\/oddHeader><oddFooter>.*<\/oddFooter>/)
    expect(text('xl/worksheets/sheet1.xml')).not.toContain('<f>')
    expect(text('docProps/custom.xml')).toContain(done.id)
    expect(text('xl/workbook.xml')).toContain('veryHidden')
  })

  it('gives export rights per role: refused without them; a permitted copy is marked and on record, also that it was fetched', async () => {
    expect((await ask('housekeeper')).error?.code).toBe('permission.denied')
    const { done, rows } = await exported('officer')
    expect(rows[0]?.[0]).toContain(done.id)
    const entries = await unscoped<{ action: string; actor_id: string; reason: string }>(app.kernel.store, 'the test reads the trail', {
      sql: 'SELECT action, actor_id, reason FROM audit_entries WHERE subject_id = ? ORDER BY id',
      params: [done.id],
    })
    expect(entries.map(({ action, actor_id, reason }) => [action, actor_id, reason])).toEqual(
      ['workbook.exported', 'workbook.written', 'workbook.downloaded'].map((action) => [action, village.ids.officer, '季度核对']),
    )
  })

  it('opens a copy for its owner only, for a time, and removes it then; nothing of it lies in plain on disk', async () => {
    const { done } = await exported('officer', { filters: { q: '轩辕近' } })
    const url = done.url ?? ''
    expect((await fetchCopy('manager', url)).status).toBe(404)
    expect((await fetch(app.origin + url)).status).toBe(401)
    expect((await fetchCopy('officer', url.replace(/sig=\d+\.\w{8}/, 'sig=1.00000000'))).status).toBe(410)
    const disk = (readdirSync(app.dataFolder, { recursive: true }) as string[])
      .map((name) => join(app.dataFolder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path))
    for (const word of ['轩辕近', numbers.near])
      expect(
        disk.some((bytes) => bytes.includes(word)),
        word,
      ).toBe(false)
    await app.clock.advance(11 * 60_000)
    expect((await fetchCopy('officer', url)).status).toBe(410)
    expect((await fetchCopy('officer', (await status('officer', done.id)).url ?? '')).status).toBe(200)
    await app.clock.advance(24 * 3_600_000)
    await tidyExports(app.kernel, app.clock.now())
    expect(await app.kernel.files.open(`workbook/${done.id}.out`)).toBeUndefined()
    expect((await status('officer', done.id)).state).toBe('gone')
  })
})
