import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

interface Shown {
  id: string
  version: number
  values: Record<string, unknown>
  place: { fullName: string }
}

describeStores('files of vehicles', (open) => {
  let app: TestApp
  let village: Village
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const create = (who: Who, values: object, placeId = village.estate.id) =>
    app.call<Shown>('POST', '/api/vehicles', { token: village.tokens[who], body: { placeId, source: 'manual', values } })
  const temporary = { plate: '浙A10001', plateKind: 'blue', stay: 'temporary' }
  const listed = async (query: string) =>
    (await app.call<{ items: Shown[] }>('GET', `/api/vehicles?limit=100&${query}`, { token: village.tokens.gridWorker })).body.items.map(
      ({ id }) => id,
    )

  it('[ZJWL-6.3.3.1] is entered from a paper form by an authorised recorder, on record; others are refused', async () => {
    expect((await create('worker', temporary)).error?.code).toBe('permission.denied')
    expect((await create('resident', temporary)).error?.code).toBe('permission.denied')
    expect((await create('farManager', temporary)).error?.faults[0]?.path).toBe('body.placeId')
    const { status, body } = await create('gridWorker', temporary)
    expect(status).toBe(201)
    const entries = await peek<{ actor_id: string; subject_id: string | null }>(
      app.kernel.store,
      "SELECT actor_id, subject_id FROM audit_entries WHERE action = 'vehicle.created' AND result = 'done'",
    )
    expect(entries).toEqual([{ actor_id: village.ids.gridWorker, subject_id: body.id }])
  })

  it('[ZJWL-7.2.3.4.1] is resident or temporary, listed by either; a temporary one becomes resident when its owner is registered', async () => {
    expect((await create('officer', { ...temporary, plate: '浙A10002', stay: undefined })).error?.faults[0]?.path).toBe('body.values.stay')
    const file = (await create('officer', { ...temporary, plate: '浙A10003' })).body
    const other = (await create('officer', { ...temporary, plate: '浙A10004', stay: 'resident', ownerName: '江望舒' })).body
    expect(await listed('f.stay=temporary')).toContain(file.id)
    expect(await listed('f.stay=resident')).toEqual([other.id])
    const register = (values: object) =>
      app.call<Shown>('PATCH', `/api/vehicles/${file.id}`, {
        token: village.tokens.officer,
        body: { version: file.version, source: 'declared', values: { stay: 'resident', ...values } },
      })
    expect((await register({})).error?.faults[0]?.path).toBe('body.values.ownerName')
    expect((await register({ ownerName: '白露', parkingKind: 'monthly' })).body.values).toMatchObject({ stay: 'resident' })
    expect((await listed('f.stay=resident')).sort()).toEqual([file.id, other.id].sort())
    expect(await listed('f.stay=temporary')).not.toContain(file.id)
  })

  it('[ZJWL-7.2.3.4.2-1] keeps plate, owner, estate, parking and attributes of a resident vehicle; its plate is there once', async () => {
    const owner = { ownerName: '顾清影', ownerPhone: '10000007002', ownerKind: 'person' }
    const parking = { parkingKind: 'owned', parkingNumber: 'B1-107', parkingUntil: '2030-01-01' }
    const attributes = { kind: 'suv', brand: '里仁 R1', colour: 'silver', energy: 'electric' }
    const whole = { plate: '浙AD10005', plateKind: 'green', stay: 'resident', ...owner, ...parking, ...attributes }
    const file = (await create('officer', whole)).body
    const read = await app.call<Shown>('GET', `/api/vehicles/${file.id}`, { token: village.tokens.officer })
    expect(read.body.values).toMatchObject(whole)
    expect(read.body.place.fullName).toContain('枫林雅苑')
    const twin = await create('officer', { ...whole, plate: '浙ad10005' })
    expect(twin.error).toMatchObject({ code: 'vehicle.exists', details: { id: file.id } })
  })
})
