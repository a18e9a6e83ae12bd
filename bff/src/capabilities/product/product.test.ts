import type { Product } from '@liren/contract/capabilities/product'
import { builtinProducts } from '@liren/contract/thing/builtin/index'
import type { ThingModel } from '@liren/contract/thing/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'

const label = { zh: '功率', en: 'Power' }
const thing: ThingModel = {
  properties: [{ code: 'powerW', text: label, type: 'number', access: 'read', unit: 'W', from: { event: 'meter.read', field: 'powerW' } }],
  events: [{ code: 'meter.alarm', text: label, level: 'alarm', params: [{ code: 'kind', text: label, type: 'text' }] }],
  services: [{ code: 'meter.read-now', text: label, params: [], isDangerous: false, ttlSeconds: 60 }],
}

describeStores('products and thing models', (open) => {
  let app: TestApp
  let village: Village
  let admin: string
  let codes = 0

  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    admin = await app.tokenOf(await makePerson(app.kernel, '顾系安', { roles: [['system-administrator', village.city]] }), 'admin')
  })
  afterAll(() => app.close())

  const body = (more: object = {}) => ({
    ...{ code: `meter-x${++codes}`, name: '测试电表', category: 'metering', kind: 'meter', protocol: 'modbus', manufacturer: '某厂' },
    ...{ model: 'M-1', grade: 'low', presence: 'mains', silenceSeconds: null, maintenanceDays: 365, checklist: {}, thing },
    ...more,
  })
  const create = (more: object = {}, token = admin) => app.call<Product>('POST', '/api/products', { token, body: body(more) })
  const made = async (more: object = {}) => {
    const answer = await create(more)
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }
  const post = (product: Product, what: string, version = product.version, token = admin) =>
    app.call<Product>('POST', `/api/products/${product.id}/${what}`, { token, body: { version } })
  const saveModel = (product: Product, model: object, version = product.version) =>
    app.call<{ number: number }>('PUT', `/api/products/${product.id}/model`, { token: admin, body: { model, version } })
  const read = async (product: Product) =>
    (
      await app.call<{ product: Product; models: { number: number; state: string }[] }>('GET', `/api/products/${product.id}`, {
        token: admin,
      })
    ).body

  it('are made by administrators only, with a type of the dictionary and a code that nobody else has', async () => {
    expect((await create({}, village.tokens.manager)).error?.code).toBe('permission.denied')
    expect((await create({}, village.tokens.resident)).error?.code).toBe('permission.denied')
    expect((await create({ category: 'teleport' })).error?.code).toBe('product.category-unknown')
    const { code } = await made()
    expect((await create({ code })).error?.faults[0]?.path).toBe('body.code')
    expect((await create({ code: 'No Code', silenceSeconds: 1 })).error?.faults.map((fault) => fault.path)).toEqual([
      'body.code',
      'body.silenceSeconds',
    ])
  })

  it('release a model of properties, events and services only if every word of it is shared by devices, and give its types', async () => {
    const product = await made({ thing: { ...thing, events: [{ code: 'meter.exploded', text: label, level: 'alarm', params: [] }] } })
    const refused = await post(product, 'release')
    expect(refused.error?.code).toBe('product.model-unfit')
    expect(refused.error?.faults.map((fault) => fault.path)).toEqual(['model.events.meter.exploded'])
    expect((await read(product)).product).toMatchObject({ state: 'draft', modelNumber: 0 })
    await saveModel(product, thing)
    const released = await post(product, 'release', product.version + 1)
    expect(released.body).toMatchObject({ state: 'released', modelNumber: 1, hasDraft: false })
    const types = await app.call<{ typescript: string; schema: { $defs: { commands: object } } }>(
      'GET',
      `/api/products/${product.id}/types`,
      { token: admin },
    )
    expect(types.body.typescript).toContain('"powerW"?: number')
    expect(types.body.schema.$defs.commands).toMatchObject({ properties: { 'meter.read-now': { type: 'object' } } })
  })

  it('keep every released model, and let one draft become the next', async () => {
    const product = await made()
    expect((await post(product, 'release')).status).toBe(200)
    expect((await post(product, 'release', product.version + 1)).error?.code).toBe('product.not-draft')
    expect((await saveModel(product, thing, product.version)).error?.code).toBe('stale')
    expect((await saveModel(product, { ...thing, services: [] }, product.version + 1)).body.number).toBe(2)
    expect((await post(product, 'release', product.version + 2)).body.modelNumber).toBe(2)
    expect((await read(product)).models.map(({ number, state }) => [number, state])).toEqual([
      [2, 'released'],
      [1, 'superseded'],
    ])
  })

  it('are changed by one of many who try at once', async () => {
    const product = await made()
    const rename = (name: string) =>
      app.call<Product>('PATCH', `/api/products/${product.id}`, { token: admin, body: { name, version: product.version } })
    const answers = await Promise.all(['甲', '乙', '丙'].map(rename))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
  })

  it('are read-only once retired', async () => {
    const product = await made()
    expect((await post(product, 'retire')).body.state).toBe('retired')
    expect((await post(product, 'retire', product.version + 1)).error?.code).toBe('stale')
    expect((await saveModel(product, thing, product.version + 1)).error?.code).toBe('product.retired')
    expect((await post(product, 'release', product.version + 1)).error?.code).toBe('product.retired')
  })

  it('have a dictionary of types with the eight kinds of facilities', async () => {
    type Dictionaries = { items: { code: string; items: { text: { zh: string } }[] }[] }
    const { items } = (await app.call<Dictionaries>('GET', '/api/dictionaries')).body
    const names = items.find((one) => one.code === 'device-type')?.items.map((item) => item.text.zh)
    expect(names).toEqual(expect.arrayContaining(['出入口', '安消', '照明', '弱电', '给排水', '急救', '教育', '健身']))
  })

  it('come with one for each family of protocols, and are listed by pages in a fixed number of questions', async () => {
    const seen: Product[] = []
    let cursor = ''
    for (;;) {
      const page = await app.call<{ items: Product[]; next?: string }>('GET', `/api/products?limit=7${cursor}`, {
        token: village.tokens.manager,
      })
      expect(Number(page.headers.get('x-liren-statements'))).toBeLessThanOrEqual(1)
      seen.push(...page.body.items)
      if (!page.body.next) break
      cursor = `&cursor=${encodeURIComponent(page.body.next)}`
    }
    const builtin = seen.filter((product) => product.isBuiltin)
    expect(builtin.map((product) => product.code)).toEqual(builtinProducts.map((product) => product.code))
    expect(builtin.every((product) => product.state === 'released')).toBe(true)
    const found = await app.call<{ items: Product[] }>('GET', '/api/products?q=水表&category=metering', { token: admin })
    expect(found.body.items.map((product) => product.code)).toEqual(['water-meter', 'water-meter-nb'])
  })
})
