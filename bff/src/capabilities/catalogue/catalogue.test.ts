import {
  baseDatabases,
  type CatalogueDomainItem,
  type CatalogueField,
  type CataloguePolicy,
  iotDatabases,
} from '@liren/contract/capabilities/catalogue'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { builtinRoleId } from '../../kernel/identity/role-content.ts'
import { schemaColumns } from '../../kernel/store/schema-columns.ts'
import { entriesOf } from './entries.ts'
import { schemaFaults } from './faults.ts'
import { tableEntries } from './tables.ts'

interface Fault {
  readonly fault: string
  readonly name: string
}

describeStores('catalogue', (open) => {
  let app: TestApp
  let village: Village
  let [security, officer, auditor, manager, system]: string[] = []
  let [securityId, answersId]: string[] = []
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    securityId = await makePerson(app.kernel, '安全员', { roles: [['security-administrator', village.city]] })
    answersId = await makePerson(app.kernel, '顾知行', { roles: [['community-officer', village.community]] })
    const auditorId = await makePerson(app.kernel, '审计员', { roles: [['auditor', village.city]] })
    security = await app.tokenOf(securityId, 'admin')
    const systemId = await makePerson(app.kernel, '系统员', { roles: [['system-administrator', village.city]] })
    system = await app.tokenOf(systemId, 'admin')
    auditor = await app.tokenOf(auditorId, 'admin')
    officer = await app.tokenOf(village.ids.officer, 'admin')
    manager = await app.tokenOf(village.ids.manager, 'admin')
  })
  afterAll(() => app.close())

  const get = async <T>(path: string, token = officer) => (await app.call<T>('GET', `/api/catalogue/${path}`, { token })).body
  const domains = async () => (await get<{ items: CatalogueDomainItem[] }>('domains')).items
  const faults = async () => (await get<{ items: Fault[] }>('faults')).items
  const policies = async () => (await get<{ items: CataloguePolicy[] }>('policies')).items
  const allFields = async (query = '') => {
    const items: CatalogueField[] = []
    for (let cursor = ''; ; ) {
      const page = await get<{ items: CatalogueField[]; next?: string }>(`fields?limit=100${query}${cursor && `&cursor=${cursor}`}`)
      items.push(...page.items)
      if (page.next === undefined) return items
      cursor = page.next
    }
  }
  const setSteward = (domain: string, body: Record<string, unknown>, token = security) =>
    app.call<CatalogueDomainItem>('PUT', `/api/catalogue/domains/${domain}`, { token, body: { version: 0, owner: '社区居委会', ...body } })

  it('is shown to nobody without the permission, and kept by whoever answers for security only', async () => {
    expect((await app.call('GET', '/api/catalogue/fields')).status).toBe(401)
    expect((await app.call('GET', '/api/catalogue/fields', { token: manager })).status).toBe(403)
    expect((await setSteward('person', { responsibleId: answersId, managerId: securityId }, officer)).status).toBe(403)
    const publish = { token: officer, body: { textVersion: 1, body: { zh: '随意取用', en: 'As you like' } } }
    expect((await app.call('POST', '/api/catalogue/policies/privacy/versions', publish)).status).toBe(403)
    expect((await app.call('GET', '/api/catalogue/fields?cursor=nobody.nothing', { token: officer })).status).toBe(400)
  })

  it('has every field of the schema that runs, each with its class, grade, labels and owner', async () => {
    const fields = await allFields()
    const columns = await schemaColumns(app.kernel.store)
    expect(columns.length).toBeGreaterThan(1900)
    expect(fields.map(({ table, column }) => `${table}.${column}`)).toEqual(columns.map(({ table, column }) => `${table}.${column}`))
    for (const field of fields) expect(field).toMatchObject({ grade: expect.stringMatching(/^L[1-4]$/), owner: expect.stringMatching(/./) })
    const found = new Map(fields.map((field) => [`${field.table}.${field.column}`, field]))
    expect(found.get('people.id_number_sealed')).toMatchObject({
      ...{ grade: 'L4', protection: 'sealed', class: 'personal', text: { zh: '证件号码' } },
      indexes: ['id_number_index', 'id_number_suffix'],
    })
    expect(found.get('people.id_number_index')).toMatchObject({ grade: 'L2', protection: 'index', text: { zh: '证件号码盲索引' } })
    expect(found.get('users.password_hash')).toMatchObject({ grade: 'L4', protection: 'digest' })
    expect(found.get('visit_tasks.state')).toMatchObject({ retention: { days: expect.any(Number) } })
  })

  it('is searched by table, column and label, and filtered by grade, kind of data and protection', async () => {
    const found = await allFields(`&q=${encodeURIComponent('证件号码')}&grade=L4`)
    expect(found.map(({ table }) => table)).toContain('people')
    expect(found.every(({ grade, text }) => grade === 'L4' && text.zh.includes('证件号码'))).toBe(true)
    const houses = await allFields('&domain=house&protection=sealed')
    expect(houses.map(({ table }) => table)).toContain('house_files')
    expect(new Set(houses.map(({ table }) => table))).toEqual(new Set(['house_files', 'leases']))
    expect(await allFields('&q=nothing-is-called-so')).toEqual([])
  })

  it('[ZJWL-7.2.3.1] finds six databases of people, houses, vehicles, spaces, devices and the map, with tables and owners', async () => {
    const bases = (await domains()).filter(({ domain }) => baseDatabases.includes(domain as never))
    expect(bases).toHaveLength(6)
    const real = new Set((await schemaColumns(app.kernel.store)).map(({ table }) => table))
    for (const base of bases) {
      expect(base).toMatchObject({ warehouse: 'base', owner: expect.stringMatching(/./) })
      const tables = tableEntries.filter(({ domain }) => domain === base.domain)
      expect(tables.length).toBe(base.tables)
      expect(tables.every(({ table }) => real.has(table))).toBe(true)
    }
    const archives = {
      person: 'people',
      house: 'house_files',
      vehicle: 'vehicles',
      space: 'spaces',
      device: 'devices',
      map: 'map_features',
    }
    for (const [domain, table] of Object.entries(archives)) expect(tableEntries).toContainEqual(expect.objectContaining({ domain, table }))
  })

  it('[ZJWL-7.2.2.1] finds four databases of what devices say: entrances, public areas, facilities and energy, with tables and owners', async () => {
    const found = (await domains()).filter(({ domain }) => iotDatabases.includes(domain as never))
    expect(found.map(({ text }) => text.zh)).toEqual(['出入口数据库', '公共区域数据库', '公共服务设施数据库', '低碳能耗数据库'])
    const real = new Set((await schemaColumns(app.kernel.store)).map(({ table }) => table))
    for (const one of found) {
      expect(one).toMatchObject({ warehouse: 'iot', owner: expect.stringMatching(/./) })
      const tables = tableEntries.filter(({ domain }) => domain === one.domain)
      expect([tables.length > 0, tables.length]).toEqual([true, one.tables])
      expect(tables.every(({ table }) => real.has(table))).toBe(true)
    }
    const holding = { passage: 'passages', area: 'zone_events', telemetry: 'device_points', energy: 'energy_days' }
    for (const [domain, table] of Object.entries(holding)) expect(tableEntries).toContainEqual(expect.objectContaining({ domain, table }))
  })

  it('[SZSQ-7.3-a.1, GB42455-9.4-b.1] grades every table and field, shows its policies in versions, and finds what is not graded', async () => {
    const columns = await schemaColumns(app.kernel.store)
    expect(schemaFaults(entriesOf(app.kernel, columns))).toEqual([])

    // the negative control: what somebody forgot is named, each in its own way
    const forgotten = [
      ...columns,
      { table: 'people', column: 'blood_type' },
      { table: 'secret_lists', column: 'id' },
      { table: 'workbook_exports', column: 'contact' },
    ]
    expect(schemaFaults(entriesOf(app.kernel, forgotten))).toEqual([
      { fault: 'table-unknown', name: 'secret_lists' },
      { fault: 'field-ungraded', name: 'people.blood_type' },
      { fault: 'field-unsealed', name: 'workbook_exports.contact' },
    ])
    expect(schemaFaults(entriesOf(app.kernel, columns), [...tableEntries, { table: 'gone' }])).toEqual([
      { fault: 'table-gone', name: 'gone' },
    ])

    const [first] = await policies()
    expect(await policies()).toHaveLength(3)
    expect(first).toMatchObject({ code: 'classification', textVersion: 1 })
    const body = { zh: '一、分类从严；二、分级从高。', en: 'Strict classes, and the higher grade counts.' }
    const publish = (ask: Record<string, unknown>) =>
      app.call<CataloguePolicy>('POST', '/api/catalogue/policies/classification/versions', { token: security, body: ask })
    expect((await publish({ textVersion: 2, body })).error?.code).toBe('stale')
    expect((await publish({ textVersion: 1, body: first?.body })).error?.code).toBe('catalogue.unchanged')
    expect((await publish({ textVersion: 1, body })).body).toMatchObject({ textVersion: 2, body, publishedBy: '安全员' })
    expect((await policies()).find(({ code }) => code === 'classification')).toMatchObject({ textVersion: 2, body })
    const versions = await get<{ items: CataloguePolicy[] }>('policies/classification/versions')
    expect(versions.items.map(({ textVersion }) => textVersion)).toEqual([2, 1])
    expect(versions.items[1]?.body).toEqual(first?.body)
  })

  it('[GB42455-9.4-a] names owner, final responsible person and grant manager of every item, and who approved each grant', async () => {
    const missing = (await faults()).filter(({ fault }) => fault === 'steward-missing')
    expect(missing).toHaveLength((await domains()).length)

    const named = { responsibleId: answersId, managerId: securityId }
    expect((await setSteward('person', { responsibleId: answersId, managerId: answersId })).error?.code).toBe('catalogue.same')
    const resident = await setSteward('person', { ...named, responsibleId: village.ids.resident })
    expect(resident.error).toMatchObject({ code: 'catalogue.nobody', faults: [{ path: 'body.responsibleId' }] })
    expect((await setSteward('person', { ...named, version: 4 })).error?.code).toBe('stale')
    for (const { domain } of await domains()) expect((await setSteward(domain, named)).status).toBe(200)
    expect((await setSteward('person', named)).error?.code).toBe('stale')
    expect((await setSteward('person', { ...named, owner: '云溪社区', version: 1 })).body).toMatchObject({ owner: '云溪社区', version: 2 })
    expect(await faults()).toEqual([])
    for (const field of await allFields()) expect(field).toMatchObject({ responsible: '顾知行', manager: '安全员' })

    const given = await app.call('POST', `/api/access/user/${answersId}/roles`, {
      token: system,
      body: { roleId: builtinRoleId('grid-leader'), placeId: village.community.id },
    })
    expect(given.status, given.text).toBe(201)
    const { items } = await get<{ items: { who: string; role: string; approvedBy: string | null }[] }>('domains/person/grants', auditor)
    expect(items.find(({ who, approvedBy }) => who === '顾知行' && approvedBy !== null)).toMatchObject({ approvedBy: '系统员' })
  })

  it('asks as often for a hundred fields as for one', async () => {
    const count = async (limit: number) =>
      Number((await app.call('GET', `/api/catalogue/fields?limit=${limit}`, { token: officer })).headers.get('x-liren-statements'))
    const few = [await count(1), await count(1)].at(-1)
    expect(await count(100)).toBe(few)
  })
})
