import type { CustomField } from '@liren/contract/capabilities/custom'
import type { WorkbookExport } from '@liren/contract/capabilities/workbook'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { openWorkbook } from '../../kernel/workbook/read.ts'
import { personData } from '../person/personal.ts'
import { apply, dryRun, rowsOf, workbookOf } from '../workbook/testing.ts'

interface Shown {
  id: string
  version: number
  custom: Record<string, unknown>
  masked: string[]
  can: string[]
}
interface Listed {
  items: Shown[]
}

const said = (zh: string, en: string) => ({ label: { zh, en } })
const usual = { isRequired: false, isListed: false, use: null, options: [], level: 'L2' }

describeStores('fields that a community adds', (open) => {
  let app: TestApp
  let village: Village
  let keeper: string
  let far: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings: { LIREN_RATE_FACTOR: '50' } })
    village = await makeVillage(app)
    keeper = await app.tokenOf(await makePerson(app.kernel, '陶管理', { roles: [['system-administrator', village.community]] }), 'admin')
    far = await app.tokenOf(await makePerson(app.kernel, '远管理', { roles: [['system-administrator', village.otherCommunity]] }), 'admin')
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const add = (body: object, token = keeper) =>
    app.call<CustomField>('POST', '/api/custom-fields', {
      token,
      body: {
        archive: 'vehicle',
        placeId: village.community.id,
        code: 'pass-card',
        kind: 'text',
        ...usual,
        ...said('门禁卡号', 'Card'),
        ...body,
      },
    })
  const change = (field: CustomField, over: object, token = keeper) => {
    const { version, label, isRequired, isListed, use, options } = field
    return app.call<CustomField>('PATCH', `/api/custom-fields/${field.id}`, {
      token,
      body: { version, label, isRequired, isListed, use, options, ...over },
    })
  }
  const move = (what: 'withdraw' | 'restore', { id, version }: CustomField) =>
    app.call<CustomField>('POST', `/api/custom-fields/${id}/${what}`, { token: keeper, body: { version } })
  const shown = (who: Who, archive: string, placeId?: string) =>
    app.call<{ items: CustomField[] }>('GET', `/api/custom-fields/shown?archive=${archive}${placeId ? `&placeId=${placeId}` : ''}`, {
      token: village.tokens[who],
    })
  let plates = 0
  const car = (custom: object, who: Who = 'officer', placeId = village.estate.id) =>
    app.call<Shown>('POST', '/api/vehicles', {
      token: village.tokens[who],
      body: {
        ...{ placeId, source: 'manual', custom },
        values: { plate: `浙A2${String(++plates).padStart(4, '0')}`, plateKind: 'blue', stay: 'temporary' },
      },
    })
  const read = async (id: string, who: Who = 'officer') =>
    (await app.call<Shown>('GET', `/api/vehicles/${id}`, { token: village.tokens[who] })).body
  const write = (file: Shown, custom: object, values = {}) =>
    app.call<Shown>('PATCH', `/api/vehicles/${file.id}`, {
      token: village.tokens.officer,
      body: { version: file.version, source: 'manual', values, custom },
    })
  const paths = (answer: { error?: { faults: readonly { path: string }[] } | undefined }) => answer.error?.faults.map(({ path }) => path)

  it('refuses whoever may not, elsewhere, twice, unfit choices, grades that nothing reveals, and older versions', async () => {
    for (const who of ['manager', 'gridWorker', 'worker', 'resident'] as const)
      expect((await add({}, village.tokens[who])).error?.code, who).toBe('permission.denied')
    expect((await add({ archive: 'nonsense' })).error?.code).toBe('custom.archive-unknown')
    expect(paths(await add({ kind: 'colour' }))).toEqual(['body.kind'])
    expect(paths(await add({ code: 'Not A Code', ...said('字'.repeat(21), 'Long') }))).toEqual(['body.code', 'body.label.zh'])
    expect((await add({ placeId: village.estate.id })).error?.code).toBe('custom.place-unfit')
    expect(paths(await add({}, far))).toEqual(['body.placeId'])
    expect((await add({ kind: 'choice', options: [{ code: 'a', text: { zh: '甲', en: 'A' }, isRetired: false }] })).error?.code).toBe(
      'custom.options-unfit',
    )
    expect((await add({ use: 'library' })).error?.code).toBe('custom.use-unfit')
    expect((await add({ archive: 'resource', level: 'L3' })).error?.code).toBe('custom.level-unfit')
    expect((await add(said('车牌号', 'Other'))).error?.code).toBe('custom.label-taken')
    const { status, body: field } = await add({})
    expect(status).toBe(201)
    expect((await add(said('另一个', 'Another'))).error?.code).toBe('custom.code-taken')
    expect((await add({ code: 'second' })).error?.code).toBe('custom.label-taken')
    expect((await change(field, { isListed: true }, far)).error?.code).toBe('not-found')
    const listed = await change(field, { isListed: true })
    expect(listed.body).toMatchObject({ isListed: true, version: 2 })
    expect((await change(field, { isListed: false })).error?.code).toBe('stale')
    expect((await app.call<{ items: CustomField[] }>('GET', '/api/custom-fields', { token: far })).body.items).toEqual([])
    expect((await shown('resident', 'vehicle')).body.items).toEqual([])
    expect((await shown('farManager', 'vehicle')).body.items).toEqual([])
    expect((await shown('manager', 'vehicle')).body.items.map(({ code }) => code)).toEqual(['pass-card'])
  })

  it('refuses values of unknown fields, of the wrong kind, too long, missing, of another community; a file is as it was', async () => {
    const words = {
      options: [
        { code: 'front', text: { zh: '前门', en: 'Front' }, isRetired: false },
        { code: 'back', text: { zh: '后门', en: 'Back' }, isRetired: false },
      ],
    }
    await add({ code: 'door', kind: 'choice', ...words, ...said('常用出入口', 'Usual entrance') })
    await add({ code: 'weight', kind: 'number', ...said('核定载重', 'Load') })
    await add({ code: 'until', kind: 'day', ...said('通行证到期', 'Pass until') })
    await add({ code: 'charged', kind: 'flag', ...said('自带充电桩', 'Own charger') })
    const wrong = { 'pass-card': 'x'.repeat(201), door: 'side', weight: 'heavy', until: '2026-02-30', charged: 'yes', ghost: 1 }
    expect((await paths(await car(wrong)))?.sort()).toEqual(
      Object.keys(wrong)
        .map((code) => `body.custom.${code}`)
        .sort(),
    )
    expect(paths(await car({ 'pass-card': 'A-1' }, 'farManager', village.farEstate.id))).toEqual(['body.custom.pass-card'])
    const file = (await car({ 'pass-card': 'A-1', weight: 1.5, until: '2026-12-31', charged: true, door: 'front' })).body
    expect((await write(file, { weight: 'heavy' })).error?.code).toBe('request.invalid')
    expect((await write({ ...file, version: 9 }, { weight: 2 })).error?.code).toBe('stale')
    expect((await read(file.id)).custom).toEqual({ 'pass-card': 'A-1', weight: 1.5, until: '2026-12-31', charged: true, door: 'front' })
    expect((await read(file.id)).version).toBe(1)
  })

  it('[ZJWL-7.2.3.4.2-2] is in the form, the surface, list, history, template, import and copies at once, without a release', async () => {
    const { body: field } = await add({ code: 'hall', isRequired: true, isListed: true, ...said('所属车行', 'Garage') })
    expect((await shown('officer', 'vehicle', village.estate.id)).body.items.map(({ code }) => code)).toContain('hall')
    expect(paths(await car({}))).toEqual(['body.custom.hall'])
    const file = (await car({ hall: '梧桐车行' })).body
    const next = (await write(file, { hall: '云溪车行' })).body
    expect(next.custom.hall).toBe('云溪车行')
    const list = await app.call<Listed>('GET', '/api/vehicles?limit=100', { token: village.tokens.officer })
    expect(list.body.items.find(({ id }) => id === file.id)?.custom.hall).toBe('云溪车行')
    const history = await app.call<{ items: { changes: object[] }[] }>('GET', `/api/vehicles/${file.id}/history`, {
      token: village.tokens.officer,
    })
    expect(history.body.items[0]?.changes).toEqual([{ field: 'custom.hall', before: '梧桐车行', after: '云溪车行' }])

    const template = await fetch(`${app.origin}/api/workbooks/templates/vehicle`, {
      headers: { authorization: `Bearer ${village.tokens.officer}` },
    })
    const heads: string[] = []
    for await (const { cells } of (await openWorkbook(Buffer.from(await template.arrayBuffer()))).rows)
      heads.push(...Array.from(cells, (cell) => cell?.text ?? ''))
    expect(heads).toEqual(expect.arrayContaining(['所属车行', '门禁卡号', '核定载重']))

    const rows = [
      ['所在空间', '车牌号', '号牌种类', '登记类型', '所属车行', '核定载重'],
      ['枫林雅苑', '浙A30001', '小型汽车', '临时车辆', '梧桐车行', '1.5'],
      ['枫林雅苑', '浙A30002', '小型汽车', '临时车辆', '', '重'],
    ]
    const names = (await shown('officer', 'vehicle')).body.items
    const labels = await peek<{ label_zh: string }>(app.kernel.store, 'SELECT label_zh FROM custom_fields ORDER BY id')
    expect(names.map(({ label }) => label.zh)).toEqual(labels.map(({ label_zh }) => label_zh))
    const query = { archive: 'vehicle', placeId: village.estate.id }
    const run = await dryRun(app, village.tokens.officer, query, await workbookOf(rows))
    expect(run.failure).toBeNull()
    const faulty = await rowsOf(app, village.tokens.officer, run.id, 'faulty')
    expect(faulty.map(({ faults }) => faults.map(({ column }) => column).sort())).toEqual([
      [`custom.${field.id}`, `custom.${names.find(({ code }) => code === 'weight')?.id}`].sort(),
    ])
    const done = await apply(app, village.tokens.officer, run)
    expect(done.rows.applied).toBe(1)
    const [made] = await rowsOf(app, village.tokens.officer, run.id, 'applied')
    expect((await read(made?.fileId ?? '')).custom).toMatchObject({ hall: '梧桐车行', weight: 1.5 })

    const asked = await app.call<WorkbookExport>('POST', '/api/workbooks/exports', {
      token: village.tokens.officer,
      body: { archive: 'vehicle', columns: ['plate', `custom.${field.id}`], filters: {}, reason: '季度核对' },
    })
    await app.work()
    const copy = await app.call<WorkbookExport>('GET', `/api/workbooks/exports/${asked.body.id}`, { token: village.tokens.officer })
    const answer = await fetch(app.origin + (copy.body.url ?? ''), { headers: { authorization: `Bearer ${village.tokens.officer}` } })
    const cells: string[] = []
    for await (const row of (await openWorkbook(Buffer.from(await answer.arrayBuffer()))).rows)
      cells.push(...Array.from(row.cells, (cell) => cell?.text ?? ''))
    expect(cells).toEqual(expect.arrayContaining(['所属车行', '云溪车行', '梧桐车行']))

    expect((await change(field, { isRequired: false })).status).toBe(200)
    expect((await car({})).status).toBe(201)
  })

  it('seals what is graded L3, shows it masked, tells it masked in the history, and reveals it for a reason', async () => {
    await add({ code: 'care', level: 'L3', ...said('车主照护说明', 'Care of the owner') })
    const file = (await car({ care: '车主听力不便', hall: '梧桐车行' })).body
    expect(file).toMatchObject({ custom: { care: '***' }, masked: expect.arrayContaining(['custom.care']) })
    const kept = await peek<{ open_values: string; values_sealed: string }>(
      app.kernel.store,
      'SELECT open_values, values_sealed FROM archive_custom',
    )
    expect(JSON.stringify(kept)).not.toContain('听力')
    const history = await app.call('GET', `/api/vehicles/${file.id}/history`, { token: village.tokens.officer })
    expect(history.text).not.toContain('听力')
    const reveal = (who: Who, custom: string[]) =>
      app.call<{ custom: object }>('POST', `/api/vehicles/${file.id}/reveal`, {
        token: village.tokens[who],
        body: { fields: [], custom, reason: '上门走访' },
      })
    expect((await reveal('manager', ['care'])).error?.code).toBe('permission.denied')
    expect(paths(await reveal('officer', ['ghost']))).toEqual(['body.custom.0'])
    expect(paths(await reveal('officer', []))).toEqual(['body.fields'])
    expect((await reveal('officer', ['care'])).body.custom).toEqual({ care: '车主听力不便' })
    const entries = await peek<{ after_value: string }>(
      app.kernel.store,
      "SELECT * FROM audit_entries WHERE action = 'vehicle.revealed' AND result = 'done'",
    )
    expect(JSON.stringify(entries)).toContain('custom.care')
    expect(JSON.stringify(entries)).not.toContain('听力')
    const after = (await write(file, { weight: 3 })).body
    expect(after.custom).toMatchObject({ care: '***', weight: 3 })
    expect((await reveal('officer', ['care'])).body.custom).toEqual({ care: '车主听力不便' })
  })

  it('hides what was withdrawn and loses none of it; a choice keeps the words that were given once', async () => {
    const { body: field } = await add({ code: 'old', ...said('旧编号', 'Old number') })
    const file = (await car({ old: 'K-7', hall: '梧桐车行' })).body
    const gone = (await move('withdraw', field)).body
    expect((await move('withdraw', field)).error?.code).toBe('stale')
    expect((await read(file.id)).custom).not.toHaveProperty('old')
    expect(paths(await write(file, { old: 'K-8' }))).toEqual(['body.custom.old'])
    expect((await write(file, { weight: 2 })).status).toBe(200)
    const back = (await move('restore', gone)).body
    expect((await read(file.id)).custom).toMatchObject({ old: 'K-7', weight: 2 })
    expect(back.state).toBe('active')
    const door = (await shown('officer', 'vehicle')).body.items.find(({ code }) => code === 'door') as CustomField
    expect((await change(door, { options: door.options.slice(1) })).error?.code).toBe('custom.option-dropped')
    const retired = door.options.map((option) => ({ ...option, isRetired: option.code === 'front' }))
    const more = [...retired, { code: 'garage', text: { zh: '车库', en: 'Garage' }, isRetired: false }]
    expect((await change(door, { options: more })).status).toBe(200)
    expect(paths(await car({ door: 'front', hall: '梧桐车行' }))).toEqual(['body.custom.door'])
    expect((await car({ door: 'garage', hall: '梧桐车行' })).status).toBe(201)
  })

  it('is told to the person themselves with the rest of what is kept about them', async () => {
    await add({ archive: 'person', code: 'interest', level: 'L3', ...said('兴趣特长', 'Interests') })
    const made = await app.call<Shown>('POST', '/api/people', {
      token: village.tokens.officer,
      body: {
        ...{ placeId: village.house.id, source: 'collected', custom: { interest: '书法' } },
        values: { name: '林晓岚', idKind: 'none', population: 'resident' },
      },
    })
    expect(made.status, made.text).toBe(201)
    const [kept] = await personData(app.kernel).records({ userId: village.ids.resident, personIds: [made.body.id] })
    expect(kept?.map(([label, value]) => [label.zh, value])).toContainEqual(['兴趣特长', '书法'])
  })

  it('[ZJWL-7.2.3.5.1-2] is shown for public spaces of one use only; another use neither shows nor takes it', async () => {
    const beds = { archive: 'space', kind: 'number', use: 'canteen', ...said('助餐座位', 'Seats for the old') }
    expect(paths(await add({ ...beds, code: 'seats', use: 'spaceport' }))).toEqual(['body.use'])
    expect((await add({ ...beds, code: 'seats' })).status).toBe(201)
    const make = (purpose: string, custom: object) =>
      app.call<Shown>('POST', '/api/spaces', {
        token: village.tokens.officer,
        body: { placeId: village.community.id, source: 'manual', custom, values: { name: purpose, purpose, position: '梧桐路 1 号' } },
      })
    expect(paths(await make('library', { seats: 12 }))).toEqual(['body.custom.seats'])
    const library = (await make('library', {})).body
    const canteen = (await make('canteen', { seats: 48 })).body
    expect([library.custom, canteen.custom]).toEqual([{}, { seats: 48 }])
    const turned = await app.call<Shown>('PATCH', `/api/spaces/${canteen.id}`, {
      token: village.tokens.officer,
      body: { version: canteen.version, source: 'manual', values: { purpose: 'library' } },
    })
    expect(turned.body.custom).toEqual({})
    const again = await app.call<Shown>('PATCH', `/api/spaces/${canteen.id}`, {
      token: village.tokens.officer,
      body: { version: turned.body.version, source: 'manual', values: { purpose: 'canteen' } },
    })
    expect(again.body.custom).toEqual({ seats: 48 })
  })
})
