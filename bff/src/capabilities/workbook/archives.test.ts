import * as archives from '@liren/contract/archive/all'
import { type Archive, type FieldValue, fieldOf, type Values } from '@liren/contract/archive/index'
import type { WorkbookExport } from '@liren/contract/capabilities/workbook'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { wholeFile } from '../../../test/whole-file.ts'
import { placesOf } from '../../engines/archive/place.ts'
import { masked } from '../../engines/archive/present.ts'
import { columnsToRead, type FileRow, valuesOf } from '../../engines/archive/row.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { openWorkbook } from '../../kernel/workbook/read.ts'
import { apply, dryRun, importOf, rowsOf, workbookOf } from './testing.ts'

const definitions: readonly Archive[] = Object.values(archives)
const files = 3

/** As people read and write it in a cell. */
function textOf(definition: Archive, name: string, value: FieldValue): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  return fieldOf(definition, name).options.find(({ code }) => code === value)?.text.zh ?? String(value)
}

describeStores('workbooks of every archive', (open) => {
  let app: TestApp
  let village: Village
  let token: string
  const places: Record<string, TestPlace[]> = {}
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings: { LIREN_RATE_FACTOR: '50' } })
    village = await makeVillage(app)
    token = village.tokens.officer
    const some = async (kind: 'house' | 'building' | 'grid', parent: TestPlace) => {
      places[kind] = []
      for (let n = 0; n < files; n++) places[kind].push(await makePlace(app.kernel, kind, `${kind[0]}${n}`, `${kind}${n}`, parent))
    }
    await some('house', village.unit)
    await some('building', village.estate)
    await some('grid', village.community)
  })
  afterAll(() => app.close())

  const spotFor = ({ places: kinds }: Archive, n: number): TestPlace =>
    kinds.length === 1 ? (places[kinds[0] ?? '']?.[n] as TestPlace) : kinds.includes('house') ? village.house : village.estate
  const sheetOf = async (bytes: Buffer) => {
    const rows: string[][] = []
    for await (const { cells } of (await openWorkbook(bytes)).rows) rows.push(Array.from(cells, (cell) => cell?.text ?? ''))
    return rows
  }
  const templateOf = async (name: string) => {
    const answer = await fetch(`${app.origin}/api/workbooks/templates/${name}`, { headers: { authorization: `Bearer ${token}` } })
    expect(answer.status, name).toBe(200)
    return sheetOf(Buffer.from(await answer.arrayBuffer()))
  }
  /** Rows under the head of the template, in its own columns. */
  const filled = (definition: Archive, head: readonly string[], at: TestPlace, values: Values): string[] =>
    head.map((label) => {
      if (label === '所在空间') return at.path
      const name = Object.keys(definition.fields).find((key) => fieldOf(definition, key).label.zh === label.replace('*', '')) ?? ''
      return textOf(definition, name, values[name] ?? null)
    })
  const stored = (definition: Archive) =>
    unscoped<FileRow>(app.kernel.store, 'the test compares with what is stored', {
      sql: `SELECT ${columnsToRead(definition)} FROM ${definition.table} WHERE state = 'active' ORDER BY id`,
      params: [],
    })
  const exported = async (definition: Archive, columns: readonly string[]) => {
    const asked = await app.call<WorkbookExport>('POST', '/api/workbooks/exports', {
      token,
      body: { archive: definition.name, columns, filters: { source: 'imported' }, reason: '核对导入' },
    })
    if (asked.status !== 202) throw new Error(asked.text)
    await app.work()
    const done = (await app.call<WorkbookExport>('GET', `/api/workbooks/exports/${asked.body.id}`, { token })).body
    const answer = await fetch(app.origin + (done.url ?? ''), { headers: { authorization: `Bearer ${token}` } })
    return { done, rows: (await sheetOf(Buffer.from(await answer.arrayBuffer()))).slice(2) }
  }

  it.each(definitions.map((definition) => [definition.name, definition] as const))(
    'carries every value of %s from the template into the files and out again, and takes all of it back',
    async (name, definition) => {
      const [head = []] = await templateOf(name)
      const typed = Object.entries(definition.fields).filter(([, field]) => field.imported && !field.derived)
      expect(head.map((label) => label.replace('*', ''))).toEqual(['所在空间', ...typed.map(([, { label }]) => label.zh)])
      expect(head.filter((label) => label.endsWith('*'))).toEqual(
        typed.filter(([, { required }]) => required).map(([, { label }]) => `${label.zh}*`),
      )

      const given = Array.from({ length: files }, (_, n) => wholeFile(definition, n))
      const bytes = await workbookOf([head, ...given.map((values, n) => filled(definition, head, spotFor(definition, n), values))])
      const checked = await dryRun(app, token, { archive: name, placeId: village.community.id }, bytes)
      expect(await rowsOf(app, token, checked.id, 'faulty')).toEqual([])
      expect(checked).toMatchObject({ state: 'checked', rows: { ready: files, faulty: 0 }, unknownColumns: [] })
      expect(await stored(definition)).toEqual([])
      const done = await apply(app, token, checked)
      expect(done.rows).toMatchObject({ applied: files, ready: 0 })

      const rows = await stored(definition)
      const spots = await placesOf(
        app.kernel,
        rows.map((row) => row.place_id),
      )
      const expected = given.map((values, n) => {
        const place = spots.get(rows[n]?.place_id ?? '')
        return definition.derive(values, place as NonNullable<typeof place>)
      })
      for (const [n, row] of rows.entries()) expect(valuesOf(app.kernel, definition, row), `${name} ${n}`).toMatchObject(expected[n] ?? {})

      const columns = Object.keys(definition.fields).filter((key) => fieldOf(definition, key).kind !== 'files')
      const copy = await exported(definition, columns)
      const told = [...expected].reverse().map((values) =>
        columns.map((key) => {
          const value = values[key] ?? null
          return textOf(definition, key, value !== null && copy.done.masked.includes(key) ? masked(definition, key, value) : value)
        }),
      )
      // a cell that would begin a formula is guarded on its way out
      expect(copy.rows.map((row) => row.slice(0, -1).map((cell) => cell.replace(/^'(?=[=+@-])/, '')))).toEqual(told)

      const undo = await app.call('POST', `/api/workbooks/imports/${done.id}/undo`, {
        token,
        body: { version: done.version, reason: '核对后整批撤销' },
      })
      expect(undo.status).toBe(202)
      await app.work()
      expect((await importOf(app, token, done.id)).rows).toMatchObject({ undone: files, kept: 0 })
      expect(await stored(definition)).toEqual([])
    },
    60_000,
  )

  it('[SZSQ-5.1.2-c, GB42455-7.3.3-c] of a filled template the good rows land, and the bad one is told by its line and why', async () => {
    const definition = archives.orgArchive
    const [head = []] = await templateOf('org')
    const row = (values: Values) => filled(definition, head, village.estate, values)
    const good = [3, 4, 5].map((n) => row({ name: `商户${n}`, ...wholeFile(definition, n) }))
    const bad = row({ ...wholeFile(definition, 6), creditCode: '92330101234567890X', staff: 1 })
    const bytes = await workbookOf([head, ...good.slice(0, 2), bad, ...good.slice(2)])
    const done = await apply(app, token, await dryRun(app, token, { archive: 'org', placeId: village.community.id }, bytes))
    expect(done.rows).toMatchObject({ applied: 3, faulty: 1 })
    expect(await stored(definition)).toHaveLength(3)
    const faulty = await rowsOf(app, token, done.id, 'faulty')
    expect(faulty.map(({ number }) => number)).toEqual([4])
    expect(faulty[0]?.faults.map(({ zh, address }) => [address?.replace(/[A-Z]+/, ''), zh])).toContainEqual([
      '4',
      '统一社会信用代码校验不通过',
    ])
  })

  it('says all that is wrong with hostile rows of houses and vehicles, and lets none of them in', async () => {
    const houses = [
      ['所在空间', '房屋用途', '使用状态', '建筑面积', '套内面积', '取得日期', '浙江省建筑物空间编码', '房东或出租管理人'],
      [places.house?.[0]?.path ?? '', '住宅', '自住', '89.5', '70', '2020-01-01', '', ''],
      [places.house?.[0]?.path ?? '', '住宅', '自住', '89.5', '70', '2020-01-01', '', ''],
      [places.house?.[1]?.path ?? '', '别墅', '出租', '-5', '70', '20-1-1', 'ZJ-1', ''],
      [village.building.path, '住宅', '自住', '八十', '', '2021-02-30', '', ''],
      [village.farEstate.path, '住宅', '自住', '', '', '', '', ''],
    ]
    const checked = await dryRun(app, token, { archive: 'house', placeId: village.community.id }, await workbookOf(houses))
    const faults = async (id: string) =>
      Object.fromEntries(
        (await rowsOf(app, token, id, 'faulty')).map(({ number, faults }) => [number, faults.map(({ address }) => address).sort()]),
      )
    expect(await faults(checked.id)).toEqual({
      3: ['A3'],
      4: expect.arrayContaining(['B4', 'D4', 'F4']),
      5: expect.arrayContaining(['A5', 'D5', 'F5']),
      6: ['A6'],
    })
    const vehicles = [
      ['所在空间', '车牌号', '号牌种类', '登记类型', '车主姓名', '生效日期', '有效期至'],
      ['枫林雅苑', '浙Ａ·８８００１', '小型汽车', '临时车辆', '', '', ''],
      ['枫林雅苑', '浙A88001', '小型汽车', '临时车辆', '', '', ''],
      ['枫林雅苑', '浙A8800', '小型汽车', '临时车辆', '', '', ''],
      ['枫林雅苑', '浙A88002', '新能源', '常驻车辆', '', '2026-01-02', '2026-01-01'],
      ['枫林雅苑', '=1+1', '火箭', '临时车辆', '', '', ''],
    ]
    const cars = await dryRun(app, token, { archive: 'vehicle', placeId: village.community.id }, await workbookOf(vehicles))
    expect(await faults(cars.id)).toEqual({
      3: ['B3'],
      4: ['B4'],
      5: expect.arrayContaining(['B5', 'E5', 'G5']),
      6: expect.arrayContaining(['B6', 'C6']),
    })
    const done = await apply(app, token, cars)
    expect(done.rows).toMatchObject({ applied: 1, faulty: 4 })
  })
})
