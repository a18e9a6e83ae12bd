import type { QualityFault } from '@liren/contract/capabilities/quality'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

interface Shown {
  id: string
  version: number
  values: Record<string, unknown>
}

describeStores('files of public spaces', (open) => {
  let app: TestApp
  let village: Village
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const room = { name: '共享书房', purpose: 'library', position: '3 幢一层东侧' }
  const create = (who: Who, values: object = room, placeId = village.estate.id) =>
    app.call<Shown>('POST', '/api/spaces', { token: village.tokens[who], body: { placeId, source: 'manual', values } })

  it('[ZJWL-6.3.4.1] is entered from a paper form by an authorised recorder, on record; others are refused', async () => {
    expect((await create('worker')).error?.code).toBe('permission.denied')
    expect((await create('resident')).error?.code).toBe('permission.denied')
    expect((await create('farManager')).error?.faults[0]?.path).toBe('body.placeId')
    const { status, body } = await create('manager')
    expect(status).toBe(201)
    const entries = await peek<{ actor_id: string; subject_id: string | null }>(
      app.kernel.store,
      "SELECT actor_id, subject_id FROM audit_entries WHERE action = 'space.created' AND result = 'done'",
    )
    expect(entries).toEqual([{ actor_id: village.ids.manager, subject_id: body.id }])
  })

  it('[ZJWL-7.2.3.5.1-1] keeps name, position, spatial code, area, ownership and use; the quality report lists one without its code', async () => {
    const whole = { ...room, name: '邻里食堂', purpose: 'canteen', spatialCode: 'ZJ330199000107', area: 320.5, ownership: 'public' }
    const coded = (await create('officer', whole)).body
    const read = await app.call<Shown>('GET', `/api/spaces/${coded.id}`, { token: village.tokens.officer })
    expect(read.body.values).toMatchObject(whole)
    const bare = (await create('officer', { ...whole, name: '无码空间', spatialCode: undefined })).body
    await app.house.capabilities
      .flatMap(({ jobs }) => jobs ?? [])
      .find(({ kind }) => kind === 'quality.follow')
      ?.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
    const { body } = await app.call<{ items: QualityFault[] }>('GET', '/api/quality/space/faults?rule=missing&limit=100', {
      token: village.tokens.officer,
    })
    const missing = (id: string) =>
      body.items.find(({ fileId }) => fileId === id)?.faults.flatMap(({ fields }) => fields.map(({ zh }) => zh))
    expect(missing(bare.id)).toContain('浙江省建筑物空间编码')
    expect(missing(coded.id) ?? []).not.toContain('浙江省建筑物空间编码')
  })
})
